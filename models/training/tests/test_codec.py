import csv
import math
import struct

import numpy as np
import pytest
import torch

from semlink_training import (
    assemble,
    checkpoints,
    codec,
    codec_context,
    codec_context_fit,
    codec_integer,
    codec_model,
    codec_restore,
)

CONFIG = {
    "average_decay": 0.9,
    "masked_share": 0.5,
    "enlarge": 1.5,
    "log_every": 2,
    "save_every": 3,
    "model": {
        "points": 3,
        "hyper_channels": 4,
        "width": 8,
        "analysis_blocks": 1,
        "synthesis_blocks": 1,
        "coarsest": 0.002,
        "finest": 0.1,
    },
    "steps": 5,
    "batch": 2,
    "crop": 64,
    "peak_rate": 1e-3,
}


FITTING = {"crops": 8, "side": 64, "steps": 20}


@pytest.fixture(scope="module")
def photos(tmp_path_factory):
    from conftest import save_picture

    root = tmp_path_factory.mktemp("photos")
    generator = np.random.default_rng(3)
    for i in range(4):
        save_picture(root / f"photos/train/bsds_{i}.png", generator, 160, 128)
    return root


@pytest.fixture(scope="module")
def trained(photos, tmp_path_factory):
    out = tmp_path_factory.mktemp("codec")
    torch.set_num_threads(1)
    codec.train(CONFIG, photos, out, seed=5, resume=False, log=lambda line: None)
    return out


def test_transform_is_orthonormal():
    t = codec_model.block_transform().double()
    assert torch.allclose(t @ t.t(), torch.eye(768, dtype=torch.float64), atol=1e-6)


def test_untrained_codec_is_a_transform_codec(photos):
    model = codec.build(CONFIG)
    pictures = codec.load_photos(photos.rglob("*.png"))
    model.set_prior_from(codec.measure_deviation(pictures, 8, 1))
    context, tables = codec_context_fit.fit(model, pictures, 1, **FITTING, log=lambda line: None)
    rows = codec.evaluate(model, context, tables, sorted(photos.rglob("*.png")), range(3))
    assert rows[2]["psnr_db"] > rows[1]["psnr_db"] > rows[0]["psnr_db"] > 25
    assert rows[2]["bpp"] > rows[1]["bpp"] > rows[0]["bpp"] > 0


