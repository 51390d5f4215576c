import csv

import numpy as np
import pytest
import torch

from semlink_training import checkpoints, denoiser, denoiser_network, prompts

CONFIG = {
    "widths": [16, 16, 32],
    "condition": 32,
    "text": 16,
    "heads": 2,
    "middle": 1,
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
    denoiser.export_bundle(model, saved["config"], vocabulary, tmp_path)
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
    mask = denoiser.mask_of(32, 48, 0.4, seed=2)
    tokens = prompts.Tokeniser(vocabulary).batch(["a photo of a tench"])
    out = denoiser.inpaint(model, photo, mask, tokens, steps=3, eta=1.0, guidance=1.5)
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
        out = denoiser.inpaint(Oracle(), photo, mask, tokens, steps=steps)
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
    mask = denoiser.mask_of(32, 32, 0.4, 1).repeat(2, 1, 1, 1)
    t, tokens = torch.tensor([0.4, 0.8]), torch.zeros(2, 4, dtype=torch.int64)
    alpha, sigma, c, _, _, _ = model.coefficients(t, 32, 32)
    with torch.no_grad():
        out = model(alpha * x0 + sigma * noise, x0 * mask, mask, t, tokens)
        loss = denoiser.residual_loss(model, x0, x0, mask, t, noise, tokens, False)
    error = (1 - mask) * (out - alpha * noise + sigma * x0) / c
    expected = float((error**2).sum() / (3 * (1 - mask).sum()))
    assert float(loss) == pytest.approx(expected, rel=1e-4)
