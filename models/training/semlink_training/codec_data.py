"""Crops of photographs and random keep masks for the codec."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from semlink_training import images

MIN_SIDE = 64


def load_photos(paths):
    """Decoded photographs as uint8 [h,w,3] arrays; those too small to crop are left out."""
    with ThreadPoolExecutor(2) as pool:
        photos = list(pool.map(images.load_rgb, paths))
    return [photo for photo in photos if min(photo.shape[:2]) >= MIN_SIDE]


class CropSampler:
    """Random crops [n,3,size,size] in [0,1], flipped and turned, with keep masks [n,1,size/16,size/16].

    Half of the crops are enlarged by up to ``enlarge``: small pictures have been reduced and hold more
    detail per pixel than photos as cameras take them.
    """

    def __init__(self, photos, size, masked_share, enlarge):
        if not photos:
            raise ValueError(f"no photograph has sides of at least {MIN_SIDE} pixels")
        self.photos, self.size = photos, size
        self.masked_share, self.enlarge = masked_share, enlarge

    def batch(self, count, generator):
        crops = [self._crop(generator) for _ in range(count)]
        x = torch.from_numpy(np.stack(crops)).permute(0, 3, 1, 2).float() / 255.0
        return x, torch.cat([self._mask(generator) for _ in range(count)])

    def _crop(self, generator):
        photo = self.photos[generator.integers(len(self.photos))]
        scale = generator.uniform(1, self.enlarge) if generator.random() < 0.5 else 1.0
        n = round(self.size / scale)
        short = [max(0, n - side) for side in photo.shape[:2]]
        if any(short):
            photo = np.pad(photo, ((0, short[0]), (0, short[1]), (0, 0)), mode="symmetric")
        y, x = (generator.integers(side - n + 1) for side in photo.shape[:2])
        crop = photo[y : y + n, x : x + n]
        if n != self.size:
            whole = Image.fromarray(np.ascontiguousarray(crop))
            crop = np.asarray(whole.resize((self.size, self.size), Image.BICUBIC))
        if generator.random() < 0.5:
            crop = crop[:, ::-1]
        if generator.random() < 0.25:
            crop = np.rot90(crop)
        return np.ascontiguousarray(crop)

    def _mask(self, generator):
        """All cells, or a smooth blob of a tenth to four fifths of them."""
        cells = self.size // 16
        if generator.random() >= self.masked_share:
            return torch.ones(1, 1, cells, cells)
        coarse = torch.from_numpy(generator.standard_normal((1, 1, 4, 4))).float()
        field = F.interpolate(coarse, size=(cells, cells), mode="bicubic", align_corners=False)
        threshold = torch.quantile(field.flatten(), float(generator.uniform(0.2, 0.9)))
        return (field >= threshold).float()
