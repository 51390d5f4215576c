"""Starts training from the codec of a bundle instead of from the block transform."""

import struct
from pathlib import Path

import numpy as np
import torch

from semlink_training.codec_integer import ACTIVATION_MAX, SHIFT
from semlink_training.codec_model import LATENT_CHANNELS

# The integer activations, 0 to 2047, become 0 to 4, which is how wide they are in training.
UNIT = 4.0 / ACTIVATION_MAX


def restore(model, bundle):
    """Copies the weights of the bundle's codec into a Codec that has at least its layers.

    Residual blocks that the bundle does not have stay as they start: they change nothing. The
    hyper-synthesis comes back from its integers, the hyper-prior from its frequency tables.
    """
    bundle = Path(bundle)
    _restore_transforms(model.transforms, torch.jit.load(str(bundle / "codec.pt")).state_dict())
    _restore_gains(model, (bundle / "gains.bin").read_bytes())
    _restore_hyper_synthesis(model.hyper_synthesis, (bundle / "hyper_synthesis.bin").read_bytes())
    _fit_hyper_prior(model.hyper_prior, (bundle / "entropy_tables.bin").read_bytes())


def _restore_transforms(transforms, saved):
    own = transforms.state_dict()
    unknown = [name for name in saved if name not in own or own[name].shape != saved[name].shape]
    if unknown:
        raise ValueError(f"the bundle's codec has other layers: {', '.join(unknown[:4])}")
    own.update({name: value.float() for name, value in saved.items()})
    transforms.load_state_dict(own)


def _restore_gains(model, data):
    magic, version, points, channels = struct.unpack_from("<4sHHH", data)
    if magic != b"SLGA" or version != 1 or (points, channels) != tuple(model.log_gain.shape):
        raise ValueError("the bundle's gains are of another shape")
    values = np.frombuffer(data, "<f4", offset=10).reshape(2, points, channels)
    with torch.no_grad():
        model.log_gain.copy_(torch.from_numpy(values[0].copy()).log())
        model.log_inverse.copy_(torch.from_numpy(values[1].copy()).log())


def _restore_hyper_synthesis(network, data):
    magic, version, count, points, channels, _, shift = struct.unpack_from("<4sHHHHHB", data)
    if magic != b"SLHS" or version != 1 or shift != SHIFT or count != 4:
        raise ValueError("the bundle's hyper-synthesis is of another kind")
    at = struct.calcsize("<4sHHHHHB")
    layers = [network.up1, network.up2, network.mid, network.out]
    with torch.no_grad():
        for index, layer in enumerate(layers):
            inward, out, kernel, _, _ = struct.unpack_from("<HHBBi", data, at)
            at += struct.calcsize("<HHBBi")
            size = out * inward * kernel * kernel
            weight = np.frombuffer(data, "i1", size, at).reshape(out, inward, kernel, kernel)
            multiplier = np.frombuffer(data, "<i4", out, at + size)
            bias = np.frombuffer(data, "<i8", out, at + size + 4 * out)
            at += size + 12 * out
            # Activations in integer units come in as UNIT times themselves and leave so.
            incoming = 1.0 if index == 0 else 1 / UNIT
            outgoing = UNIT if index < 3 else 1.0
            scale = multiplier.astype(np.float64) / 2**SHIFT * incoming * outgoing
            if tuple(layer.weight.shape) != weight.shape:
                raise ValueError("the bundle's hyper-synthesis has other layers")
            layer.weight.copy_(torch.from_numpy(weight * scale.reshape(-1, 1, 1, 1)).float())
            layer.bias.copy_(torch.from_numpy(bias / 2**SHIFT * outgoing).float())
        prior = np.frombuffer(data, "<i8", points * LATENT_CHANNELS, at) / 2**SHIFT
        network.prior.copy_(torch.from_numpy(prior.reshape(points, -1)).float())


def _tables(data):
    magic, version, count = struct.unpack_from("<4sHH", data)
    if magic != b"SLET" or version != 1:
        raise ValueError("the bundle's entropy tables are of another kind")
    at = 8
    for _ in range(count):
        first, size = struct.unpack_from("<hH", data, at)
        yield first, np.frombuffer(data, "<u2", size + 1, at + 4)
        at += 4 + 2 * (size + 1)


def _fit_hyper_prior(prior, data, steps=400):
    """Least cross-entropy between the tables' frequencies and the density."""
    tables = list(_tables(data))[-len(prior.matrices[0]) :]
    first = min(t[0] for t in tables)
    last = max(t[0] + len(t[1]) - 2 for t in tables)
    values = torch.arange(first, last + 1).float()
    share = torch.zeros(len(tables), 1, len(values))
    for channel, (low, frequencies) in enumerate(tables):
        inner = torch.from_numpy(frequencies[:-1].astype(np.float32)) / 65536
        share[channel, 0, low - first : low - first + len(inner)] = inner
    s = values.reshape(1, 1, 1, -1).repeat(1, len(tables), 1, 1)
    optimizer = torch.optim.Adam(prior.parameters(), lr=0.02)
    for _ in range(steps):
        loss = (share.permute(1, 0, 2)[:, :, None] * prior.bits(s)).sum() / len(tables)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
