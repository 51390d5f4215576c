"""The command line that the networks' training modules share."""

import argparse
from pathlib import Path

from semlink_training import checkpoints, images


def parser(network, description):
    """Arguments of `python -m semlink_training.<network>`."""
    arguments = argparse.ArgumentParser(description=description)
    add = arguments.add_argument
    add("action", nargs="?", default="train", choices=["train", "evaluate", "export"])
    add("--config", type=Path, default=f"configs/{network}.toml")
    add("--schedule", help="cpu or gpu (default: gpu where PyTorch sees one)")
    add("--data", type=Path, default=images.DEFAULT_DATA, help=images.DATA_HELP)
    add("--out", type=Path, default=Path(f"runs/{network}"))
    add("--steps", type=int, help="instead of the configuration's")
    add("--minutes", type=float, help="end the schedule after this time at most")
    add("--start", help="weights to go on from: an exported network, for the codec a bundle or a checkpoint")
    add("--seed", type=int, default=1)
    add("--resume", action="store_true", help="go on from --out/checkpoint.pt")
    add("--bundle", type=Path, help="folder that export writes into")
    return arguments


def run_training(train, chosen):
    """Calls a network's train function with the configuration and what the arguments override."""
    config = checkpoints.read_config(chosen.config, chosen.schedule)
    for name in ("steps", "minutes", "start", "classifier", "hard"):
        value = getattr(chosen, name, None)
        if value:
            # Plain values alone: checkpoints hold the configuration and are loaded as data only.
            config[name] = str(value) if isinstance(value, Path) else value
    train(
        config,
        chosen.data,
        chosen.out,
        chosen.seed,
        chosen.resume,
        log=lambda line: print(line, flush=True),
    )
