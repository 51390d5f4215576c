"""The inpainting denoiser: a text-conditioned U-Net on patches, predicting v.

Images are in [-1, 1]. Variance-preserving cosine schedule, t in (0, 1]:
alpha = cos(pi t / 2), sigma = sin(pi t / 2), x_t = alpha x_0 + sigma eps,
v = alpha eps - sigma x_0 (Salimans and Ho 2022, arXiv:2202.00512).

The network works on what a smooth fill leaves over. ``base`` is the received picture with its holes
filled by a pyramid of masked averages; with r = x_0 - base of variance s^2 and
z = x_t - alpha base = alpha r + sigma eps, the best linear estimate of alpha eps - sigma r from z is
k z with k = alpha sigma (1 - s^2) / (alpha^2 s^2 + sigma^2) and leaves the variance
c^2 = s^2 / (alpha^2 s^2 + sigma^2). The U-Net therefore sees z scaled to unit variance and gives F with
v = -sigma base + k z + c F (the preconditioning of Karras et al. 2022, arXiv:2206.00364, around the
fill in place of zero).
"""

import math
from typing import Tuple

import torch
from torch import nn
from torch.nn import functional as F

PATCH = 4
SPREAD_KNOWN = 0.08
SPREAD_UNKNOWN = 0.45


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
    ):
        super().__init__()
        a, b, c = widths
        self.spread_known = SPREAD_KNOWN
        self.spread_unknown = SPREAD_UNKNOWN
        half = 32
        frequencies = torch.exp(torch.linspace(0, math.log(200.0), half))
        self.register_buffer("frequencies", frequencies)
        self.time = nn.Linear(2 * half, condition)
        self.embedding = nn.Embedding(words, text)
        nn.init.normal_(self.embedding.weight, std=0.3)
        self.text = nn.Linear(text, condition)
        self.mix = nn.Linear(condition, condition)
        self.head = nn.Conv2d(7 * PATCH * PATCH + 2, a, 3, padding=1)
        self.down1 = Block(a, a, condition)
        self.shrink1 = nn.Conv2d(a, b, 3, stride=2, padding=1)
        self.down2 = Block(b, b, condition)
        self.shrink2 = nn.Conv2d(b, c, 3, stride=2, padding=1)
        self.middle = nn.ModuleList([Block(c, c, condition) for _ in range(middle)])
        self.attentions = nn.ModuleList([Attention(c, heads) for _ in range(middle)])
        self.grow2 = nn.Conv2d(c, b, 1)
        self.up2 = Block(2 * b, b, condition)
        self.grow1 = nn.Conv2d(b, a, 1)
        self.up1 = Block(2 * a, a, condition)
        self.norm = nn.GroupNorm(8, a)
        self.tail = nn.Conv2d(a, 3 * PATCH * PATCH, 3, padding=1)
        nn.init.zeros_(self.tail.weight)
        nn.init.zeros_(self.tail.bias)

    def condition(self, t: torch.Tensor, tokens: torch.Tensor) -> torch.Tensor:
        angles = t[:, None] * self.frequencies[None, :]
        time = torch.cat([torch.sin(angles), torch.cos(angles)], dim=1)
        present = (tokens > 0).to(time.dtype)[:, :, None]
        words = (self.embedding(tokens) * present).sum(dim=1)
        words = words / present.sum(dim=1).clamp_min(1.0)
        return F.silu(self.mix(F.silu(self.time(time) + self.text(words))))

    def coefficients(
        self, mask: torch.Tensor, t: torch.Tensor
    ) -> Tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """alpha, sigma [b, 1, 1, 1]; k, c and the scale of z [b, 1, h, w]."""
        angle = t[:, None, None, None] * (math.pi / 2)
        alpha, sigma = torch.cos(angle), torch.sin(angle)
        spread = self.spread_unknown + (self.spread_known - self.spread_unknown) * mask
        power = (alpha * spread) ** 2 + sigma**2
        k = alpha * sigma * (1 - spread**2) / power
        scale = torch.rsqrt(power)
        return alpha, sigma, k, spread * scale, scale

    def residual(
        self, z: torch.Tensor, base: torch.Tensor, mask: torch.Tensor, condition: torch.Tensor
    ) -> torch.Tensor:
        """F from the scaled z, the fill and the mask."""
        x = F.pixel_unshuffle(torch.cat([z, base, 2 * mask - 1], dim=1), 4)
        b, _, h, w = x.shape
        rows = torch.linspace(-1.0, 1.0, h, device=x.device, dtype=x.dtype)
        columns = torch.linspace(-1.0, 1.0, w, device=x.device, dtype=x.dtype)
        rows = rows[None, None, :, None].expand(b, 1, h, w)
        columns = columns[None, None, None, :].expand(b, 1, h, w)
        h1 = self.down1(self.head(torch.cat([x, rows, columns], dim=1)), condition)
        h2 = self.down2(self.shrink1(h1), condition)
        h3 = self.shrink2(h2)
        for block, attention in zip(self.middle, self.attentions):
            h3 = attention(block(h3, condition))
        h2 = self.up2(torch.cat([_enlarge(self.grow2(h3)), h2], dim=1), condition)
        h1 = self.up1(torch.cat([_enlarge(self.grow1(h2)), h1], dim=1), condition)
        return F.pixel_shuffle(self.tail(F.silu(self.norm(h1))), 4)

    def forward(
        self,
        x_t: torch.Tensor,
        known: torch.Tensor,
        mask: torch.Tensor,
        t: torch.Tensor,
        tokens: torch.Tensor,
    ) -> torch.Tensor:
        alpha, sigma, k, c, scale = self.coefficients(mask, t)
        base = fill(known, mask)
        z = x_t - alpha * base
        f = self.residual(z * scale, base, mask, self.condition(t, tokens))
        return k * z - sigma * base + c * f.float()
