"""Frequency tables of the entropy coder: those fitted to the latents and one per hyper channel."""

import struct

import numpy as np
import torch

PRECISION = 16
TOTAL = 1 << PRECISION
RARE = 0.25 / TOTAL  # values less probable than this are left to the escape symbol


def quantise(probabilities):
    """Frequencies that sum to 65536, none zero, with the least loss in code length (greedy on the largest remainders)."""
    p = np.asarray(probabilities, dtype=np.float64)
    p = p / p.sum()
    f = np.maximum(1, np.floor(p * TOTAL)).astype(np.int64)
    while f.sum() < TOTAL:
        f[np.argmax(p * TOTAL - f)] += 1
    while f.sum() > TOTAL:
        candidates = np.where(f > 1, p * np.log(f / np.maximum(f - 1, 1)), np.inf)
        f[np.argmin(candidates)] -= 1
    return f


@torch.no_grad()
def hyper_table(prior, channel, limit):
    """Table of one hyper channel from the learned density, cut where 1e-5 of the mass is outside."""
    v = torch.arange(-limit, limit + 2, dtype=torch.float32) - 0.5
    c = len(prior.matrices[0])
    logits = prior.logits(v.reshape(1, 1, -1).repeat(c, 1, 1))[channel, 0]
    cumulative = torch.sigmoid(logits.double()).numpy()
    p = np.diff(cumulative)
    keep = np.nonzero((cumulative[1:] > 5e-6) & (cumulative[:-1] < 1 - 5e-6))[0]
    low, high = (keep[0], keep[-1]) if len(keep) else (limit, limit)
    inner = p[low : high + 1]
    return int(low - limit), quantise(np.append(inner, max(1.0 - inner.sum(), 1e-7)))


def write(path, latent_tables, prior, limit):
    """latent_tables: (first value, frequencies with the escape's last) by table number."""
    tables = latent_tables + [hyper_table(prior, c, limit) for c in range(len(prior.matrices[0]))]
    with open(path, "wb") as file:
        file.write(b"SLET" + struct.pack("<HH", 1, len(tables)))
        for offset, frequencies in tables:
            if frequencies.max() > 0xFFFF:
                raise ValueError("a frequency does not fit 16 bits")
            file.write(struct.pack("<hH", offset, len(frequencies) - 1))
            file.write(frequencies.astype("<u2").tobytes())
