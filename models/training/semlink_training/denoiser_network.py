"""The inpainting denoiser: a text-conditioned U-Net on patches, predicting v.

Images are in [-1, 1]. Variance-preserving cosine schedule, t in (0, 1]:
alpha = cos(pi t / 2), sigma = sin(pi t / 2), x_t = alpha x_0 + sigma eps,
v = alpha eps - sigma x_0 (Salimans and Ho 2022, arXiv:2202.00512).

The network works on what a smooth fill leaves over. ``base`` is the received picture with its holes
filled by a pyramid of masked averages, r = x_0 - base, z = x_t - alpha base = alpha r + sigma eps.
Received pixels need no network: r is small there, z is nearly noise, and
v + sigma base = k z with k = alpha sigma (1 - s^2) / (alpha^2 s^2 + sigma^2), s = 0.05.
In the holes the coefficients of r in an orthonormal basis (opponent colours times the DCT of the
whole picture) fall with frequency; their deviations s_j, a table over the radial frequency, are
measured on training pictures. For each coefficient the best linear estimate of r_j from z_j is
alpha s_j^2 z_j / (alpha^2 s_j^2 + sigma^2), that of alpha eps_j - sigma r_j is k_j z_j with s_j for s
above, and it leaves the variance c_j^2 = s_j^2 / (alpha^2 s_j^2 + sigma^2). The U-Net sees z, the
linear estimate of the picture and the fill, and gives F in
v = -sigma base + T^-1(k_j z_j + g_j c (T F)_j) with c^2 the mean of c_j^2 and g_j = min(1, c_j / c),
which keeps it from adding colour noise that no photograph has: the preconditioning of Karras et al. 2022, arXiv:2206.00364, around a
linear estimate. What the network has not learned comes out as a random field with the spectrum of
photographs, not as white noise.
"""

import math
from typing import Tuple

import torch
from torch import nn
from torch.nn import functional as F

PATCH = 4
SPREAD_KNOWN = 0.05
# The table over radial frequency: octaves from 1/256 of the pixel rate upwards, two bins each.
LOWEST = 1.0 / 256
BINS = 17


class Block(nn.Module):
    """Residual block; the condition scales and shifts its inner normalisation."""

    def __init__(self, inputs: int, outputs: int, condition: int):
        super().__init__()
        self.norm_in = nn.GroupNorm(8, inputs)
        self.conv_in = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.film = nn.Linear(condition, 2 * outputs)
        self.norm_out = nn.GroupNorm(8, outputs)
        self.conv_out = nn.Conv2d(outputs, outputs, 3, padding=1)
        nn.init.zeros_(self.film.weight)
        nn.init.zeros_(self.film.bias)
        nn.init.zeros_(self.conv_out.weight)
        nn.init.zeros_(self.conv_out.bias)
        self.project = inputs != outputs
        self.shortcut = nn.Conv2d(inputs, outputs if self.project else 1, 1)

    def forward(self, x: torch.Tensor, condition: torch.Tensor) -> torch.Tensor:
        h = self.conv_in(F.silu(self.norm_in(x)))
        scale, shift = self.film(condition)[:, :, None, None].chunk(2, dim=1)
        h = torch.addcmul(shift, self.norm_out(h), 1 + scale)
        h = self.conv_out(F.silu(h))
        if self.project:
            x = self.shortcut(x)
        return x + h


