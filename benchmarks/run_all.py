"""All benchmarks, one after the other, each with its floor in the same run.

Run:    make bench, or python benchmarks/run_all.py [--seconds 3] [--connections 32] [--rounds 3] [--json]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "floors"))

from harness import Options, Result, run_script

import bps_import
import jobtrain
import place_resolving
import signed_put
import sync_run
import talentics_client
import talentics_pull
import talentics_server
import wilayah


def measure(options: Options) -> Iterator[Result]:
    """Every benchmark in turn."""
    for benchmark in (
        sync_run,
        signed_put,
        wilayah,
        bps_import,
        jobtrain,
        talentics_server,
        talentics_client,
        talentics_pull,
        place_resolving,
    ):
        yield from benchmark.measure(options)


if __name__ == "__main__":
    run_script(measure, __doc__)
