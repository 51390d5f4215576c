"""What the denoiser's pictures are worth: distances in classifier features, seams, captions, a sheet.

Masks come from the importance map as the transmitter makes them: the share of 16-pixel cells of the
photo with the largest values of the class activation map of the most probable label.
"""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw
from torch.nn import functional as F

from semlink_training import checkpoints, images, importance, masks, prompts
from semlink_training.denoiser_network import fill
from semlink_training.denoiser_sampling import inpaint

SHARES = (0.2, 0.4, 0.6)
SETS = ("imagenette", "pets", "kodak")


@dataclass(frozen=True)
class Settings:
    """How pictures are sampled."""

    steps: int = 31
    guidance: float = 1.0
    temperature: float = 1.0
    eta: float = 0.0
    seed: int = 1


@dataclass(frozen=True)
class Photo:
    """An evaluation photo [1, 3, h, w] in [-1, 1] at working size, its importance per cell."""

    pixels: torch.Tensor
    importance: np.ndarray
    label: str | None

    def mask(self, share):
        """Keep mask [1, 1, h, w]."""
        kept = torch.from_numpy(masks.keep_largest(self.importance, share))[None, None]
        return F.interpolate(kept, size=self.pixels.shape[2:], mode="nearest")

    def caption(self, mask, label=None):
        """The sentence that the transmitter would send, of this label or the photo's own."""
        label = label or self.label
        subject = images.label_name(label) if label else ""
        colours = prompts.dominant_colours((self.pixels + 1) / 2, region=mask)[0]
        return prompts.sentence(subject, masks.position_words(mask[0, 0].numpy()), colours)


class FeatureNetwork:
    """An exported classifier on pictures of any size, in [-1, 1]."""

    def __init__(self, script, short_side=160):
        self.network = torch.jit.load(str(script), map_location="cpu").eval()
        self.short_side = short_side
        labels = Path(script).with_name("labels.json").read_text(encoding="utf-8")
        self.labels = images.parse_labels(labels)

    def prepare(self, x):
        """Resized to the classifier's input size and range."""
        scale = self.short_side / min(x.shape[2:])
        size = [max(32, round(side * scale / 32) * 32) for side in x.shape[2:]]
        x = F.interpolate(x, size=size, mode="bicubic", align_corners=False)
        return ((x + 1) / 2).clamp(0, 1)

    @torch.no_grad()
    def features(self, x):
        """[b, c]"""
        return self.network.features(self.prepare(x))

    @torch.no_grad()
    def map(self, x):
        """Importance [h/16, w/16] in [0, 1] of one picture, for its most probable label."""
        logits, cams = self.network(self.prepare(x))
        return importance.normalised(cams, logits)[0]

    @torch.no_grad()
    def probabilities(self, x, labels):
        """[b]: of each picture's own label."""
        logits, _ = self.network(self.prepare(x))
        index = torch.tensor([self.labels.index(label) for label in labels])
        return logits.softmax(dim=1)[torch.arange(len(index)), index]


