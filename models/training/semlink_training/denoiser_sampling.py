"""Sampling from the denoiser: deterministic or ancestral steps, guidance by the text."""

import math

import torch


@torch.no_grad()
def inpaint(
    model, known, mask, tokens, steps=31, seed=1, guidance=1.0, eta=0.0, temperature=1.0
):
    """DDIM (Song et al. 2021, arXiv:2010.02502) from pure noise; eta 1 gives DDPM's variance.

    known [b, 3, h, w] in [-1, 1], mask [b, 1, h, w], tokens [b, l]; returns the composed picture:
    kept pixels exactly as given. ``guidance`` above 1 extrapolates from the result without text;
    ``temperature`` below 1 scales the noise it starts from: calmer pictures, less variety.
    """
    generator = torch.Generator().manual_seed(seed)
    known = known * mask
    x = temperature * torch.randn(known.shape, generator=generator)
    nothing = torch.zeros_like(tokens)
    for index in range(steps):
        t = torch.full((known.shape[0],), 1 - index / steps)
        alpha, sigma = math.cos(math.pi / 2 * float(t[0])), math.sin(math.pi / 2 * float(t[0]))
        v = model(x, known, mask, t, tokens)
        if guidance != 1.0:
            plain = model(x, known, mask, t, nothing)
            v = plain + guidance * (v - plain)
        x0 = (alpha * x - sigma * v).clamp(-1, 1)
        eps = (x - alpha * x0) / sigma
        later = 1 - (index + 1) / steps
        alpha_s, sigma_s = math.cos(math.pi / 2 * later), math.sin(math.pi / 2 * later)
        if index == steps - 1:
            x = x0
            break
        # Variance of the random part, DDIM equation 16, for the step from (alpha, sigma).
        variance = (sigma_s / sigma) ** 2 * max(0.0, 1 - (alpha / max(alpha_s, 1e-9)) ** 2)
        random_part = eta * math.sqrt(variance)
        x = alpha_s * x0 + math.sqrt(max(0.0, sigma_s**2 - random_part**2)) * eps
        if random_part > 0:
            x = x + random_part * torch.randn(x.shape, generator=generator)
    return mask * known + (1 - mask) * x
