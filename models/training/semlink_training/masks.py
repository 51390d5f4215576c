"""Random keep masks as the transmitter would send them: blocky, on a grid of cells."""

import numpy as np
import torch
from torch.nn import functional as F


def _smooth_noise(height, width, generator, octaves=4):
    """Smooth noise: bilinearly enlarged random grids, amplitude falling with frequency."""
    field = torch.zeros(1, 1, height, width)
    for octave in range(octaves):
        rows = min(height, 2 + 2**octave)
        columns = min(width, 2 + 2**octave)
        grid = generator.standard_normal((1, 1, rows, columns)).astype(np.float32)
        field += F.interpolate(
            torch.from_numpy(grid) * 0.55**octave,
            size=(height, width),
            mode="bilinear",
            align_corners=True,
        )
    return field[0, 0].numpy()


def _blob(height, width, generator):
    """A ragged blob: distance from a random centre, as class activation maps look."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    centre_y = generator.normal(0.5, 0.2) * (height - 1)
    centre_x = generator.normal(0.5, 0.2) * (width - 1)
    stretch = np.exp(generator.normal(0, 0.35))
    distance = np.hypot((y - centre_y) / height * stretch, (x - centre_x) / width / stretch)
    return -3.2 * distance + 0.45 * _smooth_noise(height, width, generator)


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


def random_mask(height, width, generator):
    """One keep mask, float32 [height, width] of 0 and 1.

    Cells are 4 pixels (16-pixel cells of a photo four times larger), at times 3, 5 or 8. The field
    that is cut off at the kept fraction is a blob, smooth noise, or the two turned around.
    """
    cell = int(generator.choice([4, 4, 4, 4, 4, 3, 5, 8]))
    rows, columns = -(-height // cell), -(-width // cell)
    kind = generator.random()
    if kind < 0.55:
        field = _blob(rows, columns, generator)
    elif kind < 0.65:
        field = -_blob(rows, columns, generator)
    else:
        field = _smooth_noise(rows, columns, generator)
    count = int(round(kept_fraction(generator) * field.size))
    mask = np.zeros(field.size, dtype=np.float32)
    mask[np.argsort(-field, axis=None, kind="stable")[:count]] = 1.0
    mask = mask.reshape(rows, columns).repeat(cell, axis=0).repeat(cell, axis=1)
    return np.ascontiguousarray(mask[:height, :width])


def degrade(x, generator):
    """Received pixels as a lossy decoder leaves them: slightly blurred, quantised, noisy.

    x is [b, 3, h, w] in [-1, 1]; about a third of the pictures stay pristine.
    """
    out = x.clone()
    for index in range(x.shape[0]):
        if generator.random() < 0.35:
            continue
        image = out[index : index + 1]
        strength = generator.random()
        blurred = F.avg_pool2d(F.pad(image, (1, 1, 1, 1), mode="reflect"), 3, 1)
        image = torch.lerp(image, blurred, float(generator.uniform(0, 0.8)))
        if generator.random() < 0.5:  # blockwise loss of detail, as transform coding leaves it
            coarse = F.interpolate(F.avg_pool2d(image, 4), scale_factor=4.0, mode="nearest")
            image = torch.lerp(image, coarse, float(0.5 * strength))
        noise = generator.standard_normal(image.shape).astype(np.float32)
        out[index : index + 1] = image + torch.from_numpy(noise) * float(0.06 * strength)
    return out.clamp_(-1, 1)


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
