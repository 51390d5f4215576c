import numpy as np
import pytest

from semlink_training import images


def test_training_lists_hold_no_evaluation_image(data):
    items = images.denoiser_items(data) + images.codec_items(data)
    relative = [item.relative for item in items]
    assert relative
    for forbidden in ("kodak/", "captions/", "/val/", "camvid/test"):
        assert not any(forbidden in name for name in relative)
    pets = sorted(name for name in relative if name.startswith("pets/"))
    assert {name[-6] for name in pets} == set("12346789")


def test_real_training_lists_hold_no_evaluation_image():
    items = images.denoiser_items(images.DEFAULT_DATA)
    if not items:
        pytest.skip(f"no images under {images.DEFAULT_DATA}")
    evaluation = set()
    for name in ("imagenette", "caltech101", "pets", "kodak", "captions"):
        evaluation |= {i.relative for i in images.evaluation_items(images.DEFAULT_DATA, name)}
    assert len(evaluation) > 1000
    assert not evaluation & {item.relative for item in items}


@pytest.mark.parametrize(
    "relative",
    [
        "kodak/kodim01.png",
        "captions/coco_000000000139.webp",
        "camvid/val/x.webp",
        "camvid/test/x.webp",
        "camvid/testannot/x.png",
        "imagenette/val/n01440764/x.webp",
        "caltech101/val/ant/image_0001.webp",
        "pets/images/Bengal_100.webp",
        "pets/images/american_bulldog_5.webp",
    ],
)
def test_evaluation_images_are_refused(tmp_path, relative):
    item = images.Item(tmp_path / relative, relative)
    with pytest.raises(images.EvaluationImageError, match=relative):
        images.refuse_evaluation([item])


def test_labels_are_readable_and_sorted(data):
    labels = images.labels_of(images.classifier_items(data))
    assert [label["id"] for label in labels] == sorted(label["id"] for label in labels)
    assert {label["name"] for label in labels} == {
        "tench",
        "golf ball",
        "sea horse",
        "bengal cat",
    }


def test_cache_keeps_pixels_and_aspect(data, tmp_path):
    items = images.classifier_items(data)
    first = images.cached(items, 32, tmp_path)
    again = images.cached(items, 32, tmp_path)
    assert first.pixels.shape == (len(items), 32, 32, 3)
    assert np.array_equal(first.pixels, again.pixels)
    assert np.allclose(again.aspect, 72 / 56)
