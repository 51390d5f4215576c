"""The context model: what the cells decoded before say about the next one, in integers.

The hyperprior's scale indices are refined by what has been decoded already, as in Minnen et al.
2018 (arXiv:1809.02736), with linear predictors in place of the masked convolution, so that a
decoder in plain integers is fast and exact: the index of a latent moves by a linear function of
logarithmic magnitudes around it, and the lowest frequencies get a mean, the best linear estimate
from the neighbours that are known.

Both ends walk the kept cells in CellOrder and the channels of a cell plane by plane along the
anti-diagonals. docs/codec.md defines every integer that is computed here.
"""

import struct

import numpy as np

from semlink_training.codec_model import LATENT_CHANNELS, SCALE_LEVELS, STRIDE

PLANES = 3
# Left, right; above, below; the four diagonal ones. Bit k of a pattern says that k is known.
NEIGHBOURS = ((0, -1), (0, 1), (-1, 0), (1, 0), (-1, -1), (-1, 1), (1, -1), (1, 1))
GROUPS = ((0, 1), (2, 3), (4, 5, 6, 7))
MAX_MAGNITUDE = 4095
FEATURES = 14
WEIGHT_SHIFT = 12
# Channels whose mean is predicted, per plane: (vertical, horizontal) frequency.
PREDICTED = (
    ((0, 0), (0, 1), (1, 0), (0, 2), (1, 1), (2, 0)),
    ((0, 0), (0, 1), (1, 0)),
    ((0, 0), (0, 1), (1, 0)),
)
PATTERNS = 1 << len(NEIGHBOURS)
MEAN_SHIFT = 14
PIXEL_SHIFT = 8
GAIN_SHIFT = 16
MEAN_UNIT = 16  # parts of a quantiser step
MAX_MEAN = 1 << 15
PHASES = 3


def channel(plane, u, v):
    return (plane * STRIDE + u) * STRIDE + v


def predicted_channels(plane):
    return [channel(plane, u, v) for u, v in PREDICTED[plane]]


def level(symbols):
    """16 log2(1 + 2 |s|), linear within an octave: 0 to 223."""
    y = 2 * np.minimum(np.abs(symbols.astype(np.int32)), MAX_MAGNITUDE) + 1
    e = np.frexp(y.astype(np.float32))[1] - 1
    return (16 * e + ((y << 4) >> e) - 16).astype(np.int16)