def test_curve_is_finite(trained):
    with open(trained / "curve.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["step"]) for row in rows] == [2, 4, 5]
    assert all(np.isfinite(float(row["loss"])) for row in rows)


def test_resume_equals_uninterrupted(trained, photos, tmp_path):
    def stop_after_four(line):
        if line.startswith("step 4"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        codec.train(CONFIG, photos, tmp_path, 5, False, stop_after_four)
    assert checkpoints.load_checkpoint(tmp_path / "checkpoint.pt")["step"] == 3
    codec.train(CONFIG, photos, tmp_path, 5, True, lambda line: None)
    again = checkpoints.load_checkpoint(tmp_path / "checkpoint.pt")
    whole = checkpoints.load_checkpoint(trained / "checkpoint.pt")
    assert again["step"] == whole["step"] == CONFIG["steps"]
    for key, value in whole["model"].items():
        assert torch.equal(value, again["model"][key]), key


def test_tables_code_what_they_were_fitted_to_near_its_entropy():
    generator = np.random.default_rng(7)
    for scale in (0.3, 1.0, 30.0):
        drawn = np.round(generator.laplace(scale=scale, size=40_000)).astype(np.int64)
        index = int(round(math.log(scale * 1.4 / codec_model.SCALE_MIN) / codec_model.LOG_STEP))
        offset, frequencies = codec_context_fit.fit_table(drawn, index)
        assert frequencies.sum() == 65536 and frequencies.min() >= 1
        assert len(frequencies) == 2 - 2 * offset  # symmetric, and the escape
        fresh = np.round(generator.laplace(scale=scale, size=40_000)).astype(np.int64)
        bits = codec_context_fit.symbol_bits(fresh, 0 * fresh, [(offset, frequencies)]).sum()
        p = np.unique(fresh, return_counts=True)[1] / len(fresh)
        entropy = -(p * np.log2(p)).sum()
        assert bits / len(fresh) < 1.01 * entropy, scale


def test_levels_are_logarithms():
    assert codec_context.level(np.array([0, 9999])).tolist() == [0, codec_context.level(np.array([4095]))[0]]
    s = np.arange(4096)
    assert np.abs(codec_context.level(s) - 16 * np.log2(1 + 2 * s)).max() < 2.5
    assert (np.diff(codec_context.level(s)) >= 0).all()


def test_order_starts_deepest_inside():
    mask = np.ones((5, 5), dtype=bool)
    mask[0, 0] = False
    rank = codec_context.order_of(mask)
    assert rank[2, 2] == 0 and rank[0, 0] == 25
    assert sorted(rank[mask]) == list(range(24))
    pattern = codec_context.patterns(mask)
    assert pattern[2, 2] == 0 and pattern[0, 0] == 0
    # The cell right of the centre knows its left neighbour.
    assert pattern[2, 3] & 1


def test_means_follow_a_gradient():
    """Where neighbours differ by a ramp, their best linear estimate is near the middle of them."""
    generator = np.random.default_rng(2)
    fields = []
    for _ in range(40):
        y, x = np.mgrid[0:12, 0:12]
        a, b, c = generator.normal(size=3) * (20, 20, 100)
        latent = np.zeros((12, 12, 768))
        latent[:, :, 0] = a * x + b * y + c + generator.normal(size=(12, 12))
        fields.append(latent)
    predictor = codec_context.MeanPredictor.fit(fields)
    pattern = codec_context.patterns(np.ones((12, 12), dtype=bool))
    ones = np.ones(768, dtype=np.float32)
    symbols = np.round(fields[0]).astype(np.int64)
    mean = predictor.means(symbols, pattern, ones, ones)[:, :, 0] / 16
    error = np.abs(mean - symbols[:, :, 0])[1:-1, 1:-1]
    assert np.median(error) < 0.1 * symbols[:, :, 0].std()


def test_export_is_complete_and_exact(trained, photos, tmp_path):
    model, _ = codec.load_trained(trained / "checkpoint.pt")
    hyper = [torch.randint(-3, 4, (1, 4, 2, 2)).float() for _ in range(4)]
    integer = codec_integer.IntegerHyperSynthesis(model.hyper_synthesis, hyper)
    index = integer(hyper[0], 1)
    exact = model.hyper_synthesis(hyper[0], torch.tensor([1])).clamp(0, 63)
    assert torch.equal(index, torch.round(index))
    assert (index - exact).abs().max() < 1.5

    config = tmp_path / "codec.toml"
    config.write_text("[context]\n" + "".join(f"{k} = {v}\n" for k, v in FITTING.items()))
    arguments = ["export", "--data", photos, "--out", trained, "--bundle", tmp_path, "--config", config]
    codec.main([str(argument) for argument in arguments])
    loaded = torch.jit.load(str(tmp_path / "codec.pt"))
    with np.load(tmp_path / "reference/codec-analyse.npz") as reference:
        y = loaded.analyse(torch.from_numpy(reference["in_0"]))
        assert np.allclose(y.detach().numpy(), reference["out_0"], atol=1e-3)
    assert assemble.shapes(tmp_path) == (3, 768, 4)
    with open(tmp_path / "entropy_tables.bin", "rb") as file:
        assert struct.unpack("<4sHH", file.read(8)) == (b"SLET", 1, 256 + 4)

    again = codec.build(CONFIG)
    codec_restore.restore(again, tmp_path)
    for name, value in model.state_dict().items():
        if not name.startswith("hyper_"):
            assert torch.allclose(again.state_dict()[name], value, rtol=2e-3, atol=1e-3), name
    index = again.hyper_synthesis(hyper[0], torch.tensor([1])).clamp(0, 63)
    assert (index - exact).abs().max() < 1.5


def test_hard_training_leaves_the_encoder_alone(trained, photos, tmp_path):
    config = {**CONFIG, "hard": True, "start": str(trained / "checkpoint.pt")}
    codec.train(config, photos, tmp_path, 5, False, lambda line: None)
    before = checkpoints.load_checkpoint(trained / "checkpoint.pt")["average"]["state"]
    after = checkpoints.load_checkpoint(tmp_path / "checkpoint.pt")["model"]
    same = {name for name in after if torch.equal(before[name], after[name])}
    assert {"log_gain", "transforms.forward_transform"} <= same
    assert {"log_inverse", "transforms.inverse_transform", "hyper_synthesis.prior"}.isdisjoint(same)
