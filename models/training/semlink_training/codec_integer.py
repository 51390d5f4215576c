"""Makes the hyper-synthesis an integer network and writes its file (docs/bundle-format.md).

Entropy decoding needs the same scale index at both ends, bit for bit; integer arithmetic gives that
on any machine (Balle, Johnston, Minnen 2019, "Integer networks for data compression with latent-variable
models"). Weights become int8 per output channel, activations 11-bit, accumulators fit int32.
"""

import struct

import numpy as np
import torch
import torch.nn.functional as F

from semlink_training.codec_model import LATENT_CHANNELS, SCALE_LEVELS

ACTIVATION_MAX = 2047
HYPER_MAX = 127
SHIFT = 24


class IntegerLayer:
    """out = clamp((conv(in) * multiplier + bias + half) >> SHIFT, 0, maximum), then pixel shuffle."""

    def __init__(self, conv, upsample, input_unit, output_unit, maximum):
        w = conv.weight.detach().double()
        peak = w.abs().amax((1, 2, 3)).clamp_min(1e-12)
        self.weight = torch.round(w / (peak / 127.0).reshape(-1, 1, 1, 1))
        self.multiplier = torch.round(peak / 127.0 * input_unit / output_unit * 2**SHIFT)
        self.bias = torch.round(conv.bias.detach().double() / output_unit * 2**SHIFT)
        self.upsample, self.maximum = upsample, maximum

    def __call__(self, x, extra=None):
        """Exact in float64: every value stays below 2^53."""
        acc = F.conv2d(x, self.weight, padding=self.weight.shape[2] // 2)
        bias = self.bias if extra is None else extra
        y = acc * self.multiplier.reshape(-1, 1, 1) + bias.reshape(-1, 1, 1)
        y = torch.floor((y + 2 ** (SHIFT - 1)) / 2**SHIFT).clamp(0, self.maximum)
        return F.pixel_shuffle(y, self.upsample) if self.upsample > 1 else y

    def write(self, file):
        out, inward, k, _ = self.weight.shape
        file.write(struct.pack("<HHBBi", inward, out, k, self.upsample, self.maximum))
        file.write(self.weight.to(torch.int8).numpy().tobytes())
        file.write(self.multiplier.to(torch.int32).numpy().astype("<i4").tobytes())
        file.write(self.bias.to(torch.int64).numpy().astype("<i8").tobytes())


class IntegerHyperSynthesis:
    """The integer counterpart of HyperSynthesis, calibrated on hyper-latents [n] of real photographs."""

    @torch.no_grad()
    def __init__(self, network, calibration):
        tops = [0.0, 0.0, 0.0]
        for s in calibration:
            a = s
            for i, (conv, up) in enumerate(((network.up1, 2), (network.up2, 2), (network.mid, 1))):
                a = conv(a)
                a = F.relu(F.pixel_shuffle(a, up) if up > 1 else a)
                tops[i] = max(tops[i], a.max().item())
        units = [max(t, 1e-3) * 1.1 / ACTIVATION_MAX for t in tops]
        self.layers = [
            IntegerLayer(network.up1, 2, 1.0, units[0], ACTIVATION_MAX),
            IntegerLayer(network.up2, 2, units[0], units[1], ACTIVATION_MAX),
            IntegerLayer(network.mid, 1, units[1], units[2], ACTIVATION_MAX),
            IntegerLayer(network.out, 1, units[2], 1.0, SCALE_LEVELS - 1),
        ]
        self.prior = torch.round(network.prior.detach().double() * 2**SHIFT)
        self._check_ranges()

    def _check_ranges(self):
        bounds = [HYPER_MAX] + [ACTIVATION_MAX] * 3
        for layer, bound in zip(self.layers, bounds):
            worst = layer.weight.abs().sum((1, 2, 3)).max().item() * bound
            if worst >= 2**31:
                raise ValueError(f"accumulator may overflow: {worst}")
            if layer.multiplier.abs().max().item() >= 2**31:
                raise ValueError("multiplier does not fit 32 bits")

    def __call__(self, s, point):
        """Hyper-latents [1,Cs,hs,ws] (integers) -> scale index [1,768,4hs,4ws] (integers)."""
        a = s.double().clamp(-HYPER_MAX, HYPER_MAX)
        for layer in self.layers[:-1]:
            a = layer(a)
        return self.layers[-1](a, self.prior[point])

    def write(self, path):
        points = self.prior.shape[0]
        with open(path, "wb") as file:
            file.write(b"SLHS" + struct.pack("<HHHHHB", 1, len(self.layers), points, LATENT_CHANNELS, HYPER_MAX, SHIFT))
            for layer in self.layers:
                layer.write(file)
            file.write(self.prior.to(torch.int64).numpy().astype("<i8").tobytes())
