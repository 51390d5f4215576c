"""Writes tiny.pt, a TorchScript file with the kinds of methods that bundles have (PyTorch 2.7)."""

import sys
from typing import Tuple

import torch


class Tiny(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("gain", torch.tensor([2.0]).half())

    def forward(self, x: torch.Tensor) -> Tuple[torch.Tensor, torch.Tensor]:
        return x * self.gain.float(), x.sum(dim=1)

    @torch.jit.export
    def pick(self, x: torch.Tensor, index: torch.Tensor) -> torch.Tensor:
        return x[:, index]


torch.jit.script(Tiny().eval()).save(sys.argv[1])
