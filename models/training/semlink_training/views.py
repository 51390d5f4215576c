"""Random views of cached images: crop, stretch, flip and colour, as PyTorch batches."""

import math

import numpy as np
import torch
from torch.nn import functional as F


def batch_indices(seed, step, batch, count, weights=None):
    """Indices of the batch of a step: each pass over the images is a new permutation.

    With ``weights`` [count] a pass of ``count`` draws shows each image in proportion to its weight:
    the whole number below or above its expectation (systematic sampling).
    """
    first = step * batch
    chosen = []
    while len(chosen) < batch:
        position = first + len(chosen)
        epoch, offset = divmod(position, count)
        generator = np.random.default_rng([seed, epoch])
        order = generator.permutation(count)
        if weights is not None:
            ends = np.cumsum(weights) * (count / np.sum(weights))
            drawn = np.searchsorted(ends, np.arange(count) + generator.random())
            order = np.minimum(drawn, count - 1)[order]
        chosen.extend(order[offset : offset + batch - len(chosen)].tolist())
    return chosen


def load_pixels(cache, indices):
    """The cached squares as float [b, 3, s, s] in [0, 1]."""
    pixels = torch.from_numpy(np.stack([cache.pixels[i] for i in indices]))
    return pixels.permute(0, 3, 1, 2).float().div_(255.0)


def balanced_weights(labels, power):
    """Weight of each image, the count of its label to the power -``power``: 1 shows all labels alike."""
    _, label, counts = np.unique(labels, return_inverse=True, return_counts=True)
    return counts[label.ravel()] ** -float(power)


def random_crops(aspect, height, width, generator, min_area, stretch, turn=0.0):
    """Random crops as affine maps [n, 2, 3] for ``sample``, of pictures with these aspects [n].

    The crop covers a share of the picture's area uniform in [min_area, 1] and has the output's
    aspect times exp(u), u uniform in +-log(stretch); half of the views are mirrored, and with
    ``turn`` above 0 half are rotated by up to that many degrees either way.
    """
    n = len(aspect)
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
    if turn > 0:
        angle = np.radians(turn) * (2 * generator.random(n) - 1) * (generator.random(n) < 0.5)
        # Turned in pixels: the picture is ``aspect`` wide and 1 high, the grid 2 by 2.
        cosine, sine = np.cos(angle), np.sin(angle)
        theta[:, 0, 1] = -sine * share_y / aspect
        theta[:, 1, 0] = sine * share_x * mirror * aspect
        theta[:, 0, 0] *= cosine
        theta[:, 1, 1] *= cosine
    return torch.from_numpy(theta)


def sample(pixels, crops, height, width, supersample=1):
    """The crops of ``pixels`` [n, c, h, w] at this size, bilinear.

    ``supersample`` renders that many times larger and averages, against aliasing.
    """
    shape = [len(crops), pixels.shape[1], height * supersample, width * supersample]
    grid = F.affine_grid(crops, shape, align_corners=False)
    out = F.grid_sample(
        pixels, grid, mode="bilinear", padding_mode="border", align_corners=False
    )
    return F.avg_pool2d(out, supersample) if supersample > 1 else out


def jitter_colours(x, generator, strength):
    """Random brightness, contrast and saturation, each a factor in 1 +- strength, per image."""
    n = x.shape[0]
    factors = 1 + strength * (2 * generator.random((3, n, 1, 1)).astype(np.float32) - 1)
    brightness, contrast, saturation = (torch.from_numpy(f) for f in factors)
    # All three at once: a colour matrix and an offset per image.
    grey = torch.full((3, 3), 1 / 3)
    matrix = brightness * contrast * (saturation * torch.eye(3) + (1 - saturation) * grey)
    offset = brightness * (1 - contrast) * x.mean(dim=(1, 2, 3))[:, None, None]
    return torch.baddbmm(offset, matrix, x.flatten(2)).clamp_(0, 1).reshape(x.shape)


def mix(x, generator, mixup, cutmix):
    """Mixes each view with another of the batch: (pictures, order of the others, share of the first).

    Every second batch is blended (mixup, Zhang et al. 2018, arXiv:1710.09412), the others have a box
    pasted in (CutMix, Yun et al. 2019, arXiv:1905.04899); ``mixup`` and ``cutmix`` are the parameters
    of the beta distributions of the share, 0 leaves that half of the batches as it is.
    """
    order = torch.from_numpy(generator.permutation(x.shape[0]))
    blend = generator.random() < 0.5
    parameter = mixup if blend else cutmix
    if parameter <= 0:
        return x, order, 1.0
    share = float(generator.beta(parameter, parameter))
    if blend:
        return torch.lerp(x[order], x, share), order, share
    height, width = x.shape[-2:]
    h, w = round(height * (1 - share) ** 0.5), round(width * (1 - share) ** 0.5)
    top, left = generator.integers(0, height - h + 1), generator.integers(0, width - w + 1)
    box = (..., slice(top, top + h), slice(left, left + w))
    mixed = x.clone()
    mixed[box] = x[order][box]
    return mixed, order, 1 - h * w / (height * width)


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
