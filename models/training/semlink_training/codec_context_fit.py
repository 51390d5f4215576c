"""Fits the context model and the frequency tables to what a trained codec makes of photographs."""

from dataclasses import dataclass

import numpy as np
import torch

from semlink_training import codec_context as context
from semlink_training.codec_data import CropSampler
from semlink_training.codec_model import LATENT_CHANNELS, SCALE_LEVELS, gaussian_bits, scale_of
from semlink_training.codec_tables import RARE, quantise

BATCH = 16384


@dataclass
class Coded:
    """One photograph as the codec quantises it; arrays [rows, columns, 768] and [rows, columns]."""

    symbols: np.ndarray
    indices: np.ndarray
    mask: np.ndarray
    point: int


@torch.no_grad()
def code_photos(model, photos, count, side, seed):
    """Crops at random operating points, half of them masked."""
    sampler = CropSampler(photos, side, 0.5, 1.8)
    generator = np.random.default_rng(seed)
    out = []
    for _ in range(count):
        x, keep = sampler.batch(1, generator)
        point = torch.from_numpy(generator.integers(model.points, size=1))
        symbols, indices = model.quantise(x, point, keep)
        to_grid = lambda t: t[0].permute(1, 2, 0).numpy()  # noqa: E731
        out.append(
            Coded(
                to_grid(symbols).astype(np.int32),
                to_grid(indices).astype(np.uint8),
                keep[0, 0].numpy() > 0,
                int(point),
            )
        )
    return out


def fit_predictor(model, coded):
    inverse = model.log_inverse.exp().detach().numpy()
    whole = [c.symbols * inverse[c.point] for c in coded if c.mask.all()]
    return context.MeanPredictor.fit(whole)


def gather(model, predictor, coded, share, seed):
    """A random share of the coded latents: features, magnitudes, indices, channels."""
    generator = np.random.default_rng(seed)
    inverse, gain = (p.exp().detach().numpy() for p in (model.log_inverse, model.log_gain))
    start = context.ContextModel(predictor, None, None)
    parts = []
    for c in coded:
        pattern = context.patterns(c.mask)
        symbols, _ = start.code(c.symbols, c.indices, pattern, inverse[c.point], gain[c.point])
        symbols = symbols * c.mask[:, :, None]
        chosen = (c.indices > 0) & c.mask[:, :, None]
        chosen &= generator.random(chosen.shape) < share
        x = context.features(symbols, c.indices, pattern)
        channels = np.broadcast_to(np.arange(LATENT_CHANNELS), chosen.shape)
        parts.append((x[chosen], np.abs(symbols[chosen]), c.indices[chosen], channels[chosen]))
    return [torch.from_numpy(np.concatenate(column)) for column in zip(*parts)]


def fit_refinement(sample, steps, seed, log=print):
    """Weights and biases that minimise the Gaussian code length; a shared part and one per channel."""
    x, magnitude, index, at = sample
    magnitude, index, at = magnitude.float(), index.float(), at.long()
    shared = torch.zeros(context.FEATURES, requires_grad=True)
    own = torch.zeros(LATENT_CHANNELS, context.FEATURES, requires_grad=True)
    bias = torch.zeros(LATENT_CHANNELS, requires_grad=True)
    # Features are up to 223; in units of 16 they are about 1.
    optimizer = torch.optim.Adam([shared, own, bias], lr=0.03)
    generator = torch.Generator().manual_seed(seed)
    for step in range(steps):
        optimizer.param_groups[0]["lr"] = 0.03 * (1 - step / steps) + 1e-4
        chosen = torch.randint(len(index), (BATCH,), generator=generator)
        c = at[chosen]
        moved = (x[chosen].float() / 16 * (shared + own[c])).sum(1) + bias[c]
        refined = (index[chosen] + moved).clamp(0.5, SCALE_LEVELS - 0.5)
        loss = gaussian_bits(magnitude[chosen], scale_of(refined)).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 500 == 499:
            log(f"context step {step + 1} bits {float(loss):.4f}")
    unit = 2**context.WEIGHT_SHIFT
    weights = torch.round((shared + own).detach() / 16 * unit).clamp(-32768, 32767)
    return weights.numpy().astype(np.int16), torch.round(bias.detach() * unit).numpy().astype(np.int32)


@dataclass
class Counted:
    """All coded latents of some crops: symbols as coded, numbers of their tables, operating points,
    and their code length under the hyperprior's Gaussians alone."""

    symbols: np.ndarray
    tables: np.ndarray
    points: np.ndarray
    plain_bits: np.ndarray


def count_symbols(model, trained, coded):
    inverse, gain = (p.exp().detach().numpy() for p in (model.log_inverse, model.log_gain))
    parts = []
    for c in coded:
        pattern = context.patterns(c.mask)
        s, phase = trained.code(c.symbols, c.indices, pattern, inverse[c.point], gain[c.point])
        s = s * c.mask[:, :, None]
        refined = trained.refine(s, c.indices, pattern)
        chosen = (c.indices > 0) & c.mask[:, :, None]
        index = torch.from_numpy(c.indices[chosen].astype(np.float32))
        raw = torch.from_numpy(c.symbols[chosen].astype(np.float32))
        plain = gaussian_bits(raw, scale_of(index)).numpy()
        point = np.full(len(plain), c.point)
        parts.append((s[chosen], trained.tables(refined, phase)[chosen], point, plain))
    return Counted(*(np.concatenate(column) for column in zip(*parts)))


