"""Random views of cached images: crop, stretch, flip and colour, as PyTorch batches."""

import math

import numpy as np
import torch
from torch.nn import functional as F


def batch_indices(seed, step, batch, count):
    """Indices of the batch of a step: each pass over the images is a new permutation."""
    first = step * batch
    chosen = []
    while len(chosen) < batch:
        position = first + len(chosen)
        epoch, offset = divmod(position, count)
        order = np.random.default_rng([seed, epoch]).permutation(count)
        chosen.extend(order[offset : offset + batch - len(chosen)].tolist())
    return chosen


def load_pixels(cache, indices):
    """The cached squares as float [b, 3, s, s] in [0, 1]."""
    pixels = torch.from_numpy(np.stack([cache.pixels[i] for i in indices]))
    return pixels.permute(0, 3, 1, 2).float().div_(255.0)


def random_views(cache, indices, height, width, generator, min_area, stretch, supersample=1):
    """Random crops [b, 3, height, width] in [0, 1].

    The crop covers a share of the picture's area uniform in [min_area, 1] and has the output's
    aspect times exp(u), u uniform in +-log(stretch); half of the views are mirrored.
    ``supersample`` renders that many times larger and averages, against aliasing.
    """
    pixels = load_pixels(cache, indices)
    aspect = cache.aspect[indices]
    n = len(indices)
    area = min_area + (1 - min_area) * generator.random(n)
    crop_aspect = width / height * np.exp((2 * generator.random(n) - 1) * math.log(stretch))
    share_x = np.minimum(1, np.sqrt(area * crop_aspect / aspect))
    share_y = np.minimum(1, np.sqrt(area / crop_aspect * aspect))
    centre_x = (2 * generator.random(n) - 1) * (1 - share_x)
    centre_y = (2 * generator.random(n) - 1) * (1 - share_y)
    mirror = np.where(generator.random(n) < 0.5, -1.0, 1.0)
    theta = np.zeros((n, 2, 3), dtype=np.float32)
    theta[:, 0, 0] = share_x * mirror
    theta[:, 0, 2] = centre_x
    theta[:, 1, 1] = share_y
    theta[:, 1, 2] = centre_y
    grid = F.affine_grid(
        torch.from_numpy(theta),
        [n, 3, height * supersample, width * supersample],
        align_corners=False,
    )
    views = F.grid_sample(
        pixels, grid, mode="bilinear", padding_mode="border", align_corners=False
    )
    return F.avg_pool2d(views, supersample) if supersample > 1 else views


def jitter_colours(x, generator, strength):
    """Random brightness, contrast and saturation, each a factor in 1 +- strength, per image."""
    n = x.shape[0]
    factors = 1 + strength * (2 * generator.random((3, n, 1, 1, 1)).astype(np.float32) - 1)
    brightness, contrast, saturation = (torch.from_numpy(f) for f in factors)
    x = x * brightness
    mean = x.mean(dim=(1, 2, 3), keepdim=True)
    x = (x - mean) * contrast + mean
    grey = x.mean(dim=1, keepdim=True)
    return ((x - grey) * saturation + grey).clamp_(0, 1)


def erase_boxes(x, generator, probability):
    """Greys out one random box of an image with the given probability."""
    height, width = x.shape[-2:]
    for index in range(x.shape[0]):
        if generator.random() < probability:
            h = int(height * generator.uniform(0.15, 0.5))
            w = int(width * generator.uniform(0.15, 0.5))
            top = int(generator.integers(0, height - h + 1))
            left = int(generator.integers(0, width - w + 1))
            x[index, :, top : top + h, left : left + w] = 0.5
    return x