def order_of(mask):
    """Rank of every cell of a keep mask [rows, columns] in CellOrder; dropped cells come last."""
    rows, columns = mask.shape
    depth = np.zeros((rows + 2, columns + 2), dtype=np.int64)
    depth[1:-1, 1:-1] = np.where(mask, rows + columns + 2, 0)
    for y in range(1, rows + 1):
        for x in range(1, columns + 1):
            depth[y, x] = min(depth[y, x], 1 + min(depth[y - 1, x], depth[y, x - 1]))
    for y in range(rows, 0, -1):
        for x in range(columns, 0, -1):
            depth[y, x] = min(depth[y, x], 1 + min(depth[y + 1, x], depth[y, x + 1]))
    flat = depth[1:-1, 1:-1].ravel()
    order = np.lexsort((np.arange(flat.size), -flat))
    order = order[flat[order] > 0]
    rank = np.full(flat.size, flat.size, dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank.reshape(rows, columns)


def moved(values, dy, dx, empty=0):
    """values at (y + dy, x + dx) of the first two axes, ``empty`` beyond the border."""
    out = np.full_like(values, empty)
    rows, columns = values.shape[:2]
    to = (slice(max(0, -dy), min(rows, rows - dy)), slice(max(0, -dx), min(columns, columns - dx)))
    at = (slice(max(0, dy), min(rows, rows + dy)), slice(max(0, dx), min(columns, columns + dx)))
    out[to] = values[at]
    return out


def patterns(mask):
    """Which neighbours of each cell precede it, as bits [rows, columns]."""
    rank = order_of(mask)
    bits = [(moved(rank, dy, dx, rank.size) < rank) << k for k, (dy, dx) in enumerate(NEIGHBOURS)]
    return np.where(mask, sum(bits), 0)


def features(coded, indices, pattern):
    """Features [rows, columns, 768, FEATURES] of every latent, from what precedes it.

    coded: symbols as coded, 0 in dropped cells; indices: scale indices of the hyperprior; both
    [rows, columns, 768].
    """
    rows, columns, _ = coded.shape
    grid = (rows, columns, PLANES, STRIDE, STRIDE)
    levels = level(coded).reshape(grid)
    out = np.zeros(grid + (FEATURES,), dtype=np.int16)
    out[..., 0] = indices.reshape(grid)
    for number, group in enumerate(GROUPS):
        total = np.zeros(grid, dtype=np.int16)
        count = np.zeros((rows, columns), dtype=np.int16)
        for k in group:
            known = (pattern >> k & 1).astype(np.int16)
            total += moved(levels, *NEIGHBOURS[k]) * known[:, :, None, None, None]
            count += known
        # 12 / count is whole for every count.
        share = (12 // np.maximum(count, 1))[:, :, None, None, None]
        out[..., 1 + number] = total.astype(np.int32) * share // 12
        out[..., 4 + number] = 16 * (count > 0)[:, :, None, None, None]
    wide = np.pad(levels, [(0, 0)] * 3 + [(2, 0), (2, 1)])

    def before(du, dv):
        return wide[:, :, :, 2 - du : 18 - du, 2 - dv : 18 - dv]

    out[..., 7] = before(1, 0)
    out[..., 8] = before(0, 1)
    out[..., 9] = before(1, 1)
    out[..., 10] = before(1, -1)
    out[..., 11] = (before(2, 0) + before(0, 2)) // 2
    out[:, :, 1:, :, :, 12] = levels[:, :, :1]
    out[:, :, 2, :, :, 13] = levels[:, :, 1]
    return out.reshape(rows, columns, LATENT_CHANNELS, FEATURES)


class MeanPredictor:
    """Best linear estimates of the predicted channels for every pattern of known neighbours."""

    def __init__(self, weights):
        """weights: per plane int16 [PATTERNS, targets, 8 * targets], neighbour by neighbour."""
        self.weights = weights

    @classmethod
    def fit(cls, latents, ridge=2e-3):
        """From dequantised latents [rows, columns, 768] of whole photographs, in 8-bit units."""
        planes = []
        for plane in range(PLANES):
            chosen = predicted_channels(plane)
            planes.append(_pattern_weights(_covariance(latents, chosen), len(chosen), ridge))
        return cls(planes)

    def means(self, symbols, pattern, inverse_gain, gain):
        """Means [rows, columns, 768] in sixteenths of a step; 0 where nothing is predicted.

        symbols: [rows, columns, 768], 0 in dropped cells; gains [768] of the operating point.
        """
        out = np.zeros(symbols.shape, dtype=np.int64)
        pixel = np.round(inverse_gain.astype(np.float64) * 2**PIXEL_SHIFT).astype(np.int64)
        scale = np.round(gain.astype(np.float64) * 2**GAIN_SHIFT).astype(np.int64)
        shift = MEAN_SHIFT + PIXEL_SHIFT + GAIN_SHIFT - 4
        for plane in range(PLANES):
            chosen = predicted_channels(plane)
            y = symbols[:, :, chosen].astype(np.int64).clip(-32768, 32767) * pixel[chosen]
            around = [moved(y, dy, dx) for dy, dx in NEIGHBOURS]
            known = np.concatenate(around, axis=2)
            weights = self.weights[plane][pattern].astype(np.int64)
            total = (weights @ known[..., None])[..., 0] * scale[chosen]
            out[:, :, chosen] = ((total + (1 << (shift - 1))) >> shift).clip(-MAX_MEAN, MAX_MEAN)
        return out


def _covariance(latents, chosen):
    """Covariance of a cell's chosen channels and its neighbours': [9 n, 9 n]."""
    n = len(chosen)
    total, count = np.zeros((9 * n, 9 * n)), 0
    for y in latents:
        y = y[:, :, chosen].astype(np.float64)
        rows, columns, _ = y.shape
        if rows < 3 or columns < 3:
            continue
        parts = [
            y[1 + dy : rows - 1 + dy, 1 + dx : columns - 1 + dx] for dy, dx in ((0, 0), *NEIGHBOURS)
        ]
        z = np.concatenate(parts, axis=2).reshape(-1, 9 * n)
        total += z.T @ z
        count += len(z)
    return total / max(1, count)


def _pattern_weights(covariance, n, ridge):
    weights = np.zeros((PATTERNS, n, 8 * n), dtype=np.int16)
    for pattern in range(1, PATTERNS):
        known = [k * n + j for k in range(8) if pattern >> k & 1 for j in range(n)]
        at = [n + j for j in known]
        among = covariance[np.ix_(at, at)]
        among = among + np.diag(ridge * np.diag(among) + 1e-9)
        solved = np.linalg.solve(among, covariance[np.ix_(at, range(n))]).T
        weights[pattern][:, known] = np.round(solved * 2**MEAN_SHIFT).clip(-32768, 32767)
    return weights


def split_mean(mean):
    """Whole steps, sign of the rest (1 or -1) and phase 0 to 2 of means in sixteenths."""
    whole = (mean + MEAN_UNIT // 2) >> 4
    rest = mean - MEAN_UNIT * whole
    phase = np.select([np.abs(rest) <= 2, np.abs(rest) <= 5], [0, 1], 2)
    return whole, np.where(rest < 0, -1, 1), phase


def table_count():
    """Tables of latents: zero-mean ones by index, then those of predicted channels by phase."""
    return SCALE_LEVELS * (1 + PHASES)


class ContextModel:
    """Mean predictor and index correction: what context.bin holds."""

    def __init__(self, predictor, weights, biases):
        """weights: int16 [768, FEATURES], biases: int32 [768], both times 2^WEIGHT_SHIFT."""
        self.predictor, self.weights, self.biases = predictor, weights, biases
        # Code length over that of the hyperprior alone, by operating point: what control expects.
        self.rate_shares = np.ones(0)
        self.predicted = np.zeros(LATENT_CHANNELS, dtype=bool)
        for plane in range(PLANES):
            self.predicted[predicted_channels(plane)] = True

    def code(self, symbols, indices, pattern, inverse_gain, gain):
        """Symbols as coded and phases (-1: not predicted), [rows, columns, 768]; 0 at index 0."""
        whole, sign, phase = split_mean(self.predictor.means(symbols, pattern, inverse_gain, gain))
        coded = np.where(self.predicted, (symbols - whole) * sign, symbols)
        return coded * (indices > 0), np.where(self.predicted, phase, -1)

    def refine(self, coded, indices, pattern):
        """Refined indices [rows, columns, 768], 1 to 63; 0 where the hyperprior's is 0."""
        x = features(coded, indices, pattern).astype(np.int32)
        moved_by = np.einsum("yxcf,cf->yxc", x, self.weights.astype(np.int32)) + self.biases
        index = indices.astype(np.int32) + ((moved_by + (1 << (WEIGHT_SHIFT - 1))) >> WEIGHT_SHIFT)
        return np.where(indices > 0, index.clip(1, SCALE_LEVELS - 1), 0)

    def tables(self, refined, phase):
        """Number of the frequency table of every latent."""
        return refined + SCALE_LEVELS * (1 + phase)

    def write(self, path):
        with open(path, "wb") as file:
            file.write(b"SLCX" + struct.pack("<HHBBBB", 1, LATENT_CHANNELS, FEATURES, WEIGHT_SHIFT, MEAN_SHIFT, PLANES))
            file.write(self.weights.astype("<i2").tobytes())
            file.write(self.biases.astype("<i4").tobytes())
            for plane in range(PLANES):
                frequencies = PREDICTED[plane]
                file.write(struct.pack("<B", len(frequencies)))
                file.write(bytes(side for pair in frequencies for side in pair))
                file.write(self.predictor.weights[plane].astype("<i2").tobytes())
            file.write(struct.pack("<H", len(self.rate_shares)))
            file.write(self.rate_shares.astype("<f4").tobytes())

