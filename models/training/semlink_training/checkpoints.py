"""What every training run shares: seeds, schedules, averaged weights, checkpoints, loss curves."""

import csv
import math
import os
import random
import shutil
from pathlib import Path

import numpy as np
import torch

try:  # Python 3.11 and later
    import tomllib
except ModuleNotFoundError:  # pragma: no cover
    import tomli as tomllib


def read_config(path, schedule=None):
    """Reads a TOML file; the table ``schedule.<name>`` (cpu or gpu) is merged over the top level.

    Without a name, "gpu" is taken where PyTorch sees one and "cpu" elsewhere.
    """
    with open(path, "rb") as file:
        config = tomllib.load(file)
    schedules = config.pop("schedule", {})
    name = schedule or ("gpu" if torch.cuda.is_available() else "cpu")
    config.update(schedules.get(name, {}))
    return config


def seed_everything(seed):
    """Seeds Python, NumPy and PyTorch."""
    random.seed(seed)
    np.random.seed(seed % 2**32)
    torch.manual_seed(seed)


def step_generators(seed, step):
    """Random generators (NumPy, PyTorch) that depend on seed and step alone.

    A run resumed at step n therefore draws what the uninterrupted run would have drawn.
    """
    mixed = (seed * 1_000_003 + step) % 2**63
    return np.random.default_rng(mixed), torch.Generator().manual_seed(mixed)


def one_cycle(step, steps, peak, warmup=0.15, floor=0.01):
    """Learning rate: linear warm-up over a share of the steps, then cosine down to floor * peak."""
    start = max(1, int(steps * warmup))
    if step < start:
        return peak * (0.04 + 0.96 * (step + 1) / start)
    progress = min(1.0, (step - start) / max(1, steps - start))
    return peak * (floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * progress)))


def decay_groups(model, weight_decay):
    """Optimizer groups: weight decay on matrices and kernels, none on biases and norms."""
    decayed = [p for p in model.parameters() if p.requires_grad and p.ndim >= 2]
    plain = [p for p in model.parameters() if p.requires_grad and p.ndim < 2]
    return [
        {"params": decayed, "weight_decay": weight_decay},
        {"params": plain, "weight_decay": 0.0},
    ]


class Average:
    """Exponential moving average of a model's weights and buffers.

    The effective decay at update n is min(decay, (1 + n) / (10 + n)).
    """

    def __init__(self, model, decay):
        self.decay = decay
        self.updates = 0
        self.state = {k: v.detach().clone() for k, v in model.state_dict().items()}

    @torch.no_grad()
    def update(self, model):
        self.updates += 1
        decay = min(self.decay, (1 + self.updates) / (10 + self.updates))
        for key, value in model.state_dict().items():
            if value.dtype.is_floating_point:
                self.state[key].lerp_(value.detach().to(self.state[key].dtype), 1 - decay)
            else:
                self.state[key].copy_(value)

    def state_dict(self):
        return {"updates": self.updates, "state": self.state}

    def load_state_dict(self, state):
        self.updates = state["updates"]
        for key, value in state["state"].items():
            self.state[key].copy_(value)


def save_atomically(value, path):
    """torch.save into a neighbour file, then a rename: a reader sees the old or the new file."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    torch.save(value, partial)
    os.replace(partial, path)


def load_checkpoint(path):
    """Loads a checkpoint of this package onto the CPU."""
    return torch.load(path, map_location="cpu")


def bfloat16_pays(device):
    """Whether autocast to bfloat16 is faster here: a GPU, or a CPU that multiplies bfloat16."""
    if device.type == "cuda":
        return True
    if torch.__version__.startswith("1."):
        return False
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="ignore") as file:
            return "avx512_bf16" in file.read()
    except OSError:
        return False


def adamw(model, weight_decay, rate, betas=(0.9, 0.999)):
    """AdamW over ``decay_groups``, in one fused pass where this PyTorch has one for CPUs."""
    version = tuple(int(part) for part in torch.__version__.split(".")[:2])
    options = {"fused": True} if version >= (2, 4) else {}
    groups = decay_groups(model, weight_decay)
    return torch.optim.AdamW(groups, lr=rate, betas=betas, **options)


def compiled(function):
    """The function compiled where PyTorch 2 finds a C++ compiler, else unchanged.

    Compiled anew, in about a minute, for every shape of its inputs.
    """
    if not hasattr(torch, "compile") or shutil.which(os.environ.get("CXX", "g++")) is None:
        return function
    return torch.compile(function, dynamic=False)


class Curve:
    """The loss curve as CSV; rows at or beyond ``from_step`` of an earlier run are dropped."""

    def __init__(self, path, columns, from_step=0):
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        rows = []
        if from_step > 0 and self.path.is_file():
            with open(self.path, newline="", encoding="utf-8") as file:
                rows = [row for row in csv.reader(file)][1:]
            rows = [row for row in rows if int(row[0]) <= from_step]
        with open(self.path, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(rows)

    def add(self, *values):
        with open(self.path, "a", newline="", encoding="utf-8") as file:
            csv.writer(file).writerow(
                [f"{v:.6g}" if isinstance(v, float) else v for v in values]
            )


def draw_curve(csv_path, png_path, column):
    """Draws one column of a curve file over the steps; needs matplotlib."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    with open(csv_path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    points = [(int(row["step"]), float(row[column])) for row in rows if row.get(column)]
    figure, axes = plt.subplots(figsize=(7, 4))
    axes.plot([p[0] for p in points], [p[1] for p in points], linewidth=1)
    axes.set_xlabel("step")
    axes.set_ylabel(column.replace("_", " "))
    axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(png_path, dpi=120)
    plt.close(figure)
