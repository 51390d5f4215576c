"""Training and evaluation images: lists, a hard guard against leaks, and a decoded cache.

The data root has one folder per data set (see ``DATA_HELP``). Every list of training images passes
through ``refuse_evaluation``; a path of an evaluation set in it ends the run.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

PROJECT_ROOT = Path(__file__).resolve().parents[3]
DEFAULT_DATA = PROJECT_ROOT.parent / "shared" / "data"
DATA_HELP = (
    "data root with the folders photos/train, imagenette/{train,val}, caltech101/{train,val}, "
    "pets/{images,trimaps}, kodak; missing folders are skipped "
    f"(default: ../shared/data beside the project, here {DEFAULT_DATA})"
)
SUFFIXES = {".webp", ".png", ".jpg", ".jpeg"}

# Relative paths (POSIX) that are for measuring only. Pets are split by number: those that end in
# 0 or 5 measure localisation.
EVALUATION_PATTERNS = [
    re.compile(pattern)
    for pattern in (
        r"^kodak/",
        r"^captions/",
        r"^camvid/(val|test)(annot)?/",
        r"^imagenette/val/",
        r"^caltech101/val/",
        r"^pets/(images|trimaps)/.*[05]\.[a-z]+$",
    )
]

IMAGENETTE_NAMES = {
    "n01440764": "tench",
    "n02102040": "english springer",
    "n02979186": "cassette player",
    "n03000684": "chain saw",
    "n03028079": "church",
    "n03394916": "french horn",
    "n03417042": "garbage truck",
    "n03425413": "gas pump",
    "n03445777": "golf ball",
    "n03888257": "parachute",
}
PET_NAMES = {
    "Abyssinian": "abyssinian cat",
    "Bengal": "bengal cat",
    "american_bulldog": "american bulldog",
}
# Caltech-101 folder names that do not read as a plain noun.
CALTECH_NAMES = {
    "Leopards": "leopard",
    "Motorbikes": "motorbike",
    "airplanes": "airplane",
    "bass": "bass fish",
    "buddha": "buddha statue",
    "car_side": "car",
    "cellphone": "mobile phone",
    "cougar_body": "cougar",
    "cougar_face": "cougar face",
    "crocodile_head": "crocodile head",
    "garfield": "garfield cartoon cat",
    "hawksbill": "sea turtle",
    "ketch": "sailing boat",
    "schooner": "sailing ship",
    "rhino": "rhinoceros",
    "snoopy": "snoopy cartoon dog",
    "binocular": "binoculars",
    "headphone": "headphones",
    "water_lilly": "water lily",
    "wild_cat": "wild cat",
    "yin_yang": "yin yang symbol",
    "watch": "wrist watch",
    "Faces": "human face",
    "Faces_easy": "human face",
}


class EvaluationImageError(ValueError):
    """An evaluation image was about to be trained on."""


@dataclass(frozen=True)
class Item:
    """One image: absolute path, path relative to the data root, label id or None."""

    path: Path
    relative: str
    label: str | None = None


def is_evaluation(relative):
    """Whether the path, relative to the data root, belongs to an evaluation set."""
    return any(pattern.search(relative) for pattern in EVALUATION_PATTERNS)


def refuse_evaluation(items):
    """Returns the items unchanged; raises EvaluationImageError if one is for measuring only."""
    for item in items:
        if is_evaluation(item.relative):
            raise EvaluationImageError(f"evaluation image in a training list: {item.relative}")
    return items


def _files(root, folder):
    base = Path(root) / folder
    if not base.is_dir():
        return []
    return sorted(p for p in base.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())


def _items(root, folder, label_of=lambda path: None):
    root = Path(root)
    return [Item(p, p.relative_to(root).as_posix(), label_of(p)) for p in _files(root, folder)]


def _imagenette_label(path):
    return path.parent.name


def _caltech_label(path):
    return "caltech101/" + path.parent.name


def _pet_label(path):
    return "pets/" + path.stem.rsplit("_", 1)[0]


def _pets(root):
    return _items(root, "pets/images", _pet_label)


def codec_items(root):
    """Training images of the codec: the photographs, unlabelled."""
    return refuse_evaluation(_items(root, "photos/train"))


def classifier_items(root):
    """Labelled training images: imagenette, Caltech-101 and the training pets."""
    items = _items(root, "imagenette/train", _imagenette_label)
    items += _items(root, "caltech101/train", _caltech_label)
    items += [item for item in _pets(root) if not is_evaluation(item.relative)]
    return refuse_evaluation(items)


def denoiser_items(root):
    """Training images of the denoiser: photographs and all labelled training images."""
    return refuse_evaluation(codec_items(root) + classifier_items(root))


def evaluation_items(root, name):
    """Images for measuring: name is imagenette, caltech101, pets, kodak or captions."""
    if name == "imagenette":
        return _items(root, "imagenette/val", _imagenette_label)
    if name == "caltech101":
        return _items(root, "caltech101/val", _caltech_label)
    if name == "pets":
        return [item for item in _pets(root) if is_evaluation(item.relative)]
    if name in ("kodak", "captions"):
        return _items(root, name)
    raise ValueError(f"unknown evaluation set {name}")


def trimap_path(root, item):
    """The trimap of a pet image (1 = animal, 2 = background, 3 = border)."""
    return Path(root) / "pets" / "trimaps" / (item.path.stem + ".png")


def label_name(label_id):
    """The readable lower-case name of a label id: 'caltech101/sea_horse' -> 'sea horse'."""
    if label_id.startswith("pets/"):
        breed = label_id[len("pets/") :]
        return PET_NAMES.get(breed, breed.replace("_", " ").lower())
    if label_id.startswith("caltech101/"):
        name = label_id[len("caltech101/") :]
        return CALTECH_NAMES.get(name, name.replace("_", " ").lower())
    return IMAGENETTE_NAMES.get(label_id, label_id.replace("_", " ").lower())


def labels_of(items):
    """The label list in logit order: sorted ids, each {"id", "name"}."""
    ids = sorted({item.label for item in items if item.label is not None})
    return [{"id": label_id, "name": label_name(label_id)} for label_id in ids]


def parse_labels(text):
    """The label ids, in logit order, of a labels.json."""
    return [entry["id"] for entry in json.loads(text)]


def food_titles(root):
    """Titles of the food photographs: relative path -> title; empty where there is no list."""
    path = Path(root) / "photos" / "food_titles.json"
    if not path.is_file():
        return {}
    entries = json.loads(path.read_text(encoding="utf-8"))
    return {f"photos/train/{name}": entry["title"] for name, entry in entries.items()}


def load_rgb(path):
    """Decodes an image to uint8 [h, w, 3]."""
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


@dataclass(frozen=True)
class ImageCache:
    """Decoded images: pixels uint8 [n, size, size, 3] (each squashed to a square), aspect = w/h."""

    pixels: np.ndarray
    aspect: np.ndarray


def cached(items, size, folder):
    """Decodes and squashes the items to size x size, or maps the file an earlier call left.

    The square keeps a batch in one array; crops undo the squash with ``aspect``.
    """
    key = hashlib.sha256()
    for item in items:
        key.update(f"{item.path}|{item.path.stat().st_size}\n".encode())
    stem = Path(folder) / f"images-{size}-{key.hexdigest()[:16]}"
    pixel_file = stem.with_suffix(".npy")
    aspect_file = stem.with_suffix(".aspect.npy")
    if not (pixel_file.is_file() and aspect_file.is_file()):
        pixel_file.parent.mkdir(parents=True, exist_ok=True)
        partial = pixel_file.with_suffix(".partial.npy")
        pixels = np.lib.format.open_memmap(
            partial, mode="w+", dtype=np.uint8, shape=(len(items), size, size, 3)
        )
        aspect = np.zeros(len(items), dtype=np.float32)
        for index, item in enumerate(items):
            with Image.open(item.path) as image:
                image = image.convert("RGB")
                aspect[index] = image.width / image.height
                pixels[index] = np.asarray(image.resize((size, size), Image.LANCZOS))
        pixels.flush()
        del pixels
        np.save(aspect_file, aspect)
        partial.replace(pixel_file)
    return ImageCache(np.load(pixel_file, mmap_mode="r"), np.load(aspect_file))
