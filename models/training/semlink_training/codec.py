"""Trains, evaluates and exports the hyperprior codec: python -m semlink_training.codec --help."""

import json
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from semlink_training import (
    checkpoints,
    codec_context_fit,
    codec_export,
    codec_restore,
    command,
    export,
    images,
)
from semlink_training.codec_context import patterns
from semlink_training.codec_data import CropSampler, load_photos
from semlink_training.codec_model import Codec, block_transform


def build(config) -> Codec:
    return Codec(**config["model"])


def measure_deviation(photos, count, seed):
    """Standard deviation [768] of the initial latent channels over random crops."""
    x, _ = CropSampler(photos, 64, 0.0, 1.0).batch(count, np.random.default_rng(seed))
    patches = F.pixel_unshuffle((x - 0.5) * 255.0, 16)
    y = torch.einsum("ij,bjhw->bihw", block_transform(), patches)
    return y.pow(2).mean((0, 2, 3)).sqrt()


def parameter_groups(model: Codec):
    """The transform that starts at the DCT and the gains move slowly; everything else fast."""
    slow, ladder, fast = [], [], []
    for name, p in model.named_parameters():
        if p.requires_grad:
            group = slow if "_transform" in name else ladder if "log_" in name else fast
            group.append(p)
    return [
        {"params": fast, "factor": 1.0},
        {"params": slow, "factor": 0.04},
        {"params": ladder, "factor": 0.5},
    ]


def loss_of(model: Codec, x, keep, point, hard=False):
    """Eq. (13), rate in bits per kept pixel, each operating point weighted to a like magnitude."""
    x_hat, latent, hyper = model(x, point, keep, hard)
    pixels = keep.sum((1, 2, 3)).clamp_min(1.0) * 256.0
    shown = F.interpolate(keep, scale_factor=16.0, mode="nearest")
    mse = ((x_hat - x).pow(2) * shown).sum((1, 2, 3)) * 255.0**2 / (3.0 * pixels)
    lam = model.lambdas[point]
    weight = (lam / 0.02).pow(-0.4)
    return (weight * ((latent + hyper) / pixels + lam * mse)).mean()


def start_from(model: Codec, start: Path) -> None:
    """Takes the weights of a bundle's codec or the averaged weights of a checkpoint."""
    if start.is_dir():
        codec_restore.restore(model, start)
    else:
        model.load_state_dict(checkpoints.load_checkpoint(start)["average"]["state"])


