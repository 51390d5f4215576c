"""Prompts of training images and the word vocabulary of the denoiser."""

import re
from collections import Counter

import torch
from torch.nn import functional as F

from semlink_training import images

PADDING, UNKNOWN, FIRST_WORD = 0, 1, 2
MAX_TOKENS = 32
COLOURS = (
    "black",
    "white",
    "grey",
    "red",
    "orange",
    "brown",
    "yellow",
    "green",
    "turquoise",
    "blue",
    "purple",
    "pink",
)
# Words that prompts use besides labels and titles, colours of other captioners included.
COMMON_WORDS = (
    "a an the of in on at and with to from by for is are photo picture image photograph scene view "
    "left right top bottom centre center middle upper lower corner side edge background foreground "
    "black white grey gray red orange brown yellow green turquoise cyan teal blue purple violet "
    "pink beige golden silver dark bright light pale colourful near next front behind over under "
    "small large two three some many person people man woman street city building house room table "
    "sky water sea grass tree trees field snow sand road food plate dog cat bird horse car boat"
).split()
_WORD = re.compile(r"[a-z0-9]+")


def words_of(text):
    """Lower-case words: the maximal runs of a-z and 0-9."""
    return _WORD.findall(text.lower())


def subject_of(item, titles):
    """What the image shows in words, or '' where nobody said."""
    if item.label is not None:
        return images.label_name(item.label)
    if item.relative in titles:
        return titles[item.relative].lower()
    match = re.match(r"in_n\d+_(.+)$", item.path.stem)
    return match.group(1).replace("_", " ").lower() if match else ""


def build_vocabulary(subjects, least=1):
    """Common words, then every word of the subjects seen at least ``least`` times, sorted."""
    counts = Counter(word for subject in subjects for word in set(words_of(subject)))
    common = list(dict.fromkeys(COMMON_WORDS + list(COLOURS)))
    known = set(common)
    return common + sorted(w for w, n in counts.items() if n >= least and w not in known)


class Tokeniser:
    """Word on line i of the vocabulary has id i + 2; 0 is padding, 1 an unknown word."""

    def __init__(self, vocabulary):
        self.ids = {word: index + FIRST_WORD for index, word in enumerate(vocabulary)}

    def encode(self, text, length=MAX_TOKENS):
        """Token ids, cut or zero-padded to ``length``."""
        ids = [self.ids.get(word, UNKNOWN) for word in words_of(text)][:length]
        return ids + [PADDING] * (length - len(ids))

    def batch(self, texts, length=MAX_TOKENS):
        """int64 [len(texts), length]."""
        return torch.tensor([self.encode(text, length) for text in texts], dtype=torch.int64)


def _colour_index(x):
    """Index into COLOURS per pixel of x [b, 3, h, w] in [0, 1], by hue, saturation and value."""
    red, green, blue = x[:, 0], x[:, 1], x[:, 2]
    value, _ = x.max(dim=1)
    spread = value - x.min(dim=1)[0]
    saturation = spread / value.clamp_min(1e-6)
    safe = spread.clamp_min(1e-6)
    hue = torch.where(
        value == red,
        ((green - blue) / safe) % 6,
        torch.where(value == green, (blue - red) / safe + 2, (red - green) / safe + 4),
    )
    hue = hue * 60
    index = torch.full_like(hue, COLOURS.index("red"), dtype=torch.int64)
    for low, high, name in (
        (15, 45, "orange"),
        (45, 70, "yellow"),
        (70, 165, "green"),
        (165, 195, "turquoise"),
        (195, 260, "blue"),
        (260, 300, "purple"),
        (300, 345, "pink"),
    ):
        index[(hue >= low) & (hue < high)] = COLOURS.index(name)
    warm = (hue < 45) | (hue >= 345)
    index[warm & (value < 0.62)] = COLOURS.index("brown")
    index[(saturation < 0.16) | (spread < 0.06)] = COLOURS.index("grey")
    index[(value > 0.82) & (saturation < 0.14)] = COLOURS.index("white")
    index[value < 0.16] = COLOURS.index("black")
    return index


def dominant_colours(x, at_most=2, least_share=0.15, region=None):
    """The most frequent colour words of each picture of x [b, 3, h, w] in [0, 1].

    ``region`` [b, 1, h, w] weighs the pixels; a picture whose region is empty counts as a whole.
    """
    index = _colour_index(F.adaptive_avg_pool2d(x, (16, 16))).flatten(1)
    weights = torch.ones(index.shape)
    if region is not None:
        inside = F.adaptive_avg_pool2d(region, (16, 16)).flatten(1)
        weights = torch.where(inside.sum(dim=1, keepdim=True) > 0, inside, weights)
    found = []
    for row, weight in zip(index, weights):
        shares = torch.bincount(row, weights=weight, minlength=len(COLOURS)) / weight.sum()
        best = shares.argsort(descending=True)[:at_most]
        found.append([COLOURS[int(i)] for i in best if shares[i] >= least_share])
    return found


def sentence(subject, position, colours):
    """'a photo of a tench, in the centre, green and grey'; parts may be empty."""
    article = "an" if subject[:1] in "aeiou" else "a"
    parts = [f"a photo of {article} {subject}" if subject else "a photo"]
    if position:
        parts.append(position)
    if colours:
        parts.append(" and ".join(colours))
    return ", ".join(parts)


def random_prompt(subject, title, position, colours, generator, drop_all=0.1):
    """A prompt with parts left out at random; '' (no text) with probability ``drop_all``."""
    if generator.random() < drop_all:
        return ""
    if title and generator.random() < 0.6:
        return subject
    keep = generator.random(3) < (0.9, 0.6, 0.7)
    if generator.random() < 0.3:
        colours = colours[:1]
    return sentence(
        subject if keep[0] else "", position if keep[1] else "", colours if keep[2] else []
    )
