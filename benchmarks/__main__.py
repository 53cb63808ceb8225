"""`python -m benchmarks [--only NAME]`: measures, prints a table, and writes benchmarks/results.json."""

import argparse
import os
from collections.abc import Callable, Iterator

from benchmarks import appends, checks, latency, pages, transfers
from benchmarks.figures import RESULTS, Figure, table, write
from benchmarks.place import Place, place

BENCHMARKS: dict[str, Callable[[Place], Iterator[Figure]]] = {
    "page": pages.run,
    "latency": latency.run,
    "transfer": transfers.run,
    "append": appends.run,
    "check": checks.run,  # last: it fills the room
}


def main() -> None:
    """Run the benchmarks asked for, one after the other, against one running workspace."""
    asked = argparse.ArgumentParser(prog="make bench")
    asked.add_argument("--only", choices=BENCHMARKS, metavar="NAME", help=", ".join(BENCHMARKS))
    only = asked.parse_args().only
    figures: list[Figure] = []
    print(f"==> Starting a workspace to measure ({os.cpu_count()} processors)", flush=True)
    with place() as here:
        for name, run in BENCHMARKS.items():
            if only in (None, name):
                print(f"==> Measuring: {name}", flush=True)
                figures += run(here)
    write(figures)
    print(table(figures))
    print(f"==> Written to {RESULTS.relative_to(RESULTS.parents[1])}")


if __name__ == "__main__":
    main()
