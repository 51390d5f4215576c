"""Writes bundle.json over the files of a bundle folder: python -m semlink_training.assemble --help."""

import argparse
import hashlib
import json
import struct
from pathlib import Path

FILES = {
    "codec": {
        "transforms": "codec.pt",
        "hyper_synthesis": "hyper_synthesis.bin",
        "entropy_tables": "entropy_tables.bin",
        "context": "context.bin",
        "gains": "gains.bin",
    },
    "classifier": {"network": "classifier.pt", "labels": "labels.json"},
    "denoiser": {"network": "denoiser.pt", "vocabulary": "vocabulary.txt"},
}


def entry(path: Path):
    content = path.read_bytes()
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def shapes(folder: Path):
    """Latent and hyper channels, as the integer network's file states them."""
    head = (folder / "hyper_synthesis.bin").read_bytes()[:17]
    _, _, points, channels, _, _ = struct.unpack("<HHHHHB", head[4:15])
    (hyper,) = struct.unpack("<H", head[15:17])
    return points, channels, hyper


def assemble(folder: Path, facts):
    """The manifest as a dictionary; facts has name, version, licence, lambdas, curve and training."""
    points, channels, hyper = shapes(folder)
    curve = {row["point"]: row for row in facts["curve"]}
    names = sorted(name for part in FILES.values() for name in part.values())
    return {
        "format": 2,
        "name": facts["name"],
        "version": facts["version"],
        "licence": facts["licence"],
        "files": {name: entry(folder / name) for name in names},
        "codec": {
            **FILES["codec"],
            "latent_channels": channels,
            "latent_stride": 16,
            "hyper_channels": hyper,
            "hyper_stride": 4,
            "operating_points": [
                {
                    "index": k,
                    "lambda": facts["lambdas"][k],
                    "kodak_bpp": curve[k]["bpp"],
                    "kodak_psnr_db": curve[k]["psnr_db"],
                }
                for k in range(points)
            ],
        },
        "classifier": {**FILES["classifier"], "input_short_side": 160, "size_multiple": 32},
        "denoiser": {
            **FILES["denoiser"],
            "resolution": 128,
            "size_multiple": 16,
            "max_tokens": 32,
            # Scale of the sampler's noise; what looks best, found by denoiser.py --temperature.
            "temperature": facts.get("temperature", 1.0),
        },
        "training": facts["training"],
    }


def main():
    root = Path(__file__).resolve().parents[3]
    parser = argparse.ArgumentParser(description="Write bundle.json with hashes, shapes and measured figures.")
    parser.add_argument("--bundle", type=Path, default=root / "models/bundles/compact")
    parser.add_argument("--facts", type=Path, required=True, help="JSON with name, version, licence, lambdas, curve, training")
    args = parser.parse_args()
    manifest = assemble(args.bundle, json.loads(args.facts.read_text()))
    (args.bundle / "bundle.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()
