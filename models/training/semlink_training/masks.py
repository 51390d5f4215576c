"""Random keep masks as the transmitter would send them: blocky, on a grid of cells."""

import numpy as np
import torch
from torch.nn import functional as F


def _smooth_noise(count, height, width, generator, octaves=4):
    """Smooth noise [count, h, w]: enlarged random grids, amplitude falling with frequency."""
    field = torch.zeros(count, 1, height, width)
    for octave in range(octaves):
        rows = min(height, 2 + 2**octave)
        columns = min(width, 2 + 2**octave)
        grid = generator.standard_normal((count, 1, rows, columns), dtype=np.float32)
        field += F.interpolate(
            torch.from_numpy(grid) * 0.55**octave,
            size=(height, width),
            mode="bilinear",
            align_corners=True,
        )
    return field[:, 0].numpy()


def blobs(count, height, width, generator):
    """Ragged blobs [count, h, w]: distance from a random centre, as class activation maps look."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    centre = generator.normal(0.5, 0.2, (2, count, 1, 1))
    stretch = np.exp(generator.normal(0, 0.35, (count, 1, 1)))
    distance = np.hypot(
        (y - centre[0] * (height - 1)) / height * stretch,
        (x - centre[1] * (width - 1)) / width / stretch,
    )
    return -3.2 * distance + 0.45 * _smooth_noise(count, height, width, generator)


def kept_fraction(generator):
    """Share kept: mostly 10 to 60 %, sometimes none, nearly nothing or nearly everything."""
    draw = generator.random()
    if draw < 0.06:
        return 0.0
    if draw < 0.16:
        return generator.uniform(0.0, 0.1)
    if draw < 0.86:
        return generator.uniform(0.1, 0.6)
    return generator.uniform(0.6, 0.98)


def keep_largest(field, share):
    """Keep mask, float32 of 0 and 1: the given share of the cells [h, w] with the largest values."""
    mask = np.zeros(field.size, dtype=np.float32)
    mask[np.argsort(-field, axis=None, kind="stable")[: round(share * field.size)]] = 1.0
    return mask.reshape(field.shape)


def random_masks(count, height, width, generator, maps=None):
    """Keep masks, float32 [count, height, width] of 0 and 1, in cells of one size.

    Cells are 16 pixels of the photo: 13 pixels here for a photo of 160, 8 for one of 256, 2 to 4
    for large ones. The field that is cut off at the kept fraction is a blob, smooth noise, or the
    two turned around; with ``maps`` [count, h, w], importance in [0, 1], mostly that with a little
    noise, as the transmitter does.
    """
    cell = int(generator.choice([2, 3, 4, 4, 8, 8, 13, 13, 13, 16]))
    rows, columns = -(-height // cell), -(-width // cell)
    kind = generator.random((count, 1, 1))
    blob = blobs(count, rows, columns, generator)
    noise = _smooth_noise(count, rows, columns, generator)
    field = np.where(kind < 0.55, blob, np.where(kind < 0.65, -blob, noise))
    if maps is not None:
        size = (rows, columns)
        mapped = F.interpolate(maps[:, None], size=size, mode="bilinear", align_corners=False)
        mapped = mapped[:, 0].numpy() + 0.1 * noise
        field = np.where(generator.random((count, 1, 1)) < 0.65, mapped, field)
    mask = np.stack([keep_largest(one, kept_fraction(generator)) for one in field])
    mask = mask.repeat(cell, axis=1).repeat(cell, axis=2)
    return np.ascontiguousarray(mask[:, :height, :width])


def degrade(x, generator):
    """Received pixels as a lossy decoder leaves them: slightly blurred, quantised, noisy.

    x is [b, 3, h, w] in [-1, 1]; about a third of the pictures stay pristine.
    """
    count = x.shape[0]

    def column(values):
        return torch.from_numpy(values.astype(np.float32)).view(count, 1, 1, 1)

    changed = generator.random(count) >= 0.35
    strength = changed * generator.random(count)
    blurred = F.avg_pool2d(F.pad(x, (1, 1, 1, 1), mode="reflect"), 3, 1)
    out = torch.lerp(x, blurred, column(changed * generator.uniform(0, 0.8, count)))
    # Blockwise loss of detail, as transform coding leaves it.
    coarse = F.interpolate(F.avg_pool2d(out, 4), scale_factor=4.0, mode="nearest")
    blocky = generator.random(count) < 0.5
    out = torch.lerp(out, coarse, column(0.5 * strength * blocky))
    noise = torch.from_numpy(generator.standard_normal(x.shape, dtype=np.float32))
    return torch.addcmul(out, noise, column(0.06 * strength)).clamp_(-1, 1)


def position_words(mask):
    """Where the kept mass lies: 'in the centre', 'on the left', 'at the top right', ... or ''."""
    total = float(mask.sum())
    if total <= 0:
        return ""
    height, width = mask.shape
    y = float((mask.sum(axis=1) * (np.arange(height) + 0.5)).sum()) / total / height
    x = float((mask.sum(axis=0) * (np.arange(width) + 0.5)).sum()) / total / width
    vertical = "top" if y < 0.4 else "bottom" if y > 0.6 else ""
    horizontal = "left" if x < 0.4 else "right" if x > 0.6 else ""
    if vertical:
        return f"at the {vertical} {horizontal}".strip()
    return f"on the {horizontal}" if horizontal else "in the centre"