class Attention(nn.Module):
    """Self-attention over all positions of the lowest level."""

    def __init__(self, channels: int, heads: int):
        super().__init__()
        self.heads = heads
        self.norm = nn.GroupNorm(8, channels)
        self.query_key_value = nn.Conv2d(channels, 3 * channels, 1)
        self.out = nn.Conv2d(channels, channels, 1)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        b, c, h, w = x.shape
        parts = self.query_key_value(self.norm(x)).reshape(b, 3, self.heads, c // self.heads, h * w)
        query, key, value = parts[:, 0], parts[:, 1], parts[:, 2]
        weights = torch.matmul(query.transpose(2, 3), key) * (c // self.heads) ** -0.5
        weights = torch.softmax(weights.float(), dim=-1).to(value.dtype)
        mixed = torch.matmul(value, weights.transpose(2, 3)).reshape(b, c, h, w)
        return x + self.out(mixed)


def dct_matrix(n: int, like: torch.Tensor) -> torch.Tensor:
    """Orthonormal DCT-II [n, n]: row u is the basis function of frequency u / 2n per pixel."""
    x = torch.arange(n, device=like.device).to(torch.float32)
    rows = torch.cos(math.pi / n * (x[None, :] + 0.5) * x[:, None]) * math.sqrt(2.0 / n)
    first = torch.full([1, n], math.sqrt(1.0 / n), device=like.device)
    return torch.cat([first, rows[1:]], dim=0)


def colour_matrix(like: torch.Tensor) -> torch.Tensor:
    """Orthonormal opponent colours [3, 3]: brightness, red against blue, green against both."""
    a, b, c = math.sqrt(1.0 / 3), math.sqrt(0.5), math.sqrt(1.0 / 6)
    return torch.tensor([[a, a, a], [b, 0.0, -b], [c, -2.0 * c, c]], device=like.device)


def transform(x: torch.Tensor) -> torch.Tensor:
    """Coefficients [b, 3, h, w] of a picture [b, 3, h, w]."""
    x = torch.einsum("kc,bcyx->bkyx", colour_matrix(x), x)
    rows, columns = dct_matrix(x.shape[2], x), dct_matrix(x.shape[3], x)
    return torch.matmul(torch.matmul(rows, x), columns.t())


def inverse(x: torch.Tensor) -> torch.Tensor:
    """The picture of coefficients; inverse of ``transform``."""
    rows, columns = dct_matrix(x.shape[2], x), dct_matrix(x.shape[3], x)
    x = torch.matmul(torch.matmul(rows.t(), x), columns)
    return torch.einsum("kc,bkyx->bcyx", colour_matrix(x), x)


def frequency_bins(height: int, width: int, like: torch.Tensor) -> torch.Tensor:
    """Real-valued table position in [0, BINS - 1] of every coefficient, [h, w]."""
    y = torch.arange(height, device=like.device).to(torch.float32) / (2.0 * height)
    x = torch.arange(width, device=like.device).to(torch.float32) / (2.0 * width)
    radius = torch.sqrt(y[:, None] ** 2 + x[None, :] ** 2).clamp_min(1e-6)
    return (2.0 * torch.log2(radius * 256.0)).clamp(0.0, 16.0)


def _enlarge(x: torch.Tensor) -> torch.Tensor:
    return F.interpolate(x, scale_factor=2.0, mode="nearest")


def fill(known: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Smooth fill [b, 3, h, w] of the holes from a pyramid of masked averages; 0 where all is hole.

    Sides are multiples of 16. Kept pixels are returned as they are.
    """
    total = F.avg_pool2d(known * mask, 4)
    weight = F.avg_pool2d(mask, 4)
    total2, weight2 = F.avg_pool2d(total, 2), F.avg_pool2d(weight, 2)
    total4, weight4 = F.avg_pool2d(total2, 2), F.avg_pool2d(weight2, 2)
    blur_total = F.avg_pool2d(total4, 3, 1, 1)
    blur_weight = F.avg_pool2d(weight4, 3, 1, 1)
    mean = total4.mean(dim=(2, 3), keepdim=True)
    mean = mean / weight4.mean(dim=(2, 3), keepdim=True).clamp_min(1e-4)
    # Each level adds one small "vote" of the next coarser estimate to its own average.
    out = (blur_total + 0.02 * mean) / (blur_weight + 0.02)
    out = (total4 + 0.1 * out) / (weight4 + 0.1)
    up = F.interpolate(out, scale_factor=2.0, mode="bilinear", align_corners=False)
    out = (total2 + 0.1 * up) / (weight2 + 0.1)
    up = F.interpolate(out, scale_factor=2.0, mode="bilinear", align_corners=False)
    out = (total + 0.1 * up) / (weight + 0.1)
    up = F.interpolate(out, scale_factor=4.0, mode="bilinear", align_corners=False)
    return mask * known + (1 - mask) * up


class Denoiser(nn.Module):
    """forward(x_t, known [b, 3, h, w], mask [b, 1, h, w], t [b], tokens int64 [b, l]) -> v.

    h and w are multiples of 16; known is 0 and mask 0 where nothing was received; token 0 is
    padding and a row of zeros means no text.
    """

    def __init__(
        self,
        words: int,
        widths: Tuple[int, int, int] = (64, 128, 256),
        condition: int = 192,
        text: int = 128,
        heads: int = 4,
        middle: int = 2,
        blocks: Tuple[int, int] = (1, 1),
    ):
        super().__init__()
        a, b, c = widths
        self.spread_known = SPREAD_KNOWN
        self.register_buffer("spreads", torch.full((3, BINS), 0.4))
        half = 32
        frequencies = torch.exp(torch.linspace(0, math.log(200.0), half))
        self.register_buffer("frequencies", frequencies)
        self.time = nn.Linear(2 * half, condition)
        self.embedding = nn.Embedding(words, text)
        nn.init.normal_(self.embedding.weight, std=0.3)
        # Logarithm of a word's weight in the mean: "golf" should count more than "photo".
        self.emphasis = nn.Embedding(words, 1)
        nn.init.zeros_(self.emphasis.weight)
        self.text = nn.Linear(text, condition)
        self.mix = nn.Linear(condition, condition)
        self.head = nn.Conv2d(10 * PATCH * PATCH + 2, a, 1)
        self.down1 = nn.ModuleList([Block(a, a, condition) for _ in range(blocks[0])])
        self.shrink1 = nn.Conv2d(a, b, 3, stride=2, padding=1)
        self.down2 = nn.ModuleList([Block(b, b, condition) for _ in range(blocks[1])])
        self.shrink2 = nn.Conv2d(b, c, 3, stride=2, padding=1)
        self.middle = nn.ModuleList([Block(c, c, condition) for _ in range(middle)])
        self.attentions = nn.ModuleList([Attention(c, heads) for _ in range(middle)])
        self.grow2 = nn.Conv2d(c, b, 1)
        self.up2 = nn.ModuleList([Block(b, b, condition) for _ in range(blocks[1])])
        self.grow1 = nn.Conv2d(b, a, 1)
        self.up1 = nn.ModuleList([Block(a, a, condition) for _ in range(blocks[0])])
        self.norm = nn.GroupNorm(8, a)
        self.tail = nn.Conv2d(a, 3 * PATCH * PATCH, 3, padding=1)
        nn.init.zeros_(self.tail.weight)
        nn.init.zeros_(self.tail.bias)

    def condition(self, t: torch.Tensor, tokens: torch.Tensor) -> torch.Tensor:
        angles = t[:, None] * self.frequencies[None, :]
        time = torch.cat([torch.sin(angles), torch.cos(angles)], dim=1)
        weights = (tokens > 0).to(time.dtype)[:, :, None] * torch.exp(self.emphasis(tokens))
        words = (self.embedding(tokens) * weights).sum(dim=1)
        words = words / weights.sum(dim=1).clamp_min(1e-6)
        return F.silu(self.mix(F.silu(self.time(time) + self.text(words))))

    def coefficients(
        self, t: torch.Tensor, height: int, width: int
    ) -> Tuple[
        torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor
    ]:
        """alpha, sigma, c [b, 1, 1, 1]; k, the gain of the estimate of r and g [b, 3, h, w]."""
        angle = t[:, None, None, None] * (math.pi / 2)
        alpha, sigma = torch.cos(angle), torch.sin(angle)
        at = frequency_bins(height, width, t)
        low = at.floor().clamp(0.0, 15.0)
        share = at - low
        index = low.to(torch.int64)
        spread = self.spreads[:, index] * (1 - share) + self.spreads[:, index + 1] * share
        variance = (spread**2)[None]
        power = alpha**2 * variance + sigma**2
        left = variance / power
        mean = left.mean(dim=(1, 2, 3), keepdim=True)
        limit = torch.sqrt(left / mean).clamp(max=1.0)
        k = alpha * sigma * (1 - variance) / power
        return alpha, sigma, torch.sqrt(mean), k, alpha * left, limit

    def residual(
        self,
        z: torch.Tensor,
        estimate: torch.Tensor,
        base: torch.Tensor,
        mask: torch.Tensor,
        condition: torch.Tensor,
    ) -> torch.Tensor:
        """F from z, the linear estimate of r, the fill and the mask, all as pictures."""
        x = torch.cat([z, 2 * (base + estimate), 2 * base, 2 * mask - 1], dim=1)
        x = F.pixel_unshuffle(x, 4)
        b, _, h, w = x.shape
        rows = torch.linspace(-1.0, 1.0, h, device=x.device, dtype=x.dtype)
        columns = torch.linspace(-1.0, 1.0, w, device=x.device, dtype=x.dtype)
        rows = rows[None, None, :, None].expand(b, 1, h, w)
        columns = columns[None, None, None, :].expand(b, 1, h, w)
        h1 = self.head(torch.cat([x, rows, columns], dim=1))
        for block in self.down1:
            h1 = block(h1, condition)
        h2 = self.shrink1(h1)
        for block in self.down2:
            h2 = block(h2, condition)
        h3 = self.shrink2(h2)
        for block, attention in zip(self.middle, self.attentions):
            h3 = attention(block(h3, condition))
        h2 = _enlarge(self.grow2(h3)) + h2
        for block in self.up2:
            h2 = block(h2, condition)
        h1 = _enlarge(self.grow1(h2)) + h1
        for block in self.up1:
            h1 = block(h1, condition)
        return F.pixel_shuffle(self.tail(F.silu(self.norm(h1))), 4)

    def forward(
        self,
        x_t: torch.Tensor,
        known: torch.Tensor,
        mask: torch.Tensor,
        t: torch.Tensor,
        tokens: torch.Tensor,
    ) -> torch.Tensor:
        alpha, sigma, c, k, gain, limit = self.coefficients(t, x_t.shape[2], x_t.shape[3])
        base = fill(known, mask)
        z = x_t - alpha * base
        holes = transform((1 - mask) * z)
        f = self.residual(z, inverse(gain * holes), base, mask, self.condition(t, tokens))
        missing = inverse(k * holes + c * limit * transform(f))
        s2 = self.spread_known**2
        k_known = alpha * sigma * (1 - s2) / (alpha**2 * s2 + sigma**2)
        return mask * k_known * z + (1 - mask) * missing - sigma * base
