"""The importance classifier: train, evaluate, export.

A residual network whose last features f_c (stride 16) are averaged over the picture and weighted
per class, so that the class maps sum_c w_c^k f_c (class activation mapping, Zhou et al. 2016,
doi:10.1109/CVPR.2016.319) average to the logits less the bias:
logits = mean(cams) + bias.
"""

import json
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional as F

from semlink_training import checkpoints, command, export, images, views

MEAN = (0.48, 0.46, 0.41)
DEVIATION = (0.27, 0.27, 0.28)


class ConvNorm(nn.Module):
    """Convolution without bias, batch normalisation, optional ReLU."""

    def __init__(self, inputs, outputs, kernel=3, stride=1, relu=True):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
        self.norm = nn.BatchNorm2d(outputs)
        self.relu = relu

    def forward(self, x):
        x = self.norm(self.conv(x))
        return F.relu(x) if self.relu else x


class Block(nn.Module):
    """Residual block of two 3x3 convolutions; a strided one averages and projects its shortcut."""

    def __init__(self, inputs, outputs, stride=1):
        super().__init__()
        self.first = ConvNorm(inputs, outputs, 3, stride)
        self.second = ConvNorm(outputs, outputs, 3, relu=False)
        nn.init.zeros_(self.second.norm.weight)
        shortcut = []
        if stride > 1:
            shortcut.append(nn.AvgPool2d(stride))
        if stride > 1 or inputs != outputs:
            shortcut.append(ConvNorm(inputs, outputs, 1, relu=False))
        self.shortcut = nn.Sequential(*shortcut)

    def forward(self, x):
        return F.relu(self.shortcut(x) + self.second(self.first(x)))


class Classifier(nn.Module):
    """forward(x [b, 3, h, w] in [0, 1]; h, w multiples of 16) -> logits [b, k], cams [b, k, h/16, w/16].

    With ``mirrored`` the features are averaged over the picture and its mirror image, at twice the
    cost: for inference alone.
    """

    def __init__(self, classes, widths=(64, 128, 256), blocks=(1, 2, 2), mirrored=False):
        super().__init__()
        self.mirrored = mirrored
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1))
        self.register_buffer("deviation", torch.tensor(DEVIATION).view(1, 3, 1, 1))
        self.stem = ConvNorm(48, widths[0])
        layers = []
        previous = widths[0]
        for stage, (width, count) in enumerate(zip(widths, blocks)):
            for index in range(count):
                stride = 2 if stage > 0 and index == 0 else 1
                layers.append(Block(previous, width, stride))
                previous = width
        self.trunk = nn.Sequential(*layers)
        self.dropout = nn.Dropout(0.1)
        self.classes = nn.Conv2d(previous, classes, 1, bias=False)
        self.bias = nn.Parameter(torch.zeros(classes))

    def maps(self, x):
        """Last features [b, c, h/16, w/16]; with ``mirrored`` averaged over x and its mirror image."""
        if self.mirrored:
            both = self.one_sided_maps(torch.cat([x, x.flip(3)]))
            ahead, back = both.chunk(2)
            return (ahead + back.flip(3)) / 2
        return self.one_sided_maps(x)

    def one_sided_maps(self, x):
        x = (x - self.mean) / self.deviation
        return self.trunk(self.stem(F.pixel_unshuffle(x, 4)))

    @torch.jit.export
    def features(self, x):
        """Spatial mean [b, c] of the last features, before the class weights."""
        return self.maps(x).mean(dim=(2, 3))

    def forward(self, x):
        cams = self.classes(self.maps(x))
        return cams.mean(dim=(2, 3)) + self.bias, cams

    def logits(self, x):
        """The logits alone, cheaper in training: pool, then weigh."""
        pooled = self.dropout(self.maps(x).mean(dim=(2, 3), keepdim=True))
        return self.classes(pooled).flatten(1) + self.bias