def train(config, data, out, seed, resume, log=print):
    """Trains and leaves out/checkpoint.pt and out/curve.csv."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    items = images.codec_items(data)
    if not items:
        raise SystemExit(f"no photographs under {data}; {images.DATA_HELP}")
    photos = load_photos([item.path for item in items])
    checkpoints.seed_everything(seed)
    model = build(config)
    path = Path(out) / "checkpoint.pt"
    resume = resume and path.is_file()
    if config.get("start") and not resume:
        start_from(model, Path(config["start"]))
    elif not resume:
        model.set_prior_from(measure_deviation(photos, 400, seed))
    model.to(device, memory_format=torch.channels_last)
    hard = config.get("hard", False)
    if hard:
        model.freeze_encoder()
    model.compute_half(checkpoints.bfloat16_pays(device))
    average = checkpoints.Average(model, config["average_decay"])
    optimizer = torch.optim.Adam(parameter_groups(model), lr=config["peak_rate"])
    step, spent = 0, 0.0
    if resume:
        saved = checkpoints.load_checkpoint(path)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        average.load_state_dict(saved["average"])
        step, spent = saved["step"], saved["seconds"]
    curve = checkpoints.Curve(Path(out) / "curve.csv", ["step", "loss", "rate", "seconds"], step)
    sampler = CropSampler(photos, config["crop"], config["masked_share"], config["enlarge"])
    steps, limit = config["steps"], config.get("minutes", 0) * 60
    started = time.monotonic() - spent
    total, count = 0.0, 0

    def save():
        state = {
            "config": config,
            "seed": seed,
            "step": step,
            "seconds": time.monotonic() - started,
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "average": average.state_dict(),
        }
        checkpoints.save_atomically(state, path)

    progress = 0.0
    while step < steps and progress < 1:
        progress = step / steps
        if limit:
            progress = max(progress, (time.monotonic() - started) / limit)
        generator, _ = checkpoints.step_generators(seed, step)
        torch.manual_seed(seed + step)  # quantisation noise
        rate = checkpoints.one_cycle(
            int(min(1, progress) * 10**6), 10**6, config["peak_rate"], 0.01, 0.02
        )
        for group in optimizer.param_groups:
            group["lr"] = rate * group["factor"]
        x, keep = sampler.batch(config["batch"], generator)
        point = torch.from_numpy(generator.integers(model.points, size=config["batch"]))
        x = x.to(device, memory_format=torch.channels_last)
        loss = loss_of(model, x, keep.to(device), point.to(device), hard)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        average.update(model)
        step += 1
        total, count = total + float(loss), count + 1
        if step % config["log_every"] == 0 or step == steps:
            seconds = time.monotonic() - started
            curve.add(step, total / count, rate, seconds)
            log(f"step {step} loss {total / count:.4f} rate {rate:.2e} {seconds:.0f} s")
            total, count = 0.0, 0
        if step % config["save_every"] == 0:
            save()
    save()
    return path


def load_trained(path):
    """The averaged network of a checkpoint, in evaluation mode."""
    saved = checkpoints.load_checkpoint(path)
    model = build(saved["config"])
    model.load_state_dict(saved["average"]["state"])
    return model.eval(), saved


@torch.no_grad()
def code_length(model: Codec, context, latent_tables, x, point):
    """Bits of the latents, bits of the hyper-latents and the decoded picture of a photo [1,3,h,w]."""
    k = torch.tensor([point])
    keep = torch.ones(1, 1, x.shape[2] // 16, x.shape[3] // 16)
    symbols, indices = model.quantise(x, k, keep)
    gain, inverse = model.gains(k)
    v = model.transforms.analyse(x) * gain
    hyper = model.hyper_prior.bits(torch.round(model.transforms.hyper_analyse(v))).sum().item()
    grid = [t[0].permute(1, 2, 0).numpy().astype(np.int32) for t in (symbols, indices)]
    pattern = patterns(np.ones(grid[0].shape[:2], dtype=bool))
    coded, phase = context.code(*grid, pattern, inverse.flatten().numpy(), gain.flatten().numpy())
    tables = context.tables(context.refine(coded, grid[1], pattern), phase)
    chosen = grid[1] > 0
    latent = codec_context_fit.symbol_bits(coded[chosen], tables[chosen], latent_tables)
    return latent.sum(), hyper, model.transforms.synthesise(symbols * inverse, keep, k)


def evaluate(model: Codec, context, latent_tables, paths, points):
    """Ideal code length and PSNR of 8-bit pictures at each point, means of per-image values."""
    rows = []
    for point in points:
        bpp, psnr = [], []
        for path in paths:
            pixels = images.load_rgb(path)
            h, w = (side // 16 * 16 for side in pixels.shape[:2])
            x = torch.from_numpy(pixels[:h, :w].copy()).permute(2, 0, 1)[None].float() / 255
            latent, hyper, x_hat = code_length(model, context, latent_tables, x, point)
            mse = (torch.round(x_hat * 255) - x * 255).pow(2).mean().item()
            bpp.append((latent + hyper) / (h * w))
            psnr.append(10 * math.log10(255**2 / max(mse, 1e-9)))
        row = {"point": point, "bpp": float(np.mean(bpp)), "psnr_db": float(np.mean(psnr))}
        rows.append({k: round(v, 4) for k, v in row.items()})
    return rows


def main(arguments=None):
    parser = command.parser("codec", "Train the hyperprior codec.")
    parser.add_argument("--hard", action="store_true", help="train decoder and probabilities on hard decisions")
    chosen = parser.parse_args(arguments)
    if chosen.action == "train":
        command.run_training(train, chosen)
        return
    model, saved = load_trained(chosen.out / "checkpoint.pt")
    items = images.codec_items(chosen.data)
    photos = load_photos([item.path for item in items])
    fitting = checkpoints.read_config(chosen.config, chosen.schedule)["context"]
    context, tables = codec_context_fit.fit(model, photos, chosen.seed, **fitting)
    if chosen.action == "evaluate":
        paths = [item.path for item in images.evaluation_items(chosen.data, "kodak")]
        curve = evaluate(model, context, tables, paths, range(model.points))
        figures = {"step": saved["step"], "kodak": curve}
        checkpoints.draw_curve(chosen.out / "curve.csv", chosen.out / "curve.png", "loss")
        export.write_text(json.dumps(figures, indent=1) + "\n", chosen.out / "figures.json")
        print(json.dumps(figures, indent=1))
    else:
        if chosen.bundle is None:
            parser.error("export needs --bundle")
        # A spread of training photographs calibrates the integer network.
        paths = [item.path for item in items][::97][:12]
        cost = codec_export.export_bundle(model, paths, context, tables, chosen.bundle)
        print(f"exported step {saved['step']} to {chosen.bundle}; integers cost {100 * cost:+.3f} %")


if __name__ == "__main__":
    main()
