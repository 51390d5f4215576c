#!/usr/bin/env python3
"""Generates the Python classes of Semlink's contracts into `stubs/`, next to this file."""

import pathlib
import sys

import grpc_tools
from grpc_tools import protoc

HERE = pathlib.Path(__file__).resolve().parent
PROTOS = HERE.parents[2] / "proto" / "src" / "main" / "proto"
STUBS = HERE / "stubs"


def main():
    STUBS.mkdir(exist_ok=True)
    files = [*PROTOS.glob("semlink/link/v1/*.proto"), *PROTOS.glob("semlink/transmitter/v1/*.proto")]
    well_known = pathlib.Path(grpc_tools.__file__).parent / "_proto"
    return protoc.main(
        ["protoc", f"-I{PROTOS}", f"-I{well_known}", f"--python_out={STUBS}",
         f"--grpc_python_out={STUBS}", *map(str, sorted(files))])


if __name__ == "__main__":
    sys.exit(main())
