"""The hyperprior codec: one network, many operating points.

Latent: every 16x16 block of pixels becomes one cell of 768 channels. The linear part starts as an
orthonormal 16x16 DCT in an orthonormal colour basis; convolutional towers before the analysis and
after the synthesis learn what a block transform cannot do (lapping, deblocking, restoration).

Probability model: zero-mean Gaussians whose scales come from hyper-latents (Balle et al. 2018,
arXiv:1802.01436, eq. 4-6 of the GVIF paper). Operating point k multiplies the latent channel-wise
by a trained gain before quantisation and by a trained inverse gain after it (gained VAE,
Cui et al. 2021, doi:10.1109/CVPR46437.2021.01040), so latents are aligned between operating points.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

STRIDE = 16
LATENT_CHANNELS = 3 * STRIDE * STRIDE
HYPER_STRIDE = 4
SCALE_LEVELS = 64
SCALE_MIN = 0.11
SCALE_MAX = 256.0
LOG_STEP = math.log(SCALE_MAX / SCALE_MIN) / (SCALE_LEVELS - 1)
# Orthonormal and close to the Karhunen-Loeve basis of natural RGB: grey, red-blue, green-magenta.
COLOUR_BASIS = ((3**-0.5, 3**-0.5, 3**-0.5), (2**-0.5, 0.0, -(2**-0.5)), (6**-0.5, -2 * 6**-0.5, 6**-0.5))


def dct_matrix(n: int) -> torch.Tensor:
    """Orthonormal DCT-II, rows are basis functions."""
    k = torch.arange(n, dtype=torch.float64).unsqueeze(1)
    i = torch.arange(n, dtype=torch.float64).unsqueeze(0)
    m = torch.cos(math.pi * (2 * i + 1) * k / (2 * n)) * math.sqrt(2.0 / n)
    m[0] /= math.sqrt(2.0)
    return m


def block_transform() -> torch.Tensor:
    """[768, 768] orthonormal: colour basis times 16x16 DCT, on pixel_unshuffle's channel order."""
    d = dct_matrix(STRIDE)
    c = torch.tensor(COLOUR_BASIS, dtype=torch.float64)
    t = torch.einsum("pc,uy,vx->puvcyx", c, d, d)
    return t.reshape(LATENT_CHANNELS, LATENT_CHANNELS).float()


def lower_bound(x: torch.Tensor, bound: float) -> torch.Tensor:
    """max(x, bound) whose gradient still passes where it would push x up."""
    return _LowerBound.apply(x, bound)


class _LowerBound(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, bound):
        ctx.save_for_backward(x)
        ctx.bound = bound
        return x.clamp_min(bound)

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * ((x >= ctx.bound) | (grad < 0)).to(grad.dtype), None


def round_straight_through(x: torch.Tensor) -> torch.Tensor:
    return x + (torch.round(x) - x).detach()


def gaussian_bits(v: torch.Tensor, scale: torch.Tensor) -> torch.Tensor:
    """Code length of an integer (or noisy) value under eq. (5), in bits per element."""
    a = v.abs()
    root = 1.0 / (scale * math.sqrt(2.0))
    p = 0.5 * (torch.erfc((a - 0.5) * root) - torch.erfc((a + 0.5) * root))
    # log2 has no vector form on a CPU; log has.
    return torch.log(lower_bound(p, 1e-9)) * (-1.0 / math.log(2.0))


def scale_of(index: torch.Tensor) -> torch.Tensor:
    """Scale of a real-valued index, in quantiser steps."""
    return SCALE_MIN * torch.exp(LOG_STEP * index)


# Squared quantiser steps of distortion that a bit is worth: 3 / (2 lambda step^2), and a trained step is sqrt(26 / lambda).
DEADZONE = 3.0 / 52.0


@torch.no_grad()
def deadzone(v: torch.Tensor, scale: torch.Tensor) -> torch.Tensor:
    """Rounds v to the integer that is best in rate and distortion, of the nearest and the one towards zero."""
    a = v.abs()
    q = torch.round(a)
    saved = gaussian_bits(q, scale) - gaussian_bits((q - 1).clamp_min(0.0), scale)
    lower = (q > 0) & (a < q - 0.5 + (DEADZONE * saved).clamp(0.0, 0.5))
    return torch.where(lower, q - 1, q) * torch.sign(v)