def sample_photos(data, count, classifier, area=128 * 128):
    """``count`` photos, evenly spaced over the evaluation sets in a row; sides multiples of 16."""
    items = [item for name in SETS for item in images.evaluation_items(data, name)]
    photos = []
    for index in np.linspace(0, len(items) - 1, min(count, len(items))).round().astype(int):
        item = items[index]
        with Image.open(item.path) as image:
            image = image.convert("RGB")
            aspect = image.width / image.height
            cells = (max(1, image.height // 16), max(1, image.width // 16))
            width = max(16, round(math.sqrt(area * aspect) / 16) * 16)
            height = max(16, round(math.sqrt(area / aspect) / 16) * 16)
            pixels = np.asarray(image.resize((width, height), Image.LANCZOS))
        x = torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None].float() / 127.5 - 1
        cam = classifier.map(x)[None, None]
        cam = F.interpolate(cam, size=cells, mode="bilinear", align_corners=False)[0, 0]
        photos.append(Photo(x, cam.numpy(), item.label))
    return photos


def frechet_distance(a, b):
    """Squared Frechet distance of the normal distributions fitted to two feature sets [n, c].

    |m_a - m_b|^2 + tr(C_a + C_b - 2 (C_a C_b)^(1/2)), Dowson and Landau 1982,
    doi:10.1016/0047-259X(82)90077-X.
    """
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    cov_a, cov_b = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    values, vectors = np.linalg.eigh(cov_a)
    root = (vectors * np.sqrt(values.clip(0))) @ vectors.T
    middle = np.sqrt(np.linalg.eigvalsh(root @ cov_b @ root).clip(0)).sum()
    offset = ((a.mean(axis=0) - b.mean(axis=0)) ** 2).sum()
    return float(offset + np.trace(cov_a) + np.trace(cov_b) - 2 * middle)


def mean_fill(photo, mask):
    """The holes in the mean colour of the kept pixels."""
    mean = (photo * mask).sum(dim=(2, 3), keepdim=True)
    mean = mean / mask.sum(dim=(2, 3), keepdim=True).clamp_min(1)
    return mask * photo + (1 - mask) * mean


def diffusion_fill(photo, mask, rounds=300):
    """The holes as a membrane: Laplace's equation by rounds of averaging the four neighbours."""
    x = fill(photo * mask, mask)
    kernel = torch.tensor([[0, 1, 0], [1, 0, 1], [0, 1, 0]]).float() / 4
    kernel = kernel.repeat(3, 1, 1, 1)
    for _ in range(rounds):
        x = F.conv2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), kernel, groups=3)
        x = mask * photo + (1 - mask) * x
    return x


def border_steps(x, mask):
    """Sum of absolute steps across the mask's border."""
    total = 0.0
    for axis in (2, 3):
        border = mask.diff(dim=axis).abs()[:, 0] > 0.5
        total += float(x.diff(dim=axis).abs().mean(dim=1)[border].sum())
    return total


def seam_ratio(picture, original, mask):
    """Mean absolute step across the mask's border, divided by the original photo's there."""
    return border_steps(picture, mask) / max(border_steps(original, mask), 1e-6)


def batches(photos, size=32):
    """Photos of equal shape, all labelled or none, in batches."""
    alike = {}
    for photo in photos:
        key = (photo.label is None, *photo.pixels.shape)
        alike.setdefault(key, []).append(photo)
    for same in alike.values():
        for first in range(0, len(same), size):
            yield same[first : first + size]


def painted(model, tokeniser, photos, mask, captions, settings):
    """Inpainted pictures of a batch; bfloat16 where it pays."""
    pixels = torch.cat([photo.pixels for photo in photos])
    half = checkpoints.bfloat16_pays(torch.device("cpu"))
    with torch.autocast("cpu", torch.bfloat16, enabled=half):
        out = inpaint(
            model,
            pixels,
            mask,
            tokeniser.batch(captions),
            settings.steps,
            settings.seed,
            settings.guidance,
            settings.eta,
            settings.temperature,
        )
    return out.float()


