"""Writes a trained codec into a bundle: TorchScript, integer hyper-synthesis, tables, gains."""

import struct
from pathlib import Path

import numpy as np
import torch
from torch import nn

from semlink_training import codec_tables, export, images
from semlink_training.codec_context import patterns
from semlink_training.codec_integer import HYPER_MAX, IntegerHyperSynthesis
from semlink_training.codec_model import LATENT_CHANNELS, LOG_STEP, SCALE_MIN, gaussian_bits

CALIBRATION_SIDE = 192


def read_crop(path):
    """Top left corner of a photograph, [1,3,h,w] in [0,1], sides multiples of 16."""
    pixels = images.load_rgb(path)[:CALIBRATION_SIDE, :CALIBRATION_SIDE]
    h, w = (side // 16 * 16 for side in pixels.shape[:2])
    return torch.from_numpy(pixels[:h, :w].copy()).permute(2, 0, 1)[None].float() / 255


def hyper_latent(model, y, point):
    k = torch.tensor([point])
    s = model.transforms.hyper_analyse(y * model.gains(k)[0])
    return torch.round(s).clamp(-HYPER_MAX, HYPER_MAX)


@torch.no_grad()
def integer_cost(model, integer, photos):
    """Relative growth of the latent's code length by the integer network, mean over all points."""
    ratios = []
    for x in photos:
        y = model.transforms.analyse(x)
        for point in range(model.points):
            k = torch.tensor([point])
            v = torch.round(y * model.gains(k)[0])
            s = hyper_latent(model, y, point)
            exact = torch.round(model.hyper_synthesis(s, k)).clamp(0, 63)
            bits = [
                gaussian_bits(v, SCALE_MIN * torch.exp(LOG_STEP * index[..., : v.shape[2], : v.shape[3]]))
                for index in (exact, integer(s, point).float())
            ]
            ratios.append((bits[1].sum() / bits[0].sum()).item() - 1)
    return float(np.mean(ratios))


def halve_parameters(module: nn.Module):
    """Stores the parameters that a module itself owns as float16 buffers."""
    for name, p in list(module._parameters.items()):
        delattr(module, name)
        module.register_buffer(name, p.detach().half())
    for child in module.children():
        halve_parameters(child)


@torch.no_grad()
def export_bundle(model, calibration_paths, context, latent_tables, bundle):
    """Writes the codec's files and reference vectors; returns the cost of going integer."""
    bundle = Path(bundle)
    bundle.mkdir(parents=True, exist_ok=True)
    photos = [read_crop(path) for path in calibration_paths]
    hypers = [
        hyper_latent(model, model.transforms.analyse(x), point)
        for x in photos
        for point in range(0, model.points, 3)
    ]
    integer = IntegerHyperSynthesis(model.hyper_synthesis, hypers)
    cost = integer_cost(model, integer, photos[:3])
    integer.write(bundle / "hyper_synthesis.bin")
    context.write(bundle / "context.bin")
    codec_tables.write(bundle / "entropy_tables.bin", latent_tables, model.hyper_prior, HYPER_MAX)
    with open(bundle / "gains.bin", "wb") as file:
        file.write(b"SLGA" + struct.pack("<HHH", 1, model.points, LATENT_CHANNELS))
        file.write(model.log_gain.exp().numpy().astype("<f4").tobytes())
        file.write(model.log_inverse.exp().numpy().astype("<f4").tobytes())
    transforms = export.with_half_weights(model.transforms)
    halve_parameters(transforms)
    loaded = export.save_script(transforms, bundle / "codec.pt")
    write_references(loaded, integer, model, photos[0][:, :, :48, :64], bundle / "reference")
    write_context_reference(model, context, photos[0][:, :, :96, :128], bundle / "reference")
    return cost


def write_context_reference(model, context, x, folder):
    """Symbols, indices, mask and point in; table numbers and symbols as coded out."""
    point = torch.tensor([model.points // 3])
    keep = torch.ones(1, 1, x.shape[2] // 16, x.shape[3] // 16)
    keep[:, :, :2, :3] = 0
    keep[:, :, 4, 5] = 0
    symbols, indices = model.quantise(x, point, keep)

    def tables(symbols, indices, keep, point):
        at = int(point)
        s, i = (t[0].permute(1, 2, 0).numpy().astype(np.int32) for t in (symbols, indices))
        pattern = patterns(keep[0, 0].numpy() > 0)
        gain, inverse = (p[at].exp().numpy() for p in (model.log_gain, model.log_inverse))
        coded, phase = context.code(s, i, pattern, inverse, gain)
        coded = coded * keep[0, 0].numpy()[:, :, None].astype(np.int64)
        numbers = context.tables(context.refine(coded, i, pattern), phase)
        return [torch.from_numpy(a.astype(np.float32)).permute(2, 0, 1)[None] for a in (numbers, coded)]

    export.write_reference(tables, [symbols, indices, keep, point], folder / "context.npz")


def write_references(transforms, integer, model, x, folder):
    k = torch.tensor([model.points // 2])
    y = transforms.analyse(x)
    gain, inverse = model.gains(k)
    s = torch.round(transforms.hyper_analyse(y * gain)).clamp(-HYPER_MAX, HYPER_MAX)
    keep = torch.ones(1, 1, y.shape[2], y.shape[3])
    keep[:, :, 0, 0] = 0
    y_hat = torch.round(y * gain) * inverse * keep
    export.write_reference(transforms.analyse, [x], folder / "codec-analyse.npz")
    export.write_reference(transforms.hyper_analyse, [y * gain], folder / "codec-hyper_analyse.npz")
    export.write_reference(transforms.synthesise, [y_hat, keep, k], folder / "codec-synthesise.npz")
    export.write_reference(
        lambda hyper, at: integer(hyper, int(at)).float(), [s, k], folder / "hyper_synthesis.npz"
    )
