"""TorchScript export: weights stored as float16, computed in float32, with reference vectors."""

import os
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


class HalfConv2d(nn.Module):
    """A convolution whose weights are stored as float16 and cast when used."""

    def __init__(self, conv: nn.Conv2d):
        super().__init__()
        self.register_buffer("weight", conv.weight.detach().half().contiguous())
        bias = conv.bias if conv.bias is not None else torch.zeros(conv.out_channels)
        self.register_buffer("bias", bias.detach().half())
        self.stride = (conv.stride[0], conv.stride[1])
        self.padding = (conv.padding[0], conv.padding[1])
        self.dilation = (conv.dilation[0], conv.dilation[1])
        self.groups = conv.groups

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.conv2d(
            x,
            self.weight.float(),
            self.bias.float(),
            self.stride,
            self.padding,
            self.dilation,
            self.groups,
        )


class HalfLinear(nn.Module):
    """A linear layer whose weights are stored as float16 and cast when used."""

    def __init__(self, linear: nn.Linear):
        super().__init__()
        self.register_buffer("weight", linear.weight.detach().half().contiguous())
        bias = linear.bias if linear.bias is not None else torch.zeros(linear.out_features)
        self.register_buffer("bias", bias.detach().half())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.linear(x, self.weight.float(), self.bias.float())


class HalfEmbedding(nn.Module):
    """An embedding table stored as float16."""

    def __init__(self, embedding: nn.Embedding):
        super().__init__()
        self.register_buffer("weight", embedding.weight.detach().half().contiguous())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.embedding(x, self.weight).float()


class HalfGroupNorm(nn.Module):
    """A group normalisation whose affine weights are stored as float16."""

    def __init__(self, norm: nn.GroupNorm):
        super().__init__()
        self.register_buffer("weight", norm.weight.detach().half())
        self.register_buffer("bias", norm.bias.detach().half())
        self.groups = norm.num_groups
        self.eps = norm.eps

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.group_norm(x, self.groups, self.weight.float(), self.bias.float(), self.eps)


_HALVES = {
    nn.Conv2d: HalfConv2d,
    nn.Linear: HalfLinear,
    nn.Embedding: HalfEmbedding,
    nn.GroupNorm: HalfGroupNorm,
}


def with_half_weights(module):
    """Replaces, in place, every Conv2d, Linear, Embedding and GroupNorm by its float16 store.

    Batch normalisations must have been fused into convolutions before. Returns the module.
    """
    for name, child in module.named_children():
        half = _HALVES.get(type(child))
        if half is not None:
            setattr(module, name, half(child))
        else:
            with_half_weights(child)
    return module


def fuse_conv_norm(conv, norm):
    """The convolution equal to conv followed by a batch normalisation in evaluation mode."""
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    fused = nn.Conv2d(
        conv.in_channels,
        conv.out_channels,
        conv.kernel_size,
        conv.stride,
        conv.padding,
        conv.dilation,
        conv.groups,
        bias=True,
    )
    bias = conv.bias if conv.bias is not None else torch.zeros_like(norm.running_mean)
    with torch.no_grad():
        fused.weight.copy_(conv.weight * scale[:, None, None, None])
        fused.bias.copy_((bias - norm.running_mean) * scale + norm.bias)
    return fused


def save_script(module, path):
    """Scripts and saves a module atomically; returns the module as loaded back from the file."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    torch.jit.script(module.eval()).save(str(partial))
    loaded = torch.jit.load(str(partial), map_location="cpu").eval()
    os.replace(partial, path)
    return loaded


def _outputs(value):
    return list(value) if isinstance(value, (tuple, list)) else [value]


@torch.no_grad()
def require_equal(script, eager, inputs, tolerance):
    """Raises if script and eager differ by more than tolerance * max(1, largest magnitude)."""
    for index, (a, b) in enumerate(zip(_outputs(script(*inputs)), _outputs(eager(*inputs)))):
        scale = max(1.0, float(b.abs().max()))
        difference = float((a - b).abs().max())
        if not difference <= tolerance * scale:
            raise ValueError(f"output {index}: exported differs by {difference} (scale {scale})")


@torch.no_grad()
def write_reference(function, inputs, path):
    """Writes inputs and the function's outputs as in_0.., out_0.. (float32/int64) to an npz."""
    arrays = {f"in_{i}": value.numpy() for i, value in enumerate(inputs)}
    for index, value in enumerate(_outputs(function(*inputs))):
        arrays[f"out_{index}"] = value.contiguous().numpy()
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    with open(partial, "wb") as file:
        np.savez_compressed(file, **arrays)
    os.replace(partial, path)


def write_text(text, path):
    """Writes a UTF-8 text file atomically."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    partial.write_text(text, encoding="utf-8")
    os.replace(partial, path)
