import numpy as np
import pytest
import torch

from semlink_training import masks, prompts


def test_masks_are_binary_and_of_all_shares():
    generator = np.random.default_rng(3)
    shares = []
    for _ in range(200):
        mask = masks.random_masks(1, 64, 96, generator)[0]
        assert mask.shape == (64, 96)
        assert set(np.unique(mask)) <= {0.0, 1.0}
        shares.append(mask.mean())
    assert min(shares) == 0.0
    assert max(shares) > 0.6
    assert 0.25 < np.median(shares) < 0.45


def test_masks_follow_importance_maps():
    maps = torch.zeros(64, 16, 16)
    maps[:, 4:12, 4:12] = 1
    centre = np.zeros((64, 64), dtype=bool)
    centre[16:48, 16:48] = True
    with_maps, without = (
        masks.random_masks(64, 64, 64, np.random.default_rng(5), given) for given in (maps, None)
    )

    def share_in_centre(kept):
        return kept[:, centre].sum() / kept.sum()

    assert share_in_centre(with_maps) > share_in_centre(without) + 0.1


@pytest.mark.parametrize(
    "rows, columns, words",
    [
        (slice(24, 40), slice(24, 40), "in the centre"),
        (slice(0, 64), slice(0, 16), "on the left"),
        (slice(0, 16), slice(48, 64), "at the top right"),
        (slice(48, 64), slice(0, 64), "at the bottom"),
        (slice(0, 0), slice(0, 0), ""),
    ],
)
def test_position_words(rows, columns, words):
    mask = np.zeros((64, 64), dtype=np.float32)
    mask[rows, columns] = 1
    assert masks.position_words(mask) == words


@pytest.mark.parametrize(
    "rgb, name",
    [
        ((0, 0, 0), "black"),
        ((1, 1, 1), "white"),
        ((0.5, 0.5, 0.5), "grey"),
        ((0.9, 0.1, 0.1), "red"),
        ((1.0, 0.55, 0.1), "orange"),
        ((0.4, 0.25, 0.1), "brown"),
        ((0.9, 0.9, 0.2), "yellow"),
        ((0.2, 0.7, 0.2), "green"),
        ((0.2, 0.3, 0.9), "blue"),
        ((0.9, 0.4, 0.7), "pink"),
    ],
)
def test_colour_words(rgb, name):
    x = torch.tensor(rgb, dtype=torch.float32).view(1, 3, 1, 1).expand(1, 3, 16, 16)
    assert prompts.dominant_colours(x) == [[name]]


def test_sentence_and_tokens():
    text = prompts.sentence("english springer", "on the left", ["green", "grey"])
    assert text == "a photo of an english springer, on the left, green and grey"
    vocabulary = prompts.build_vocabulary(["golf ball", "sea horse"])
    tokeniser = prompts.Tokeniser(vocabulary)
    ids = tokeniser.encode("A GOLF-ball zzz", 6)
    assert ids == [
        tokeniser.ids["a"],
        tokeniser.ids["golf"],
        tokeniser.ids["ball"],
        prompts.UNKNOWN,
        0,
        0,
    ]
    assert min(tokeniser.ids.values()) == prompts.FIRST_WORD
    assert len(set(vocabulary)) == len(vocabulary)
