"""Export of the denoiser: TorchScript with float16 weights, words, reference vectors."""

from pathlib import Path

import numpy as np
import torch
from torch import nn

from semlink_training import export, masks, prompts


def export_bundle(model, copy, vocabulary, bundle, seed=1):
    """Writes denoiser.pt, vocabulary.txt and reference/denoiser-forward.npz.

    ``copy`` is a second instance of the network, whose weights are turned into float16.
    """
    bundle = Path(bundle)
    half = export.with_half_weights(copy)
    loaded = export.save_script(half, bundle / "denoiser.pt")
    generator = torch.Generator().manual_seed(seed)
    numbers = np.random.default_rng(seed)
    picture = torch.rand(2, 3, 2, 3, generator=generator) * 2 - 1
    picture = nn.functional.interpolate(picture, size=(32, 48), mode="bilinear")
    mask = torch.from_numpy(masks.random_masks(2, 32, 48, numbers))[:, None]
    tokeniser = prompts.Tokeniser(vocabulary)
    tokens = tokeniser.batch(["a photo of a golf ball, in the centre, green and white", ""])
    x_t = torch.randn(2, 3, 32, 48, generator=generator)
    inputs = [x_t, picture * mask, mask, torch.tensor([0.9, 0.3]), tokens]
    export.require_equal(loaded, half, inputs, 1e-5)
    export.require_equal(loaded, model, inputs, 0.02)
    export.write_reference(loaded, inputs, bundle / "reference" / "denoiser-forward.npz")
    export.write_text("\n".join(vocabulary) + "\n", bundle / "vocabulary.txt")