def rate_shares(model, counted, fitted):
    """Code length over that of the hyperprior's Gaussians alone, by operating point."""
    bits = symbol_bits(counted.symbols, counted.tables, fitted)
    real = np.bincount(counted.points, bits, model.points)
    plain = np.bincount(counted.points, counted.plain_bits, model.points)
    whole = real.sum() / plain.sum()
    return np.where(plain > 0, real / np.maximum(plain, 1e-9), whole)


def generalised_gaussian(reach, alpha, beta):
    """Probabilities of -reach..reach under exp(-(|x| / alpha)^beta), normalised there."""
    offsets = (np.arange(16) + 0.5) / 16 - 0.5
    x = np.abs(np.arange(reach + 1)[:, None] + offsets[None, :])
    half = np.exp(-((x / alpha) ** beta)).mean(axis=1)
    p = np.concatenate([half[:0:-1], half])
    return p / p.sum()


def fit_table(symbols, index, strength=64.0):
    """First value and frequencies, the escape's last: counts over a fitted generalised Gaussian."""
    sigma = float(scale_of(torch.tensor(float(max(1, index)))))
    magnitude = np.abs(symbols)
    deviation = np.sqrt((magnitude.astype(np.float64) ** 2).mean()) if len(symbols) > 200 else sigma
    reach = int(max(2, np.ceil(8 * max(sigma, deviation)), np.quantile(magnitude, 0.9995) if len(symbols) else 0))
    reach = min(reach, 2047)
    counts = np.bincount(np.minimum(magnitude, reach + 1), minlength=reach + 2)
    folded = counts[: reach + 1].astype(np.float64)
    best = None
    if len(symbols) > 200:
        for beta in (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0):
            for scale in np.geomspace(0.15, 1.6, 30):
                p = generalised_gaussian(reach, max(0.02, deviation * scale), beta)[reach:]
                p = np.concatenate([p[:1], 2 * p[1:]])
                cost = -(folded * np.log(np.maximum(p, 1e-12))).sum()
                if best is None or cost < best[0]:
                    best = (cost, max(0.02, deviation * scale), beta)
        law = generalised_gaussian(reach, best[1], best[2])
    else:
        law = generalised_gaussian(reach, sigma * 2**0.5, 2.0)
    mirrored = np.concatenate([folded[:0:-1] / 2, folded[:1], folded[1:] / 2])
    p = mirrored + strength * law
    outside = counts[reach + 1] + 0.5
    total = p.sum() + outside
    inner, escape = p / total, outside / total
    wide = np.nonzero(inner >= RARE)[0]
    n = max(1, min(reach, max(abs(wide[0] - reach), abs(wide[-1] - reach))))
    kept = inner[reach - n : reach + n + 1]
    return -n, quantise(np.append(kept, max(escape + inner.sum() - kept.sum(), 1e-7)))


def fit_tables(symbols, tables):
    order = np.argsort(tables, kind="stable")
    starts = np.searchsorted(tables[order], np.arange(context.table_count() + 1))
    return [
        fit_table(symbols[order[starts[t] : starts[t + 1]]], t % SCALE_LEVELS)
        for t in range(context.table_count())
    ]


def symbol_bits(symbols, tables, fitted):
    """Bits of each symbol under fitted tables, escapes by the usual length of their suffix."""
    bits = np.zeros(len(symbols))
    for number, (low, frequencies) in enumerate(fitted):
        chosen = np.nonzero(tables == number)[0]
        at = symbols[chosen] - low
        inside = (at >= 0) & (at < len(frequencies) - 1)
        cost = 16 - np.log2(frequencies)
        bits[chosen] = np.where(inside, cost[np.where(inside, at, 0)], cost[-1] + 8)
    return bits


def fit(model, photos, seed, crops, side, steps, log=print):
    """The context model and the latents' tables; logs the gain on crops it was not fitted to.

    crops: how many pictures of ``side`` pixels to code, a tenth of them to measure the gain on.
    """
    coded = code_photos(model, photos, crops, side, seed)
    tenth = -(-crops // 10)
    held_out, coded = coded[:tenth], coded[tenth:]
    predictor = fit_predictor(model, coded)
    sample = gather(model, predictor, coded, 0.25, seed)
    weights, biases = fit_refinement(sample, steps, seed, log)
    trained = context.ContextModel(predictor, weights, biases)
    counted = count_symbols(model, trained, coded)
    fitted = fit_tables(counted.symbols, counted.tables)
    trained.rate_shares = rate_shares(model, counted, fitted)
    unseen = count_symbols(model, trained, held_out)
    gain = symbol_bits(unseen.symbols, unseen.tables, fitted).sum() / unseen.plain_bits.sum() - 1
    log(f"context model and fitted tables: {100 * gain:+.2f} % code length on {len(held_out)} held-out crops")
    return trained, fitted
