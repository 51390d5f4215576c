"""Values of other implementations for the tests of io.semlink.codec.fidelity.

python fidelity_reference.py EXAMPLES > fidelity-reference.json

EXAMPLES is the folder of example photos. Needs numpy, scipy, pillow, torch, and the three packages that are asked:
pip install piq==0.8.0 sewar==0.4.10 scikit-image==0.26.0. Where several have the same definition, they must agree.
"""

import json
import sys
import zlib
from pathlib import Path

import numpy as np
import piq
import sewar
import skimage
import torch
from PIL import Image
from scipy.ndimage import uniform_filter
from sewar.utils import Filter
from skimage.metrics import structural_similarity

WEIGHTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]
CELL = 16

# file, left, top, width, height: all scales even, odd sizes, the least size of MS-SSIM
PICTURES = [
    ("astronaut.png", 0, 0, 512, 512),
    ("chelsea.png", 0, 0, 451, 300),
    ("coffee.png", 201, 100, 176, 161),
]


def mean(total, count):
    return (2 * total + count) // (2 * count)


def blocks(x):
    """Every block of 8x8 pixels becomes its mean."""
    out = x.copy()
    for top in range(0, x.shape[0], 8):
        for left in range(0, x.shape[1], 8):
            part = x[top : top + 8, left : left + 8]
            out[top : top + 8, left : left + 8] = mean(part.sum((0, 1)), part.shape[0] * part.shape[1])
    return out


def blur(x):
    """Means of 5x5 pixels; beyond the picture its border is repeated."""
    padded = np.pad(x, ((2, 2), (2, 2), (0, 0)), mode="edge")
    height, width = x.shape[:2]
    return mean(sum(padded[dy : dy + height, dx : dx + width] for dy in range(5) for dx in range(5)), 25)


def contrast(x, tenths):
    return np.clip(128 + (tenths * (x - 128)) // 10, 0, 255)


def noise(x, amplitude):
    """Adds -amplitude to amplitude by a hash of the sample's place."""
    h = np.arange(x.size, dtype=np.uint32) * np.uint32(0x9E3779B1)
    h ^= h >> np.uint32(15)
    h *= np.uint32(0x2C1B3C6D)
    h ^= h >> np.uint32(12)
    offset = (h >> np.uint32(8)).astype(np.int64) % (2 * amplitude + 1) - amplitude
    return np.clip(x + offset.reshape(x.shape), 0, 255)


DISTORTIONS = {
    "none": lambda x: x,
    "blocks": blocks,
    "blur": blur,
    "contrast 0.9": lambda x: contrast(x, 9),
    "contrast 1.1": lambda x: contrast(x, 11),
    "noise 5": lambda x: noise(x, 5),
    "noise 20": lambda x: noise(x, 20),
    "noise 60": lambda x: noise(x, 60),
    "negative": lambda x: 255 - x,
}


def luma(x):
    return 0.299 * x[..., 0] + 0.587 * x[..., 1] + 0.114 * x[..., 2]


def tensor(plane):
    return torch.tensor(plane, dtype=torch.float64)[None, None]


def agree(*values, relative):
    assert np.ptp(values) <= relative * abs(values[0]) + 1e-12, values
    return float(values[0])


def ssim_cs(a, b):
    return sewar.ssim(a, b, MAX=255, fltr_specs={"fltr": Filter.GAUSSIAN, "sigma": 1.5, "ws": 11})


def ssim(a, b):
    return agree(
        structural_similarity(a, b, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=255),
        ssim_cs(a, b)[0],
        piq.ssim(tensor(a), tensor(b), data_range=255, downsample=False).item(),
        relative=1e-9,
    )


def ms_ssim(a, b):
    value = 1.0
    first = a, b
    for scale, weight in enumerate(WEIGHTS):
        both, cs = ssim_cs(a, b)
        value *= max(0, both if scale == len(WEIGHTS) - 1 else cs) ** weight
        # msssim.m: imfilter(x, ones(2)/4, 'symmetric', 'same'), then every second sample
        a, b = (uniform_filter(x, 2, mode="reflect", origin=-1)[::2, ::2] for x in (a, b))
    if all(side % 16 == 0 for side in first[0].shape):
        # piq's weights are single precision unless given, and given ones are scaled to sum to 1
        given = torch.tensor(WEIGHTS, dtype=torch.float64)
        theirs = piq.multi_scale_ssim(*map(tensor, first), data_range=255, scale_weights=given).item()
        agree(value, theirs ** sum(WEIGHTS), relative=1e-9)
    return float(value)


def vif(a, b):
    # piq's constant for flat windows is 1e-8, that of the authors and sewar 1e-10
    return agree(sewar.vifp(a, b), piq.vif_p(tensor(b), tensor(a), data_range=255).item(), relative=1e-6)


def psnr(a, b):
    return 99.0 if (a == b).all() else float(sewar.psnr(a.astype(np.uint8), b.astype(np.uint8)))


def kept(shape):
    rows, columns = np.indices(shape[:2]) // CELL
    return (rows + columns) % 3 == 0


def main():
    values = []
    for name, left, top, width, height in PICTURES:
        picture = np.asarray(Image.open(Path(sys.argv[1]) / name).convert("RGB"))
        original = picture[top : top + height, left : left + width].astype(np.int64)
        mask = kept(original.shape)
        for distortion, apply in DISTORTIONS.items():
            received = apply(original)
            a, b = luma(original), luma(received)
            values.append(
                {
                    "photo": name,
                    "left": left,
                    "top": top,
                    "width": width,
                    "height": height,
                    "distortion": distortion,
                    "crc32": zlib.crc32(received.astype(np.uint8).tobytes()),
                    "psnr": psnr(original, received),
                    "maskPsnr": psnr(original[mask], received[mask]),
                    "ssim": ssim(a, b),
                    "msSsim": ms_ssim(a, b),
                    "vif": vif(a, b),
                }
            )
    versions = {"piq": piq.__version__, "sewar": "0.4.10", "scikit-image": skimage.__version__}
    lines = ",\n".join(json.dumps(value) for value in values)
    print(f'{{"versions": {json.dumps(versions)},\n"values": [\n{lines}\n]}}')


if __name__ == "__main__":
    main()
