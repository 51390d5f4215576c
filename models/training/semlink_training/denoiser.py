"""The inpainting denoiser: train, evaluate, export. The network is in denoiser_network."""

import functools
import json
import re
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from semlink_training import (
    checkpoints,
    command,
    denoiser_evaluation,
    denoiser_export,
    export,
    images,
    importance,
    masks,
    prompts,
    views,
)
from semlink_training.denoiser_network import (
    BINS,
    Denoiser,
    fill,
    frequency_bins,
    inverse,
    transform,
)


def build(config, vocabulary):
    return Denoiser(
        len(vocabulary) + prompts.FIRST_WORD,
        tuple(config["widths"]),
        config["condition"],
        config["text"],
        config["heads"],
        config["middle"],
        tuple(config["blocks"]),
    )


def adopt(model, script, vocabulary):
    """Starts from an exported network with the same words; blocks it lacks begin as identities."""
    stored = Path(script).with_name("vocabulary.txt").read_text(encoding="utf-8").split()
    if stored != vocabulary:
        raise SystemExit(f"the vocabulary beside {script} differs from that of these images")
    own = model.state_dict()
    for name, value in torch.jit.load(str(script), map_location="cpu").state_dict().items():
        if name not in own:  # before version 0.2 each side had one block per level
            name = re.sub(r"^(down|up)([12])\.", r"\1\2.0.", name)
        own[name].copy_(value)


def shapes_of(config, progress):
    """The (height, width) pairs drawn from at this point of the run."""
    stages = config["shapes"]
    return stages[min(len(stages) - 1, int(progress * len(stages)))]


def residual_loss(model, x0, degraded, mask, t, noise, tokens, half, border=0.0):
    """Mean squared error of the limited F in the holes; see denoiser_network.

    An untrained network has a loss of about 1 at every time; with the spectrum of photographs every
    octave of detail counts alike. ``border`` raises the weight of pixels within four of a kept one,
    by up to that factor, for a picture that goes on without a seam.
    """
    alpha, sigma, c, k, gain, limit = model.coefficients(t, x0.shape[2], x0.shape[3])
    hole = 1 - mask
    base = fill(degraded * mask, mask)
    z = alpha * (x0 - base) + sigma * noise
    holes = transform(hole * z)
    target = (alpha * noise - sigma * (x0 - base) - inverse(k * holes)) / c
    with torch.autocast(x0.device.type, torch.bfloat16, enabled=half):
        f = model.residual(z, inverse(gain * holes), base, mask, model.condition(t, tokens))
    f = inverse(limit * transform(f.float()))
    weight = hole * (1 + border * F.avg_pool2d(mask, 9, 1, 4))
    return (weight * (f - target) ** 2).sum() / (3 * weight.sum()).clamp_min(1.0)


@torch.no_grad()
def measure_spreads(model, examples, seed, batches):
    """Sets the table of deviations of the coefficients of x_0 - base in the holes."""
    squares, counts = torch.zeros(3, BINS), torch.zeros(BINS)
    for number in range(batches):
        x0, degraded, mask, _, _, _ = examples.batch(seed, 10**9 + number, (128, 128))
        hole = 1 - mask
        share = hole.mean(dim=(1, 2, 3), keepdim=True)
        kept = (share[:, 0, 0, 0] > 0.1) & (share[:, 0, 0, 0] < 0.97)
        r = transform(hole * (x0 - fill(degraded * mask, mask))) / share.sqrt().clamp_min(0.1)
        at = frequency_bins(128, 128, x0).round().to(torch.int64).flatten()
        for row in r[kept]:
            squares.index_add_(1, at, (row**2).flatten(1))
            counts += torch.bincount(at, minlength=BINS)
    measured = (squares / counts.clamp_min(1)).sqrt()
    for index in range(BINS - 1, -1, -1):  # bins between the few lowest frequencies are empty
        if counts[index] == 0:
            measured[:, index] = measured[:, min(index + 1, BINS - 1)]
    model.spreads.copy_(measured.clamp_min(0.01))


