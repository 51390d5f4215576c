"""The inpainting denoiser: train, evaluate, export. The network is in denoiser_network."""

import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw
from torch import nn

from semlink_training import checkpoints, command, export, images, masks, prompts, views
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
    )


def shapes_of(config, progress):
    """The (height, width) pairs drawn from at this point of the run."""
    stages = config["shapes"]
    return stages[min(len(stages) - 1, int(progress * len(stages)))]


def residual_loss(model, x0, degraded, mask, t, noise, tokens, half):
    """Mean squared error of the limited F in the holes; see denoiser_network.

    An untrained network has a loss of about 1 at every time; with the spectrum of photographs every
    octave of detail counts alike.
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
    return (hole * (f - target) ** 2).sum() / (3 * hole.sum()).clamp_min(1.0)


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

    def batch(self, seed, step, shape):
        """x0, degraded [b, 3, h, w] in [-1, 1]; mask; t; noise; tokens."""
        config = self.config
        generator, torch_generator = checkpoints.step_generators(seed, step)
        height, width = shape
        chosen = views.batch_indices(seed, step, config["batch"], len(self.items))
        x = views.random_views(
            self.cache,
            chosen,
            height,
            width,
            generator,
            config["min_area"],
            config["stretch"],
            supersample=config["supersample"],
        )
        mask = np.stack([masks.random_mask(height, width, generator) for _ in chosen])
        # Colours of the kept part, as the transmitter names them, or of the whole picture.
        region = torch.from_numpy(mask)[:, None]
        region = torch.where(torch.from_numpy(generator.random((len(chosen), 1, 1, 1)) < 0.5), region, torch.ones(1))
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
        # Stratified times: one in each of n equal parts of (0, 1].
        t = (torch.arange(n) + torch.rand(n, generator=torch_generator)) / n
        t = t[torch.randperm(n, generator=torch_generator)].clamp_min(1e-3)
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
        measure_spreads(model, examples, seed, config["spread_batches"])
    model = model.to(device)
    optimizer = torch.optim.AdamW(
        checkpoints.decay_groups(model, config["weight_decay"]),
        lr=config["peak_rate"],
        betas=(0.9, 0.98),
    )
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
        loss = residual_loss(model, *batch, half)
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


@torch.no_grad()
def inpaint(
    model, known, mask, tokens, steps=31, seed=1, guidance=1.0, eta=0.0, temperature=1.0
):
    """DDIM (Song et al. 2021, arXiv:2010.02502) from pure noise; eta 1 gives DDPM's variance.

    known [b, 3, h, w] in [-1, 1], mask [b, 1, h, w], tokens [b, l]; returns the composed picture:
    kept pixels exactly as given. ``guidance`` above 1 extrapolates from the result without text;
    ``temperature`` below 1 scales the noise it starts from: calmer pictures, less variety.
    """
    generator = torch.Generator().manual_seed(seed)
    known = known * mask
    x = temperature * torch.randn(known.shape, generator=generator)
    nothing = torch.zeros_like(tokens)
    for index in range(steps):
        t = torch.full((known.shape[0],), 1 - index / steps)
        alpha, sigma = math.cos(math.pi / 2 * float(t[0])), math.sin(math.pi / 2 * float(t[0]))
        v = model(x, known, mask, t, tokens)
        if guidance != 1.0:
            plain = model(x, known, mask, t, nothing)
            v = plain + guidance * (v - plain)
        x0 = (alpha * x - sigma * v).clamp(-1, 1)
        eps = (x - alpha * x0) / sigma
        later = 1 - (index + 1) / steps
        alpha_s, sigma_s = math.cos(math.pi / 2 * later), math.sin(math.pi / 2 * later)
        if index == steps - 1:
            x = x0
            break
        # Variance of the random part, DDIM equation 16, for the step from (alpha, sigma).
        variance = (sigma_s / sigma) ** 2 * max(0.0, 1 - (alpha / max(alpha_s, 1e-9)) ** 2)
        random_part = eta * math.sqrt(variance)
        x = alpha_s * x0 + math.sqrt(max(0.0, sigma_s**2 - random_part**2)) * eps
        if random_part > 0:
            x = x + random_part * torch.randn(x.shape, generator=generator)
    return mask * known + (1 - mask) * x


def _evaluation_photo(item, area=128 * 128):
    """An evaluation photo in [-1, 1] with sides that are multiples of 16 and about this area."""
    with Image.open(item.path) as image:
        image = image.convert("RGB")
        aspect = image.width / image.height
        width = max(16, round(math.sqrt(area * aspect) / 16) * 16)
        height = max(16, round(math.sqrt(area / aspect) / 16) * 16)
        pixels = np.asarray(image.resize((width, height), Image.LANCZOS))
    return torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None].float() / 127.5 - 1


def mask_of(height, width, share, seed):
    """A blob mask of exactly this kept share (to one cell of 4 pixels), seeded."""
    generator = np.random.default_rng(seed)
    rows, columns = height // 4, width // 4
    field = masks._blob(rows, columns, generator)
    kept = np.zeros(field.size, dtype=np.float32)
    kept[np.argsort(-field, axis=None, kind="stable")[: round(share * field.size)]] = 1
    kept = kept.reshape(rows, columns).repeat(4, axis=0).repeat(4, axis=1)
    return torch.from_numpy(np.ascontiguousarray(kept))[None, None]


def _to_image(x):
    pixels = ((x[0].clamp(-1, 1) + 1) * 127.5).round().permute(1, 2, 0).numpy().astype(np.uint8)
    return Image.fromarray(pixels)


def seam_ratio(picture, original, mask):
    """Mean absolute step across the mask's border, divided by the original photo's there."""

    def steps(x, axis):
        return x.diff(dim=axis).abs().mean(dim=1)

    numerator = denominator = 0.0
    for axis in (2, 3):
        border = mask.diff(dim=axis).abs()[:, 0] > 0.5
        numerator += float(steps(picture, axis)[border].sum())
        denominator += float(steps(original, axis)[border].sum())
    return numerator / max(denominator, 1e-6)


@torch.no_grad()
def evaluate(
    model, vocabulary, data, sheet, per_set=8, steps=31, guidance=1.5, temperature=1.0
):
    """Inpaints evaluation photos at 20, 40 and 60 % kept; writes a contact sheet; returns figures.

    Columns of the sheet: photo; per share the kept pixels, the smooth fill, the inpainted picture;
    last the picture from the text alone. The squared error is of the generated pixels, in [0, 1].
    """
    tokeniser = prompts.Tokeniser(vocabulary)
    chosen = []
    for name in ("imagenette", "pets", "kodak"):
        items = images.evaluation_items(data, name)
        stride = max(1, len(items) // per_set)
        chosen += items[::stride][:per_set]
    shares = (0.2, 0.4, 0.6)
    figures = {str(s): {"mse": 0.0, "mse_fill": 0.0, "seam": 0.0, "seam_fill": 0.0} for s in shares}
    rows, seconds = [], []
    for number, item in enumerate(chosen):
        photo = _evaluation_photo(item)
        height, width = photo.shape[2:]
        subject = images.label_name(item.label) if item.label else ""
        colours = prompts.dominant_colours((photo + 1) / 2)[0]
        row = [("photo", photo)]
        for share in shares:
            mask = mask_of(height, width, share, 100 + number)
            position = masks.position_words(mask[0, 0].numpy())
            text = prompts.sentence(subject, position, colours)
            tokens = tokeniser.batch([text])
            started = time.monotonic()
            out = inpaint(
                model,
                photo,
                mask,
                tokens,
                steps,
                seed=number,
                guidance=guidance,
                temperature=temperature,
            )
            seconds.append(time.monotonic() - started)
            smooth = fill(photo * mask, mask)
            hole = (1 - mask).sum() * 3
            entry = figures[str(share)]
            entry["mse"] += float(((out - photo) ** 2 * (1 - mask)).sum() / hole / 4)
            entry["mse_fill"] += float(((smooth - photo) ** 2 * (1 - mask)).sum() / hole / 4)
            entry["seam"] += seam_ratio(out, photo, mask)
            entry["seam_fill"] += seam_ratio(smooth, photo, mask)
            row += [(text, photo * mask), ("", smooth), ("", out)]
        none = torch.zeros_like(mask)
        tokens = tokeniser.batch([prompts.sentence(subject, "", colours)])
        stronger = max(guidance, 2.0)
        row.append(
            ("", inpaint(model, photo, none, tokens, steps, number, stronger, 0.0, temperature))
        )
        rows.append(row)
    for entry in figures.values():
        for key in entry:
            entry[key] = round(entry[key] / len(chosen), 5)
    figures["seconds_per_picture"] = round(float(np.median(seconds)), 2)
    figures["pictures"] = len(chosen)
    figures["guidance"] = guidance
    figures["temperature"] = temperature
    figures["network_evaluations_per_step"] = 1 if guidance == 1.0 else 2
    figures["steps"] = steps
    _write_sheet(rows, sheet)
    return figures


def _write_sheet(rows, path):
    cell_width = max(x.shape[3] for row in rows for _, x in row) + 4
    heights = [max(x.shape[2] for _, x in row) + 16 for row in rows]
    sheet = Image.new("RGB", (cell_width * len(rows[0]), sum(heights)), "white")
    pen = ImageDraw.Draw(sheet)
    top = 0
    for row, height in zip(rows, heights):
        for column, (text, x) in enumerate(row):
            sheet.paste(_to_image(x), (column * cell_width, top + 12))
            if text:
                pen.text((column * cell_width, top), text[:70], fill="black")
        top += height
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)


def exportable(model, config, vocabulary):
    """A copy whose weights are stored as float16."""
    copy = build(config, vocabulary).eval()
    copy.load_state_dict(model.state_dict())
    return export.with_half_weights(copy)


def export_bundle(model, config, vocabulary, bundle, seed=1):
    """Writes denoiser.pt, vocabulary.txt and reference/denoiser-forward.npz."""
    bundle = Path(bundle)
    half = exportable(model, config, vocabulary)
    loaded = export.save_script(half, bundle / "denoiser.pt")
    generator = torch.Generator().manual_seed(seed)
    numbers = np.random.default_rng(seed)
    picture = torch.rand(2, 3, 2, 3, generator=generator) * 2 - 1
    picture = nn.functional.interpolate(picture, size=(32, 48), mode="bilinear")
    mask = np.stack([masks.random_mask(32, 48, numbers) for _ in range(2)])
    mask = torch.from_numpy(mask)[:, None]
    tokeniser = prompts.Tokeniser(vocabulary)
    tokens = tokeniser.batch(["a photo of a golf ball, in the centre, green and white", ""])
    x_t = torch.randn(2, 3, 32, 48, generator=generator)
    inputs = [x_t, picture * mask, mask, torch.tensor([0.9, 0.3]), tokens]
    export.require_equal(loaded, half, inputs, 1e-5)
    export.require_equal(loaded, model, inputs, 0.02)
    export.write_reference(loaded, inputs, bundle / "reference" / "denoiser-forward.npz")
    export.write_text("\n".join(vocabulary) + "\n", bundle / "vocabulary.txt")


def main(arguments=None):
    parser = command.parser("denoiser", "Train the inpainting denoiser.")
    parser.add_argument("--guidance", type=float, default=1.5, help="evaluation; 1 is none")
    parser.add_argument("--temperature", type=float, default=1.0, help="evaluation; start noise")
    parser.add_argument("--sampling-steps", type=int, default=31, help="evaluation")
    parser.add_argument("--per-set", type=int, default=8, help="evaluation: photos per set")
    chosen = parser.parse_args(arguments)
    if chosen.action == "train":
        command.run_training(train, chosen)
        return
    model, vocabulary, saved = load_trained(chosen.out / "checkpoint.pt")
    if chosen.action == "evaluate":
        figures = evaluate(
            model,
            vocabulary,
            chosen.data,
            chosen.out / "sheet.png",
            chosen.per_set,
            chosen.sampling_steps,
            chosen.guidance,
            chosen.temperature,
        )
        figures["training_step"] = saved["step"]
        figures["parameters"] = sum(p.numel() for p in model.parameters())
        checkpoints.draw_curve(chosen.out / "curve.csv", chosen.out / "curve.png", "loss")
        export.write_text(json.dumps(figures, indent=1) + "\n", chosen.out / "figures.json")
        print(json.dumps(figures, indent=1))
    else:
        if chosen.bundle is None:
            parser.error("export needs --bundle")
        export_bundle(model, saved["config"], vocabulary, chosen.bundle)
        print(f"exported step {saved['step']} to {chosen.bundle}")


if __name__ == "__main__":
    main()
