import csv
import math
import struct

import numpy as np
import pytest
import torch

from semlink_training import assemble, checkpoints, codec, codec_integer, codec_model, codec_tables

CONFIG = {
    "average_decay": 0.9,
    "masked_share": 0.5,
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
    model.set_prior_from(codec.measure_deviation(codec.load_photos(photos.rglob("*.png")), 8, 1))
    rows = codec.evaluate(model, sorted(photos.rglob("*.png")), range(3))
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


def test_tables_code_their_gaussians_near_the_entropy():
    for scale in (0.3, 1.0, 30.0, 256.0):
        offset, frequencies = codec_tables.gaussian_table(scale)
        assert frequencies.sum() == 65536 and frequencies.min() >= 1
        edges = (offset + np.arange(len(frequencies)) - 0.5) / (scale * math.sqrt(2))
        p = np.diff([0.5 * math.erfc(-e) for e in edges])
        p = np.append(p, max(1 - p.sum(), 1e-12))
        entropy = -(p * np.log2(p)).sum()
        excess = (p * np.log2(p / (frequencies / 65536))).sum()
        assert 0 <= excess < 0.002 * entropy, scale


def test_export_is_complete_and_exact(trained, photos, tmp_path):
    model, _ = codec.load_trained(trained / "checkpoint.pt")
    hyper = [torch.randint(-3, 4, (1, 4, 2, 2)).float() for _ in range(4)]
    integer = codec_integer.IntegerHyperSynthesis(model.hyper_synthesis, hyper)
    index = integer(hyper[0], 1)
    exact = model.hyper_synthesis(hyper[0], torch.tensor([1])).clamp(0, 63)
    assert torch.equal(index, torch.round(index))
    assert (index - exact).abs().max() < 1.5

    codec.main(["export", "--data", str(photos), "--out", str(trained), "--bundle", str(tmp_path)])
    loaded = torch.jit.load(str(tmp_path / "codec.pt"))
    with np.load(tmp_path / "reference/codec-analyse.npz") as reference:
        y = loaded.analyse(torch.from_numpy(reference["in_0"]))
        assert np.allclose(y.detach().numpy(), reference["out_0"], atol=1e-3)
    assert assemble.shapes(tmp_path) == (3, 768, 4)
    with open(tmp_path / "entropy_tables.bin", "rb") as file:
        assert struct.unpack("<4sHH", file.read(8)) == (b"SLET", 1, 64 + 4)