def exportable(model):
    """A copy with batch normalisations fused and weights stored as float16."""
    copy = Classifier(*model_arguments(model), model.mirrored).eval()
    copy.load_state_dict(model.state_dict())

    def fuse(module):
        for name, child in module.named_children():
            if isinstance(child, ConvNorm):
                conv = export.fuse_conv_norm(child.conv, child.norm)
                fused = nn.Sequential(conv, nn.ReLU()) if child.relu else conv
                setattr(module, name, fused)
            else:
                fuse(child)

    fuse(copy)
    copy.dropout = nn.Identity()
    copy.bias = nn.Parameter(copy.bias.detach().half().float())
    return export.with_half_weights(copy)


def model_arguments(model):
    """The constructor arguments that make an equal network."""
    widths, blocks = [model.stem.conv.out_channels], [0]
    for block in model.trunk:
        width = block.first.conv.out_channels
        if width != widths[-1]:
            widths.append(width)
            blocks.append(0)
        blocks[-1] += 1
    return model.classes.out_channels, tuple(widths), tuple(blocks)


def build(config, classes):
    return Classifier(classes, tuple(config["widths"]), tuple(config["blocks"]))


def at_progress(config, progress):
    """The configuration at a point of the run and the picture size there.

    Sizes grow through config["sizes"] in equal shares of the run; its last part, config["settle"],
    is trained with the table config["settled"] merged over the rest: near what inference sees.
    """
    if progress >= 1 - config["settle"]:
        settled = {**config, **config["settled"]}
        return settled, settled["sizes"][-1]
    sizes = config["sizes"]
    share = progress / (1 - config["settle"])
    return config, sizes[min(len(sizes) - 1, int(share * len(sizes)))]


def adopt(model, script, cache):
    """Starts from an exported network: its convolutions, and blocks added at zero effect.

    The batch normalisations that export fused into the convolutions are set up again from the
    statistics of ``cache``'s first pictures, so that the network answers as the exported one did.
    ``script`` may have fewer blocks in the last stage.
    """
    weights = script.state_dict()
    model.classes.weight.data.copy_(weights["classes.weight"])
    model.bias.data.copy_(weights["bias"])

    def calibrate(name):
        def hook(norm, inputs, _):
            x = inputs[0]
            mean, variance = x.mean(dim=(0, 2, 3)), x.var(dim=(0, 2, 3), unbiased=False)
            norm.running_mean.copy_(mean)
            norm.running_var.copy_(variance)
            norm.weight.data.copy_(torch.sqrt(variance + norm.eps))
            norm.bias.data.copy_(mean + weights[name + ".bias"])
            return x + weights[name + ".bias"].float()[:, None, None]

        return hook

    hooks = []
    for name, module in model.named_modules():
        if isinstance(module, ConvNorm):
            stored = name + ".0" if name + ".0.weight" in weights else name
            if stored + ".weight" in weights:
                module.conv.weight.data.copy_(weights[stored + ".weight"])
                hooks.append(module.norm.register_forward_hook(calibrate(stored)))
    with torch.no_grad():
        stride = len(cache.aspect) // 256 + 1
        model.eval()(views.load_pixels(cache, range(0, len(cache.aspect), stride)))
    for hook in hooks:
        hook.remove()


