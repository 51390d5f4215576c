import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

TRAINING = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TRAINING))


def save_picture(path, generator, width=72, height=56):
    path.parent.mkdir(parents=True, exist_ok=True)
    coarse = generator.integers(0, 256, (6, 8, 3), dtype=np.uint8)
    Image.fromarray(coarse).resize((width, height), Image.BILINEAR).save(path)


@pytest.fixture(scope="session")
def data(tmp_path_factory):
    """A data root of synthetic pictures with every folder, training and evaluation."""
    root = tmp_path_factory.mktemp("data")
    generator = np.random.default_rng(7)
    names = [f"photos/train/in_n15075141_toilet_tissue_{i}.webp" for i in range(2)]
    names += [f"photos/train/food_000000{i}.webp" for i in range(2)]
    names += ["photos/train/bsds_1.webp"]
    for split in ("train", "val"):
        names += [f"imagenette/{split}/n01440764/a{i}.webp" for i in range(3)]
        names += [f"imagenette/{split}/n03445777/a{i}.webp" for i in range(3)]
        names += [f"caltech101/{split}/sea_horse/image_000{i}.webp" for i in range(3)]
    names += [f"pets/images/Bengal_{i}.webp" for i in range(1, 11)]
    names += ["kodak/kodim01.png", "captions/coco_1.webp", "camvid/val/a.webp"]
    names += ["camvid/test/b.webp", "camvid/train/c.webp"]
    for name in names:
        save_picture(root / name, generator)
    trimap = np.full((56, 72), 2, dtype=np.uint8)
    trimap[10:40, 20:60] = 1
    (root / "pets/trimaps").mkdir(parents=True)
    for i in range(1, 11):
        Image.fromarray(trimap).save(root / f"pets/trimaps/Bengal_{i}.png")
    (root / "photos/food_titles.json").write_text(
        '{"food_0000000.webp": {"title": "Tacos with Lime"},'
        ' "food_0000001.webp": {"title": "Green tacos"}}'
    )
    return root
