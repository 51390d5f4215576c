"""Importance maps of training pictures, so that training masks lie where the transmitter's do."""

import hashlib
import os
from pathlib import Path

import numpy as np
import torch

from semlink_training import checkpoints, views


def normalised(cams, logits):
    """The map [b, h, w] of each picture's most probable label, scaled to [0, 1]."""
    best = logits.argmax(dim=1)
    chosen = cams[torch.arange(len(best)), best].float()
    low, high = chosen.amin(dim=(1, 2), keepdim=True), chosen.amax(dim=(1, 2), keepdim=True)
    return (chosen - low) / (high - low).clamp_min(1e-6)


@torch.no_grad()
def maps_of(cache, script, folder, batch=64):
    """Maps float32 [n, s/16, s/16] of the cached squares by the exported classifier ``script``.

    Kept in ``folder`` under a name with the hashes of the network and of the list of pictures.
    """
    digest = hashlib.sha256(Path(script).read_bytes()).hexdigest()[:16]
    count, size = cache.pixels.shape[:2]
    path = Path(folder) / f"importance-{Path(cache.pixels.filename).stem}-{digest}.npy"
    if not path.is_file():
        network = torch.jit.load(str(script), map_location="cpu").eval()
        half = checkpoints.bfloat16_pays(torch.device("cpu"))
        size -= size % 16
        rows = []
        for first in range(0, count, batch):
            x = views.load_pixels(cache, range(first, min(count, first + batch)))
            with torch.autocast("cpu", torch.bfloat16, enabled=half):
                logits, cams = network(x[:, :, :size, :size])
            rows.append(normalised(cams, logits).numpy())
        partial = path.with_suffix(".partial.npy")
        np.save(partial, np.concatenate(rows))
        os.replace(partial, path)
    return np.load(path)
