import csv

import numpy as np
import pytest
import torch

from semlink_training import (
    checkpoints,
    classifier,
    denoiser,
    denoiser_evaluation,
    denoiser_export,
    denoiser_network,
    denoiser_sampling,
    images,
    importance,
    masks,
    prompts,
)

CONFIG = {
    "widths": [16, 16, 32],
    "condition": 32,
    "text": 16,
    "heads": 2,
    "middle": 1,
    "blocks": [1, 1],
    "time_power": 0.8,
    "border": 3.0,
    "compile": False,
    "cache_size": 48,
    "supersample": 1,
    "least_title_count": 1,
    "weight_decay": 0.01,
    "average_decay": 0.9,
    "spread_batches": 2,
    "min_area": 0.5,
    "stretch": 1.2,
    "log_every": 2,
    "save_every": 3,
    "batch": 4,
    "steps": 6,
    "peak_rate": 1e-3,
    "shapes": [[[32, 32], [32, 48]], [[48, 32]]],
}


def blob(height, width, share, seed):
    """A blob mask [1, 1, h, w] of this kept share."""
    field = masks.blobs(1, height, width, np.random.default_rng(seed))[0]
    return torch.from_numpy(masks.keep_largest(field, share))[None, None]


@pytest.fixture(scope="module")
def feature_network(data, tmp_path_factory):
    """An exported classifier with random weights."""
    folder = tmp_path_factory.mktemp("features")
    torch.manual_seed(2)
    labels = images.labels_of(images.classifier_items(data))
    model = classifier.Classifier(len(labels), (16, 24, 32), (1, 1, 1)).eval()
    classifier.export_bundle(model, labels, folder)
    return folder / "classifier.pt"


@pytest.fixture(scope="module")
def trained(data, tmp_path_factory):
    out = tmp_path_factory.mktemp("denoiser")
    torch.set_num_threads(1)
    denoiser.train(CONFIG, data, out, seed=5, resume=False, log=lambda line: None)
    return out