def wrong_label(label, labels):
    """Another label of the same data set: the one half a list away."""
    family = [other for other in labels if other.split("/")[0][:2] == label.split("/")[0][:2]]
    return family[(family.index(label) + max(1, len(family) // 2)) % len(family)]


def evaluate(model, tokeniser, classifier, photos, settings, shares=SHARES, short_steps=10):
    """Per kept share: distance to the photos and seam of every filling; captions right and wrong."""
    figures = {
        "photos": len(photos),
        "steps": settings.steps,
        "guidance": settings.guidance,
        "temperature": settings.temperature,
        "eta": settings.eta,
        "seed": settings.seed,
    }
    short = Settings(
        short_steps, settings.guidance, settings.temperature, settings.eta, settings.seed
    )
    for share in shares:
        features, steps, right, wrong = {}, {}, [], []
        for batch in batches(photos):
            pixels = torch.cat([photo.pixels for photo in batch])
            mask = torch.cat([photo.mask(share) for photo in batch])
            captions = [
                photo.caption(mask[row : row + 1]) for row, photo in enumerate(batch)
            ]
            full = painted(model, tokeniser, batch, mask, captions, settings)
            pictures = {
                "photo": pixels,
                "mean_colour": mean_fill(pixels, mask),
                "smooth": fill(pixels * mask, mask),
                "diffusion": diffusion_fill(pixels, mask),
                "network": full,
            }
            if short_steps:
                pictures["network_short"] = painted(
                    model, tokeniser, batch, mask, captions, short
                )
            for name, picture in pictures.items():
                features.setdefault(name, []).append(classifier.features(picture).numpy())
                steps[name] = steps.get(name, 0.0) + border_steps(picture, mask)
            labels = [photo.label for photo in batch]
            if all(label in classifier.labels for label in labels):
                others = [wrong_label(label, classifier.labels) for label in labels]
                captions = [
                    photo.caption(mask[row : row + 1], others[row])
                    for row, photo in enumerate(batch)
                ]
                mistaken = painted(model, tokeniser, batch, mask, captions, settings)
                right += classifier.probabilities(full, labels).tolist()
                wrong += classifier.probabilities(mistaken, labels).tolist()
        stacked = {name: np.concatenate(rows) for name, rows in features.items()}
        entry = {}
        for name in stacked:
            if name != "photo":
                distance = frechet_distance(stacked["photo"], stacked[name])
                seam = steps[name] / max(steps["photo"], 1e-6)
                entry[name] = {"distance": round(distance, 4), "seam": round(seam, 3)}
        if right:
            gain = np.subtract(right, wrong)
            entry["captions"] = {
                "pairs": len(right),
                "right": round(float(np.mean(right)), 4),
                "wrong": round(float(np.mean(wrong)), 4),
                "gain": round(float(gain.mean()), 4),
                "standard_error": round(float(gain.std() / math.sqrt(len(gain))), 4),
            }
        figures[str(share)] = entry
    return figures


def _to_image(x):
    pixels = ((x[0].clamp(-1, 1) + 1) * 127.5).round().permute(1, 2, 0).numpy().astype(np.uint8)
    return Image.fromarray(pixels)


def write_sheet(model, tokeniser, photos, settings, path, count=12):
    """A contact sheet of ``count`` of the photos.

    Columns: photo; per share the kept pixels, the smooth fill, the inpainted picture; last the
    picture from the text alone.
    """
    rows = []
    for photo in photos[:: max(1, len(photos) // count)][:count]:
        row = [("photo", photo.pixels)]
        for share in SHARES:
            mask = photo.mask(share)
            caption = photo.caption(mask)
            out = painted(model, tokeniser, [photo], mask, [caption], settings)
            row += [(caption, photo.pixels * mask)]
            row += [("", fill(photo.pixels * mask, mask)), ("", out)]
        none = torch.zeros_like(mask)
        caption = photo.caption(torch.ones_like(mask))
        row.append((caption, painted(model, tokeniser, [photo], none, [caption], settings)))
        rows.append(row)
    cell_width = max(x.shape[3] for row in rows for _, x in row) + 4
    heights = [max(x.shape[2] for _, x in row) + 16 for row in rows]
    sheet = Image.new("RGB", (cell_width * len(rows[0]), sum(heights)), "white")
    pen = ImageDraw.Draw(sheet)
    top = 0
    for row, height in zip(rows, heights):
        for column, (text, x) in enumerate(row):
            sheet.paste(_to_image(x), (column * cell_width, top + 12))
            if text:
                pen.text((column * cell_width, top), text[:70], fill="black")
        top += height
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)