class _HalfGradient(torch.autograd.Function):
    """A 1x1 convolution in float whose gradients are products of bfloat16."""

    @staticmethod
    def forward(ctx, x, weight):
        ctx.save_for_backward(x, weight)
        return F.conv2d(x, weight)

    @staticmethod
    def backward(ctx, grad):
        x, weight = ctx.saved_tensors
        b, _, h, w = x.shape
        matrix = weight.flatten(1).bfloat16()
        rows = x.permute(0, 2, 3, 1).reshape(-1, x.shape[1]).bfloat16()
        flat = grad.permute(0, 2, 3, 1).reshape(-1, grad.shape[1]).bfloat16()
        back = (flat @ matrix).float().reshape(b, h, w, -1).permute(0, 3, 1, 2)
        return back, (flat.t() @ rows).float().reshape(weight.shape)


class Residual(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.a = nn.Conv2d(width, width, 3, padding=1)
        self.b = nn.Conv2d(width, width, 3, padding=1)
        nn.init.zeros_(self.b.weight)
        nn.init.zeros_(self.b.bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.b(F.relu(self.a(x)))


class Tower(nn.Module):
    """Residual filter of an image, on a grid of 4x4 pixels that knows its phase in the cell."""

    PATCH = 4

    def __init__(self, width: int, blocks: int, extra: int, points: int):
        super().__init__()
        self.inward = nn.Conv2d(48 + 16 + extra, width, 1)
        self.blocks = nn.Sequential(*[Residual(width) for _ in range(blocks)])
        self.outward = nn.Conv2d(width, 48, 1)
        self.point_bias = nn.Parameter(torch.zeros(points, width))
        nn.init.zeros_(self.outward.weight)
        nn.init.zeros_(self.outward.bias)
        self.register_buffer("phase", torch.eye(16).reshape(1, 16, 4, 4))
        self.half = False

    def forward(self, x: torch.Tensor, extra: torch.Tensor, point: torch.Tensor) -> torch.Tensor:
        """x [B,3,H,W]; extra [B,extra,H/4,W/4]; point [B] -> x plus a learned residual."""
        p = F.pixel_unshuffle(x, 4)
        phase = self.phase.repeat(p.shape[0], 1, p.shape[2] // 4, p.shape[3] // 4)
        p = torch.cat([p, phase, extra], 1)
        if torch.jit.is_scripting():
            p = self.residual(p, point)
        else:
            with torch.autocast(p.device.type, torch.bfloat16, enabled=self.half):
                p = self.residual(p, point)
        return x + F.pixel_shuffle(p.float(), 4)

    def residual(self, p: torch.Tensor, point: torch.Tensor) -> torch.Tensor:
        h = self.inward(p)
        # Of the stream's type: a float here would make the whole tower compute in float.
        h = h + self.point_bias[point].unsqueeze(-1).unsqueeze(-1).to(h.dtype)
        return self.outward(self.blocks(F.relu(h)))


class Transforms(nn.Module):
    """Analysis F, hyper-analysis L1 and synthesis F^-1: everything that may be floating point."""

    def __init__(self, points: int, hyper_channels: int, width: int, analysis_blocks: int, synthesis_blocks: int):
        super().__init__()
        t = block_transform()
        self.forward_transform = nn.Parameter(t.reshape(LATENT_CHANNELS, LATENT_CHANNELS, 1, 1).clone())
        self.inverse_transform = nn.Parameter(t.t().reshape(LATENT_CHANNELS, LATENT_CHANNELS, 1, 1).clone())
        self.analysis_tower = Tower(width, analysis_blocks, 0, 1)
        self.synthesis_tower = Tower(width, synthesis_blocks, 1, points)
        self.hyper_in = nn.Conv2d(LATENT_CHANNELS, 160, 1)
        self.hyper_mid = nn.Conv2d(640, 160, 3, padding=1)
        self.hyper_out = nn.Conv2d(640, hyper_channels, 1)

    @torch.jit.export
    def analyse(self, x: torch.Tensor) -> torch.Tensor:
        """Photo [B,3,H,W] in [0,1] -> latent [B,768,H/16,W/16] in 8-bit units."""
        x = (x - 0.5) * 255.0 / 64.0
        none = x[:, :0, ::4, ::4]
        x = self.analysis_tower(x, none, torch.zeros(x.shape[0], dtype=torch.int64, device=x.device))
        return self.block(F.pixel_unshuffle(x * 64.0, 16), self.forward_transform)

    def block(self, x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        """The linear part, always computed in float: the latent needs more than bfloat16 resolves."""
        if not torch.jit.is_scripting():
            if self.analysis_tower.half:
                return _HalfGradient.apply(x, weight)
        return F.conv2d(x, weight.float())

    @torch.jit.export
    def hyper_analyse(self, v: torch.Tensor) -> torch.Tensor:
        """Gained, filtered latent [B,768,h,w] -> hyper-latent [B,Cs,ceil(h/4),ceil(w/4)]."""
        h = v.shape[2]
        w = v.shape[3]
        a = torch.log(1.0 + v.abs()) * 1.4426950408889634
        a = F.pad(a, [0, (4 - w % 4) % 4, 0, (4 - h % 4) % 4])
        a = F.relu(self.hyper_in(a))
        a = F.relu(self.hyper_mid(F.pixel_unshuffle(a, 2)))
        return self.hyper_out(F.pixel_unshuffle(a, 2))

    @torch.jit.export
    def synthesise(self, y_hat: torch.Tensor, keep: torch.Tensor, point: torch.Tensor) -> torch.Tensor:
        """Dequantised latent [B,768,h,w], keep mask [B,1,h,w] of 0 and 1, operating point [B] -> [B,3,16h,16w] in [0,1]."""
        x = F.pixel_shuffle(self.block(y_hat, self.inverse_transform), 16) / 64.0
        kept = keep.repeat_interleave(4, 2).repeat_interleave(4, 3)
        x = self.synthesis_tower(x, kept, point)
        return (x * 64.0 / 255.0 + 0.5).clamp(0.0, 1.0)


class HyperSynthesis(nn.Module):
    """L2: hyper-latents -> index of the scale, before it is made integer for the bitstream."""

    def __init__(self, points: int, hyper_channels: int, width: int = 96, last: int = 128):
        super().__init__()
        self.up1 = nn.Conv2d(hyper_channels, 4 * width, 3, padding=1)
        self.up2 = nn.Conv2d(width, 4 * width, 3, padding=1)
        self.mid = nn.Conv2d(width, last, 3, padding=1)
        self.out = nn.Conv2d(last, LATENT_CHANNELS, 1)
        # Index of the average scale of channel c at point k: what is known without any hyper-latent.
        self.prior = nn.Parameter(torch.zeros(points, LATENT_CHANNELS))
        nn.init.zeros_(self.out.bias)
        self.out.bias.requires_grad_(False)

    def forward(self, s: torch.Tensor, point: torch.Tensor) -> torch.Tensor:
        """Hyper-latents [B,Cs,hs,ws] -> real-valued scale index [B,768,4hs,4ws]."""
        a = F.relu(F.pixel_shuffle(self.up1(s), 2))
        a = F.relu(F.pixel_shuffle(self.up2(a), 2))
        a = F.relu(self.mid(a))
        return self.out(a) + self.prior[point].unsqueeze(-1).unsqueeze(-1)


class FactorisedPrior(nn.Module):
    """Univariate non-parametric density per channel (Balle et al. 2018, appendix 6.1)."""

    def __init__(self, channels: int, filters=(3, 3, 3), initial_scale: float = 6.0):
        super().__init__()
        dims = (1,) + tuple(filters) + (1,)
        scale = initial_scale ** (1.0 / (len(filters) + 1))
        self.matrices, self.biases, self.factors = nn.ParameterList(), nn.ParameterList(), nn.ParameterList()
        for i in range(len(filters) + 1):
            init = math.log(math.expm1(1.0 / scale / dims[i + 1]))
            self.matrices.append(nn.Parameter(torch.full((channels, dims[i + 1], dims[i]), init)))
            self.biases.append(nn.Parameter(torch.empty(channels, dims[i + 1], 1).uniform_(-0.5, 0.5)))
            if i < len(filters):
                self.factors.append(nn.Parameter(torch.zeros(channels, dims[i + 1], 1)))

    def logits(self, v: torch.Tensor) -> torch.Tensor:
        """Cumulative logits of v [C,1,n]."""
        for i, (m, b) in enumerate(zip(self.matrices, self.biases)):
            v = torch.matmul(F.softplus(m), v) + b
            if i < len(self.factors):
                v = v + torch.tanh(self.factors[i]) * torch.tanh(v)
        return v

    def bits(self, s: torch.Tensor) -> torch.Tensor:
        """Code length of [B,C,h,w], same shape, in bits."""
        b, c, h, w = s.shape
        v = s.permute(1, 0, 2, 3).reshape(c, 1, -1)
        lower, upper = self.logits(v - 0.5), self.logits(v + 0.5)
        sign = -torch.sign(lower + upper).detach()
        p = torch.abs(torch.sigmoid(sign * upper) - torch.sigmoid(sign * lower))
        return -torch.log2(lower_bound(p, 1e-9)).reshape(c, b, h, w).permute(1, 0, 2, 3)


def lambda_ladder(points: int, coarsest: float, finest: float) -> torch.Tensor:
    """Trade-off of eq. (13) per operating point, for distortion in 8-bit units squared and rate in bits per pixel."""
    return torch.logspace(math.log10(coarsest), math.log10(finest), points)


class Codec(nn.Module):
    """Everything that trains together."""

    def __init__(self, points=19, hyper_channels=64, width=64, analysis_blocks=2, synthesis_blocks=4, coarsest=0.0012, finest=0.2):
        super().__init__()
        self.points = points
        self.register_buffer("lambdas", lambda_ladder(points, coarsest, finest))
        self.transforms = Transforms(points, hyper_channels, width, analysis_blocks, synthesis_blocks)
        self.hyper_synthesis = HyperSynthesis(points, hyper_channels)
        self.hyper_prior = FactorisedPrior(hyper_channels)
        # High-rate optimum of a uniform quantiser in an orthonormal basis: step = sqrt(26 / lambda).
        log_gain = 0.5 * torch.log(self.lambdas / 26.0)
        self.log_gain = nn.Parameter(log_gain.unsqueeze(1).repeat(1, LATENT_CHANNELS))
        self.log_inverse = nn.Parameter(-log_gain.unsqueeze(1).repeat(1, LATENT_CHANNELS))

    def compute_half(self, half: bool) -> None:
        """Whether the towers compute in bfloat16 in training; the rest always is float."""
        self.transforms.analysis_tower.half = half
        self.transforms.synthesis_tower.half = half

    def gains(self, point: torch.Tensor):
        shape = (-1, LATENT_CHANNELS, 1, 1)
        return self.log_gain[point].exp().reshape(shape), self.log_inverse[point].exp().reshape(shape)

    def set_prior_from(self, deviation: torch.Tensor) -> None:
        """Start the scale indices from the measured deviation [768] of each latent channel."""
        with torch.no_grad():
            scale = deviation.clamp_min(1e-6).unsqueeze(0) * self.log_gain.exp()
            self.hyper_synthesis.prior.copy_((torch.log(scale / SCALE_MIN) / LOG_STEP).clamp(-20, SCALE_LEVELS))

    @torch.no_grad()
    def quantise(self, x: torch.Tensor, point: torch.Tensor, keep: torch.Tensor):
        """Symbols and scale indices [B,768,h,w] as a coder has them."""
        v = self.transforms.analyse(x) * self.gains(point)[0] * keep
        s = torch.round(self.transforms.hyper_analyse(v))
        index = self.hyper_synthesis(s, point)[:, :, : v.shape[2], : v.shape[3]]
        index = torch.round(index).clamp(0, SCALE_LEVELS - 1)
        return deadzone(v, scale_of(index)) * (index > 0), index

    def freeze_encoder(self) -> None:
        """Leaves what the decoder and the probability model need to be trained on hard decisions."""
        for part in (self.transforms.analysis_tower.parameters(), [self.transforms.forward_transform, self.log_gain]):
            for parameter in part:
                parameter.requires_grad_(False)

    def forward(self, x: torch.Tensor, point: torch.Tensor, keep: torch.Tensor, hard: bool = False):
        """x [B,3,H,W], point [B], keep [B,1,h,w] -> reconstruction, latent bits [B], hyper bits [B].

        Noise stands for quantisation in the rate, straight-through rounding in the distortion. With
        ``hard`` both see what the coder really decides; then nothing teaches the analysis
        (soft-then-hard quantisation, Guo et al. 2021, arXiv:2104.05168).
        """
        gain, inverse = self.gains(point)
        v = self.transforms.analyse(x) * gain * keep
        s = self.transforms.hyper_analyse(v)
        s_hat = round_straight_through(s)
        index = self.hyper_synthesis(s_hat, point)[:, :, : v.shape[2], : v.shape[3]]
        index = lower_bound(index, 0.0).clamp_max(SCALE_LEVELS - 1)
        scale = scale_of(index)
        if hard:
            coded = index.detach() > 0.5
            v_hat = deadzone(v, scale).detach() * coded
            element_bits = gaussian_bits(v_hat, scale) * coded
        else:
            v_hat = round_straight_through(v)
            element_bits = gaussian_bits(v + torch.rand_like(v) - 0.5, scale)
        latent_bits = (element_bits * keep).sum((1, 2, 3))
        hyper_bits = self.hyper_prior.bits(s + torch.rand_like(s) - 0.5).sum((1, 2, 3))
        return self.transforms.synthesise(v_hat * inverse * keep, keep, point), latent_bits, hyper_bits