def test_curve_is_finite(trained):
    with open(trained / "curve.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["step"]) for row in rows] == [2, 4, 6]
    assert all(np.isfinite(float(row["loss"])) for row in rows)


def test_resume_equals_uninterrupted(trained, data, tmp_path, monkeypatch):
    real = denoiser.Examples.batch

    def interrupted(self, seed, step, shape):
        if 4 <= step < 10**9:
            raise KeyboardInterrupt
        return real(self, seed, step, shape)

    monkeypatch.setattr(denoiser.Examples, "batch", interrupted)
    with pytest.raises(KeyboardInterrupt):
        denoiser.train(CONFIG, data, tmp_path, 5, False, log=lambda line: None)
    monkeypatch.setattr(denoiser.Examples, "batch", real)
    assert checkpoints.load_checkpoint(tmp_path / "checkpoint.pt")["step"] == 3
    denoiser.train(CONFIG, data, tmp_path, 5, True, log=lambda line: None)
    whole = checkpoints.load_checkpoint(trained / "checkpoint.pt")
    resumed = checkpoints.load_checkpoint(tmp_path / "checkpoint.pt")
    assert resumed["step"] == whole["step"] == 6
    for key, value in whole["average"]["state"].items():
        assert torch.allclose(value, resumed["average"]["state"][key], atol=1e-6), key


def test_export_matches(trained, tmp_path):
    model, vocabulary, saved = denoiser.load_trained(trained / "checkpoint.pt")
    copy = denoiser.build(saved["config"], vocabulary).eval()
    copy.load_state_dict(model.state_dict())
    denoiser_export.export_bundle(model, copy, vocabulary, tmp_path)
    assert (tmp_path / "vocabulary.txt").read_text().split() == vocabulary
    script = torch.jit.load(str(tmp_path / "denoiser.pt"))
    reference = np.load(tmp_path / "reference" / "denoiser-forward.npz")
    inputs = [torch.from_numpy(reference[f"in_{i}"]) for i in range(5)]
    with torch.no_grad():
        out = script(*inputs)
    assert out.shape == inputs[0].shape
    assert np.allclose(out.numpy(), reference["out_0"], atol=1e-4)


def test_inpainting_keeps_received_pixels_exactly(trained):
    model, vocabulary, _ = denoiser.load_trained(trained / "checkpoint.pt")
    photo = torch.rand(1, 3, 32, 48) * 2 - 1
    mask = blob(32, 48, 0.4, seed=2)
    tokens = prompts.Tokeniser(vocabulary).batch(["a photo of a tench"])
    out = denoiser_sampling.inpaint(model, photo, mask, tokens, steps=3, eta=1.0, guidance=1.5)
    kept = mask.expand_as(photo) > 0
    assert torch.equal(out[kept], photo[kept])
    assert torch.isfinite(out).all()


def test_oracle_network_is_inverted_by_the_sampler():
    """With the true v, every sampler step count returns the photo."""
    photo = torch.rand(1, 3, 16, 16) * 2 - 1

    class Oracle(torch.nn.Module):
        def forward(self, x_t, known, mask, t, tokens):
            angle = t.view(-1, 1, 1, 1) * (np.pi / 2)
            alpha, sigma = torch.cos(angle), torch.sin(angle)
            return (alpha * x_t - photo) / sigma

    mask = torch.zeros(1, 1, 16, 16)
    tokens = torch.zeros(1, 4, dtype=torch.int64)
    for steps in (1, 5, 31):
        out = denoiser_sampling.inpaint(Oracle(), photo, mask, tokens, steps=steps)
        assert torch.allclose(out, photo, atol=1e-3)


def test_untrained_loss_is_of_unit_order():
    """For pictures with the model's spectrum the regression target has about unit variance."""
    torch.manual_seed(1)
    model = denoiser_network.Denoiser(10, (16, 16, 32), 32, 16, 2, 1)
    model.spreads.copy_(torch.linspace(3, 0.05, denoiser_network.BINS).expand(3, -1))
    at = denoiser_network.frequency_bins(32, 32, torch.zeros(1))
    deviation = 3 + (0.05 - 3) * at / (denoiser_network.BINS - 1)
    x0 = denoiser_network.inverse(torch.randn(8, 3, 32, 32) * deviation)
    mask = torch.zeros(8, 1, 32, 32)
    tokens = torch.zeros(8, 4, dtype=torch.int64)
    for t in (0.05, 0.3, 0.7, 1.0):
        times = torch.full((8,), t)
        noise = torch.randn_like(x0)
        loss = denoiser.residual_loss(model, x0, x0, mask, times, noise, tokens, False)
        assert 0.8 < float(loss) < 1.2


def test_fill_is_smooth_and_exact_where_known():
    known = torch.full((1, 3, 32, 32), 0.5)
    mask = torch.zeros(1, 1, 32, 32)
    mask[..., 8:16, 8:16] = 1
    out = denoiser_network.fill(known * mask, mask)
    assert torch.allclose(out, torch.full_like(out, 0.5), atol=0.05)
    assert float(denoiser_network.fill(known * 0, mask * 0).abs().max()) == 0.0


def test_transform_is_orthonormal():
    x = torch.randn(2, 3, 16, 48)
    coefficients = denoiser_network.transform(x)
    assert torch.allclose(denoiser_network.inverse(coefficients), x, atol=1e-4)
    assert float((coefficients**2).sum()) == pytest.approx(float((x**2).sum()), rel=1e-4)
    flat = denoiser_network.transform(torch.ones(1, 3, 16, 16))
    assert float(flat[0, 0, 0, 0]) == pytest.approx((3 * 256) ** 0.5, rel=1e-4)
    assert float(flat.abs().sum()) == pytest.approx((3 * 256) ** 0.5, rel=1e-3)


def test_forward_and_loss_agree(trained):
    """The loss is the mean squared error of forward's v in the holes, over c^2."""
    torch.manual_seed(3)
    model, _, _ = denoiser.load_trained(trained / "checkpoint.pt")
    x0, noise = torch.rand(2, 3, 32, 32) * 2 - 1, torch.randn(2, 3, 32, 32)
    mask = blob(32, 32, 0.4, seed=1).repeat(2, 1, 1, 1)
    t, tokens = torch.tensor([0.4, 0.8]), torch.zeros(2, 4, dtype=torch.int64)
    alpha, sigma, c, _, _, _ = model.coefficients(t, 32, 32)
    with torch.no_grad():
        out = model(alpha * x0 + sigma * noise, x0 * mask, mask, t, tokens)
        loss = denoiser.residual_loss(model, x0, x0, mask, t, noise, tokens, False)
    error = (1 - mask) * (out - alpha * noise + sigma * x0) / c
    expected = float((error**2).sum() / (3 * (1 - mask).sum()))
    assert float(loss) == pytest.approx(expected, rel=1e-4)


def test_start_from_an_exported_network_answers_as_it_did(trained, tmp_path):
    model, vocabulary, saved = denoiser.load_trained(trained / "checkpoint.pt")
    copy = denoiser.build(saved["config"], vocabulary).eval()
    copy.load_state_dict(model.state_dict())
    denoiser_export.export_bundle(model, copy, vocabulary, tmp_path)
    deeper = denoiser.build({**saved["config"], "middle": 2, "blocks": [1, 2]}, vocabulary).eval()
    denoiser.adopt(deeper, tmp_path / "denoiser.pt", vocabulary)
    reference = np.load(tmp_path / "reference" / "denoiser-forward.npz")
    with torch.no_grad():
        out = deeper(*(torch.from_numpy(reference[f"in_{i}"]) for i in range(5)))
    assert np.allclose(out.numpy(), reference["out_0"], atol=1e-3)
    with pytest.raises(SystemExit, match="vocabulary"):
        denoiser.adopt(deeper, tmp_path / "denoiser.pt", vocabulary + ["more"])


def test_border_weighs_pixels_beside_kept_ones():
    """A larger border weight moves the loss towards the error of the pixels beside kept ones."""
    torch.manual_seed(4)
    model = denoiser_network.Denoiser(10, (16, 16, 32), 32, 16, 2, 1).eval()
    x0, noise = torch.zeros(1, 3, 32, 32), torch.zeros(1, 3, 32, 32)
    mask = torch.zeros(1, 1, 32, 32)
    mask[..., :8] = 1
    x0[..., 8:10] = 1.0  # the fill continues the kept 0: wrong only beside the border
    arguments = (model, x0, x0, mask, torch.tensor([1.0]), noise, torch.zeros(1, 2).long(), False)
    with torch.no_grad():
        plain = float(denoiser.residual_loss(*arguments))
        weighted = float(denoiser.residual_loss(*arguments, border=3.0))
    assert weighted > 1.3 * plain


def test_frechet_distance_of_known_normal_distributions():
    generator = np.random.default_rng(1)
    a = generator.standard_normal((20000, 3)) * (1, 2, 3)
    b = generator.standard_normal((20000, 3)) * (2, 2, 1) + (0, 0, 2)
    assert denoiser_evaluation.frechet_distance(a, a) == pytest.approx(0, abs=1e-6)
    assert denoiser_evaluation.frechet_distance(a, b) == pytest.approx(4 + 1 + 4, rel=0.05)


def test_seam_of_a_constant_fill_and_of_the_photo_itself():
    photo = torch.linspace(-1, 1, 32).expand(1, 3, 32, 32).contiguous()
    mask = torch.zeros(1, 1, 32, 32)
    mask[..., 8:24] = 1
    assert denoiser_evaluation.seam_ratio(photo, photo, mask) == pytest.approx(1)
    filled = denoiser_evaluation.mean_fill(photo, mask)
    assert denoiser_evaluation.seam_ratio(filled, photo, mask) == pytest.approx(7.5, rel=0.01)
    membrane = denoiser_evaluation.diffusion_fill(photo, mask)
    assert denoiser_evaluation.seam_ratio(membrane, photo, mask) < 1


def test_evaluation_measures_every_filling(trained, data, feature_network, tmp_path):
    model, vocabulary, _ = denoiser.load_trained(trained / "checkpoint.pt")
    network = denoiser_evaluation.FeatureNetwork(feature_network, short_side=64)
    photos = denoiser_evaluation.sample_photos(data, 9, network, area=32 * 32)
    settings = denoiser_evaluation.Settings(steps=2)
    tokeniser = prompts.Tokeniser(vocabulary)
    figures = denoiser_evaluation.evaluate(
        model, tokeniser, network, photos, settings, shares=(0.4,), short_steps=1
    )
    entry = figures["0.4"]
    fillings = {"mean_colour", "smooth", "diffusion", "network", "network_short"}
    assert set(entry) == fillings | {"captions"}
    assert all(entry[name]["distance"] > 0 for name in fillings)
    assert figures["photos"] == 9
    denoiser_evaluation.write_sheet(model, tokeniser, photos, settings, tmp_path / "s.png", 2)
    assert (tmp_path / "s.png").stat().st_size > 1000


def test_importance_maps_are_made_once_per_network(data, feature_network, tmp_path):
    cache = images.cached(images.classifier_items(data), 48, tmp_path)
    maps = importance.maps_of(cache, feature_network, tmp_path)
    assert maps.shape == (len(cache.aspect), 3, 3)
    assert maps.min() == 0 and maps.max() == 1
    again = importance.maps_of(cache, feature_network, tmp_path)
    assert np.array_equal(maps, again)
    assert len(list(tmp_path.glob("importance-*.npy"))) == 1