class Examples:
    """Draws the training batch of a step; deterministic in (seed, step)."""

    def __init__(self, config, data, folder):
        self.config = config
        self.items = images.denoiser_items(data)
        if not self.items:
            raise SystemExit(f"no training images under {data}; {images.DATA_HELP}")
        titles = images.food_titles(data)
        self.subjects = [prompts.subject_of(item, titles) for item in self.items]
        self.titled = [item.relative in titles for item in self.items]
        labelled = [s for s, t in zip(self.subjects, self.titled) if not t]
        titled = [s for s, t in zip(self.subjects, self.titled) if t]
        once = prompts.build_vocabulary(labelled, 1)
        seen = set(once)
        often = prompts.build_vocabulary(titled, config["least_title_count"])
        self.vocabulary = once + [word for word in often if word not in seen]
        self.tokeniser = prompts.Tokeniser(self.vocabulary)
        self.cache = images.cached(self.items, config["cache_size"], folder)
        script = config.get("classifier")
        self.maps = importance.maps_of(self.cache, script, folder) if script else None

    def batch(self, seed, step, shape):
        """x0, degraded [b, 3, h, w] in [-1, 1]; mask; t; noise; tokens."""
        config = self.config
        generator, torch_generator = checkpoints.step_generators(seed, step)
        height, width = shape
        chosen = views.batch_indices(seed, step, config["batch"], len(self.items))
        crops = views.random_crops(
            self.cache.aspect[chosen],
            height,
            width,
            generator,
            config["min_area"],
            config["stretch"],
        )
        pixels = views.load_pixels(self.cache, chosen)
        x = views.sample(pixels, crops, height, width, config["supersample"])
        maps = None
        if self.maps is not None:
            maps = torch.from_numpy(self.maps[chosen])[:, None]
            maps = views.sample(maps, crops, height // 4, width // 4)[:, 0]
        mask = masks.random_masks(len(chosen), height, width, generator, maps)
        # Colours of the kept part, as the transmitter names them, or of the whole picture.
        region = torch.from_numpy(mask)[:, None]
        inside = torch.from_numpy(generator.random((len(chosen), 1, 1, 1)) < 0.5)
        region = torch.where(inside, region, torch.ones(1))
        colours = prompts.dominant_colours(x, region=region)
        texts = [
            prompts.random_prompt(
                self.subjects[index],
                self.titled[index],
                masks.position_words(mask[row]),
                colours[row],
                generator,
            )
            for row, index in enumerate(chosen)
        ]
        x0 = x * 2 - 1
        n = len(chosen)
        # Stratified times: u to a power, u one in each of n equal parts of (0, 1].
        t = (torch.arange(n) + torch.rand(n, generator=torch_generator)) / n
        t = t[torch.randperm(n, generator=torch_generator)] ** config["time_power"]
        t = t.clamp_min(1e-3)
        noise = torch.randn(x0.shape, generator=torch_generator)
        return (
            x0,
            masks.degrade(x0, generator),
            torch.from_numpy(mask)[:, None],
            t,
            noise,
            self.tokeniser.batch(texts),
        )


def train(config, data, out, seed, resume, log=print):
    """Trains and leaves out/checkpoint.pt and out/curve.csv."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    half = checkpoints.bfloat16_pays(device)
    examples = Examples(config, data, Path(out) / "cache")
    checkpoints.seed_everything(seed)
    model = build(config, examples.vocabulary)
    path = Path(out) / "checkpoint.pt"
    resume = resume and path.is_file()
    if not resume:
        if config.get("start"):
            adopt(model, config["start"], examples.vocabulary)
        measure_spreads(model, examples, seed, config["spread_batches"])
    model = model.to(device, memory_format=torch.channels_last)
    optimizer = checkpoints.adamw(model, config["weight_decay"], config["peak_rate"], (0.9, 0.98))
    average = checkpoints.Average(model, config["average_decay"])
    step, spent = 0, 0.0
    if resume:
        saved = checkpoints.load_checkpoint(path)
        if saved["vocabulary"] != examples.vocabulary:
            raise SystemExit("the checkpoint's vocabulary differs from that of these images")
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        average.load_state_dict(saved["average"])
        step, spent = saved["step"], saved["seconds"]
    columns = ["step", "loss", "rate", "height", "width", "seconds"]
    curve = checkpoints.Curve(Path(out) / "curve.csv", columns, step)
    steps, limit = config["steps"], config.get("minutes", 0) * 60
    started = time.monotonic() - spent
    total, count = 0.0, 0

    def save():
        state = {
            "config": config,
            "vocabulary": examples.vocabulary,
            "seed": seed,
            "step": step,
            "seconds": time.monotonic() - started,
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "average": average.state_dict(),
        }
        checkpoints.save_atomically(state, path)

    model.train()
    loss_of = functools.partial(residual_loss, model, half=half, border=config["border"])
    if config["compile"]:
        loss_of = checkpoints.compiled(loss_of)
    progress = 0.0
    while step < steps and progress < 1:
        progress = step / steps
        if limit:
            progress = max(progress, (time.monotonic() - started) / limit)
        rate = checkpoints.one_cycle(
            int(min(1, progress) * 10**6), 10**6, config["peak_rate"], warmup=0.04
        )
        for group in optimizer.param_groups:
            group["lr"] = rate
        choices = shapes_of(config, min(progress, 0.999999))
        shape = choices[np.random.default_rng([seed, step]).integers(len(choices))]
        batch = [value.to(device) for value in examples.batch(seed, step, shape)]
        loss = loss_of(*batch)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        average.update(model)
        step += 1
        total += float(loss)
        count += 1
        if step % config["log_every"] == 0 or step == steps:
            seconds = time.monotonic() - started
            curve.add(step, total / count, rate, shape[0], shape[1], seconds)
            log(f"step {step} loss {total / count:.4f} rate {rate:.2e} {seconds:.0f} s")
            total, count = 0.0, 0
        if step % config["save_every"] == 0:
            save()
    save()
    return path


def load_trained(path):
    """The averaged network of a checkpoint in evaluation mode, its vocabulary, the checkpoint."""
    saved = checkpoints.load_checkpoint(path)
    model = build(saved["config"], saved["vocabulary"])
    model.load_state_dict(saved["average"]["state"])
    return model.eval(), saved["vocabulary"], saved


def main(arguments=None):
    parser = command.parser("denoiser", "Train the inpainting denoiser.")
    add = parser.add_argument
    add(
        "--classifier",
        type=Path,
        default=images.PROJECT_ROOT / "models/bundles/compact/classifier.pt",
        help="exported classifier: training masks, evaluation (default: the compact bundle's)",
    )
    add("--guidance", type=float, default=1.0, help="evaluation; 1 is none")
    add("--temperature", type=float, default=1.0, help="evaluation; scale of the noise")
    add("--sampling-steps", type=int, default=31, help="evaluation")
    add("--pictures", type=int, default=300, help="evaluation: photos, of all sets in proportion")
    chosen = parser.parse_args(arguments)
    if chosen.action == "train":
        command.run_training(train, chosen)
        return
    model, vocabulary, saved = load_trained(chosen.out / "checkpoint.pt")
    if chosen.action == "evaluate":
        settings = denoiser_evaluation.Settings(
            chosen.sampling_steps, chosen.guidance, chosen.temperature, seed=chosen.seed
        )
        classifier = denoiser_evaluation.FeatureNetwork(chosen.classifier)
        photos = denoiser_evaluation.sample_photos(chosen.data, chosen.pictures, classifier)
        tokeniser = prompts.Tokeniser(vocabulary)
        figures = denoiser_evaluation.evaluate(model, tokeniser, classifier, photos, settings)
        denoiser_evaluation.write_sheet(
            model, tokeniser, photos, settings, chosen.out / "sheet.png"
        )
        figures["training_step"] = saved["step"]
        figures["parameters"] = sum(p.numel() for p in model.parameters())
        export.write_text(json.dumps(figures, indent=1) + "\n", chosen.out / "figures.json")
        print(json.dumps(figures, indent=1))
        checkpoints.draw_curve(chosen.out / "curve.csv", chosen.out / "curve.png", "loss")
    else:
        if chosen.bundle is None:
            parser.error("export needs --bundle")
        half = build(saved["config"], vocabulary).eval()
        half.load_state_dict(model.state_dict())
        denoiser_export.export_bundle(model, half, vocabulary, chosen.bundle)
        print(f"exported step {saved['step']} to {chosen.bundle}")


if __name__ == "__main__":
    main()
