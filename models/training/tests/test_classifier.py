import csv
import json

import numpy as np
import pytest
import torch

from semlink_training import checkpoints, classifier, images

CONFIG = {
    "widths": [16, 24, 32],
    "blocks": [1, 1, 1],
    "cache_size": 48,
    "weight_decay": 0.05,
    "average_decay": 0.9,
    "label_smoothing": 0.1,
    "mixup": 0.2,
    "cutmix": 1.0,
    "balance": 0.5,
    "turn": 10.0,
    "compile": False,
    "settle": 0.2,
    "settled": {"mixup": 0.0, "cutmix": 0.0, "sizes": [48]},
    "min_area": 0.5,
    "stretch": 1.3,
    "jitter": 0.2,
    "erase": 0.2,
    "log_every": 2,
    "save_every": 3,
    "batch": 6,
    "steps": 6,
    "peak_rate": 1e-2,
    "sizes": [32, 48],
}


@pytest.fixture(scope="module")
def trained(data, tmp_path_factory):
    out = tmp_path_factory.mktemp("classifier")
    torch.set_num_threads(1)
    classifier.train(CONFIG, data, out, seed=5, resume=False, log=lambda line: None)
    return out


def test_curve_is_finite(trained):
    with open(trained / "curve.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["step"]) for row in rows] == [2, 4, 6]
    assert all(np.isfinite(float(row["loss"])) for row in rows)


def test_resume_equals_uninterrupted(trained, data, tmp_path, monkeypatch):
    real = classifier.views.sample
    calls = []

    def interrupted(*arguments, **options):
        calls.append(1)
        if len(calls) > 4:
            raise KeyboardInterrupt
        return real(*arguments, **options)

    monkeypatch.setattr(classifier.views, "sample", interrupted)
    with pytest.raises(KeyboardInterrupt):
        classifier.train(CONFIG, data, tmp_path, 5, False, log=lambda line: None)
    monkeypatch.setattr(classifier.views, "sample", real)
    assert checkpoints.load_checkpoint(tmp_path / "checkpoint.pt")["step"] == 3
    classifier.train(CONFIG, data, tmp_path, 5, True, log=lambda line: None)
    whole = checkpoints.load_checkpoint(trained / "checkpoint.pt")
    resumed = checkpoints.load_checkpoint(tmp_path / "checkpoint.pt")
    assert resumed["step"] == whole["step"] == 6
    for key, value in whole["model"].items():
        assert torch.allclose(value.float(), resumed["model"][key].float(), atol=1e-6), key


def test_export_matches_and_maps_average_to_logits(trained, tmp_path):
    model, labels, _ = classifier.load_trained(trained / "checkpoint.pt")
    classifier.export_bundle(model, labels, tmp_path)
    assert json.loads((tmp_path / "labels.json").read_text()) == labels
    script = torch.jit.load(str(tmp_path / "classifier.pt"))
    reference = np.load(tmp_path / "reference" / "classifier-forward.npz")
    with torch.no_grad():
        logits, cams = script(torch.from_numpy(reference["in_0"]))
    assert np.allclose(logits.numpy(), reference["out_0"], atol=1e-4)
    assert cams.shape == (1, len(labels), 4, 6)
    pooled = cams.mean(dim=(2, 3)) + script.bias
    assert torch.allclose(pooled, logits, atol=1e-5)
    assert all(b.dtype == torch.float16 for n, b in script.named_buffers() if "weight" in n)
    recorded = np.load(tmp_path / "reference" / "classifier-features.npz")
    with torch.no_grad():
        features = script.features(torch.from_numpy(recorded["in_0"]))
    assert np.allclose(features.numpy(), recorded["out_0"], atol=1e-4)
    weights = script.classes.weight.float().flatten(1)
    assert torch.allclose(features @ weights.t() + script.bias, logits, atol=1e-3)


def test_start_from_an_exported_network_answers_as_it_did(trained, data, tmp_path):
    model, labels, _ = classifier.load_trained(trained / "checkpoint.pt")
    classifier.export_bundle(model, labels, tmp_path)
    script = torch.jit.load(str(tmp_path / "classifier.pt"))
    cache = images.cached(images.classifier_items(data), CONFIG["cache_size"], trained / "cache")
    deeper = classifier.Classifier(len(labels), CONFIG["widths"], [1, 1, 2])
    classifier.adopt(deeper, script, cache)
    x = torch.rand(2, 3, 48, 64)
    with torch.no_grad():
        logits, cams = deeper.eval()(x)
        expected, expected_cams = script(x)
    assert torch.allclose(logits, expected, atol=1e-3)
    assert torch.allclose(cams, expected_cams, atol=1e-3)


def test_mirrored_network_answers_alike_for_the_mirror_image(trained):
    model, _, _ = classifier.load_trained(trained / "checkpoint.pt")
    model.mirrored = True
    script = torch.jit.script(classifier.exportable(model))
    x = torch.rand(1, 3, 32, 48)
    with torch.no_grad():
        logits, cams = script(x)
        mirrored, mirrored_cams = script(x.flip(3))
    assert torch.allclose(logits, mirrored, atol=1e-4)
    assert torch.allclose(cams, mirrored_cams.flip(3), atol=1e-4)


def test_evaluation_reports_every_set(trained, data):
    model, labels, _ = classifier.load_trained(trained / "checkpoint.pt")
    figures = classifier.evaluate(model, labels, data, short_side=64)
    assert set(figures) == {"imagenette", "caltech101", "pets"}
    assert figures["pets"]["images"] == 2
    assert 0 <= figures["pets"]["pointing_game"] <= 1


def test_localisation_of_a_known_map():
    animal = np.zeros((64, 64), dtype=bool)
    animal[:32, :32] = True
    cam = torch.zeros(4, 4)
    cam[:2, :2] = 1.0
    hit, lift = classifier.localisation(cam, animal, kept=0.25)
    assert hit
    assert lift == pytest.approx(4.0)
    assert not classifier.localisation(cam.flip(0), animal)[0]