def train(config, data, out, seed, resume, log=print):
    """Trains and leaves out/checkpoint.pt and out/curve.csv."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    half = checkpoints.bfloat16_pays(device)
    items = images.classifier_items(data)
    if not items:
        raise SystemExit(f"no labelled images under {data}; {images.DATA_HELP}")
    labels = images.labels_of(items)
    numbers = {label["id"]: index for index, label in enumerate(labels)}
    targets = torch.tensor([numbers[item.label] for item in items])
    weights = views.balanced_weights([item.label for item in items], config["balance"])
    cache = images.cached(items, config["cache_size"], Path(out) / "cache")
    checkpoints.seed_everything(seed)
    model = build(config, len(labels))
    path = Path(out) / "checkpoint.pt"
    resume = resume and path.is_file()
    if config.get("start") and not resume:
        adopt(model, torch.jit.load(str(config["start"]), map_location="cpu"), cache)
    model = model.to(device, memory_format=torch.channels_last)
    optimizer = checkpoints.adamw(model, config["weight_decay"], config["peak_rate"])
    average = checkpoints.Average(model, config["average_decay"])
    step, spent = 0, 0.0
    if resume:
        saved = checkpoints.load_checkpoint(path)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        average.load_state_dict(saved["average"])
        step, spent = saved["step"], saved["seconds"]
    columns = ["step", "loss", "top1", "rate", "size", "seconds"]
    curve = checkpoints.Curve(Path(out) / "curve.csv", columns, step)
    steps, limit = config["steps"], config.get("minutes", 0) * 60
    started = time.monotonic() - spent
    total, hits, seen = 0.0, 0, 0

    def save():
        state = {
            "config": config,
            "labels": labels,
            "seed": seed,
            "step": step,
            "seconds": time.monotonic() - started,
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "average": average.state_dict(),
        }
        checkpoints.save_atomically(state, path)

    model.train()
    logits_of = checkpoints.compiled(model.logits) if config["compile"] else model.logits
    progress = 0.0
    while step < steps and progress < 1:
        progress = step / steps
        if limit:
            progress = max(progress, (time.monotonic() - started) / limit)
        generator, _ = checkpoints.step_generators(seed, step)
        torch.manual_seed(seed + step)  # dropout
        rate = checkpoints.one_cycle(int(min(1, progress) * 10**6), 10**6, config["peak_rate"])
        for group in optimizer.param_groups:
            group["lr"] = rate
        now, size = at_progress(config, progress)
        chosen = views.batch_indices(seed, step, config["batch"], len(items), weights)
        aspect = cache.aspect[chosen]
        crops = views.random_crops(
            aspect, size, size, generator, now["min_area"], now["stretch"], now["turn"]
        )
        x = views.sample(views.load_pixels(cache, chosen), crops, size, size)
        x = views.jitter_colours(x, generator, now["jitter"])
        x = views.erase_boxes(x, generator, now["erase"])
        x, order, share = views.mix(x, generator, now["mixup"], now["cutmix"])
        x = x.to(device, memory_format=torch.channels_last)
        y, other = targets[chosen].to(device), targets[chosen][order].to(device)
        with torch.autocast(device.type, torch.bfloat16, enabled=half):
            logits = logits_of(x)
        logits = logits.float()
        smoothing = config["label_smoothing"]
        loss = share * F.cross_entropy(logits, y, label_smoothing=smoothing)
        if share < 1:
            loss = loss + (1 - share) * F.cross_entropy(logits, other, label_smoothing=smoothing)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimizer.step()
        average.update(model)
        step += 1
        total += float(loss)
        hits += int((logits.argmax(1) == y).sum())
        seen += len(chosen)
        if step % config["log_every"] == 0 or step == steps:
            seconds = time.monotonic() - started
            count = seen / config["batch"]
            curve.add(step, total / count, hits / seen, rate, size, seconds)
            log(
                f"step {step} loss {total / count:.3f} top1 {hits / seen:.3f} size {size} "
                f"{seconds:.0f} s"
            )
            total, hits, seen = 0.0, 0, 0
        if step % config["save_every"] == 0:
            save()
    save()
    return path


def load_trained(path):
    """The averaged network of a checkpoint, in evaluation mode, and its labels."""
    saved = checkpoints.load_checkpoint(path)
    model = build(saved["config"], len(saved["labels"]))
    model.load_state_dict(saved["average"]["state"])
    return model.eval(), saved["labels"], saved


def photo_tensor(path, short_side, multiple=32):
    """A photo as [1, 3, h, w] in [0, 1]: short side near ``short_side``, sides multiples."""
    with Image.open(path) as image:
        image = image.convert("RGB")
        scale = short_side / min(image.size)
        width, height = (
            max(multiple, round(side * scale / multiple) * multiple) for side in image.size
        )
        pixels = np.asarray(image.resize((width, height), Image.LANCZOS))
    return torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None].float() / 255


@torch.no_grad()
def evaluate(model, labels, data, short_side=160, sets=("imagenette", "caltech101", "pets")):
    """Top-1 per evaluation set, and on pets the pointing game and the animal's share at 30 % kept.

    Pointing game: the maximum of the map of the predicted label, up-sampled bilinearly, lies on the
    animal (trimap 1 or 3, its border). Lift: share of animal among the 30 % most important cells of
    a 16-pixel grid over the animal's share of the picture.
    """
    numbers = {label["id"]: index for index, label in enumerate(labels)}
    figures = {}
    for name in sets:
        items = [i for i in images.evaluation_items(data, name) if i.label in numbers]
        if not items:
            continue
        right, pointed, lifts, started = 0, 0, [], time.monotonic()
        for item in items:
            logits, cams = model(photo_tensor(item.path, short_side))
            best = int(logits[0].argmax())
            right += best == numbers[item.label]
            if name == "pets":
                with Image.open(images.trimap_path(data, item)) as trimap:
                    animal = np.asarray(trimap) != 2
                hit, lift = localisation(cams[0, best], animal)
                pointed += hit
                lifts.append(lift)
        figures[name] = {
            "images": len(items),
            "top1": round(right / len(items), 4),
            "ms_per_image": round(1000 * (time.monotonic() - started) / len(items), 1),
        }
        if name == "pets":
            figures[name]["pointing_game"] = round(pointed / len(items), 4)
            figures[name]["lift_at_30_percent"] = round(float(np.mean(lifts)), 3)
    return figures


def localisation(cam, animal, kept=0.3):
    """(maximum of the map is on the animal, animal share of the kept cells / of the picture)."""
    height, width = animal.shape
    full = F.interpolate(
        cam[None, None], size=(height, width), mode="bilinear", align_corners=False
    )[0, 0]
    row, column = divmod(int(full.argmax()), width)
    cells = (max(1, height // 16), max(1, width // 16))
    mask = torch.from_numpy(animal.astype(np.float32))[None, None]
    share = F.adaptive_avg_pool2d(mask, cells).flatten()
    importance = F.interpolate(cam[None, None], size=cells, mode="bilinear", align_corners=False)
    count = max(1, round(kept * share.numel()))
    order = importance.flatten().argsort(descending=True)[:count]
    lift = float(share[order].mean() / share.mean().clamp_min(1e-6))
    return bool(animal[row, column]), lift


def export_bundle(model, labels, bundle, seed=1):
    """Writes classifier.pt, labels.json and reference/classifier-{forward,features}.npz."""
    bundle = Path(bundle)
    half = exportable(model)
    loaded = export.save_script(half, bundle / "classifier.pt")
    generator = torch.Generator().manual_seed(seed)
    x = torch.rand(1, 3, 64, 96, generator=generator)
    x = F.avg_pool2d(F.pad(x, (2, 2, 2, 2), mode="reflect"), 5, 1)
    export.require_equal(loaded, half, [x], 1e-5)
    export.require_equal(loaded, model, [x], 0.02)
    reference = bundle / "reference"
    export.write_reference(loaded, [x], reference / "classifier-forward.npz")
    export.write_reference(loaded.features, [x], reference / "classifier-features.npz")
    export.write_text(json.dumps(labels, indent=1) + "\n", bundle / "labels.json")


def main(arguments=None):
    parser = command.parser("classifier", "Train the importance classifier.")
    parser.add_argument("--short-side", type=int, default=160, help="evaluation size, pixels")
    chosen = parser.parse_args(arguments)
    if chosen.action == "train":
        command.run_training(train, chosen)
        return
    model, labels, saved = load_trained(chosen.out / "checkpoint.pt")
    if chosen.action == "evaluate":
        figures = evaluate(model, labels, chosen.data, chosen.short_side)
        figures["step"] = saved["step"]
        figures["parameters"] = sum(p.numel() for p in model.parameters())
        export.write_text(json.dumps(figures, indent=1) + "\n", chosen.out / "figures.json")
        print(json.dumps(figures, indent=1))
        checkpoints.draw_curve(chosen.out / "curve.csv", chosen.out / "curve.png", "loss")
    else:
        if chosen.bundle is None:
            parser.error("export needs --bundle")
        export_bundle(model, labels, chosen.bundle)
        print(f"exported step {saved['step']} to {chosen.bundle}")


if __name__ == "__main__":
    main()
