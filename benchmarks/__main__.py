"""`python -m benchmarks [--only NAME]`: measures, prints a table, and writes benchmarks/results.json."""

import argparse
import os
from collections.abc import Callable, Iterator, Sequence

from benchmarks import appends, latency, pages, permissions, transfers
from benchmarks.figures import RESULTS, Figure, table, write
from benchmarks.place import Place, place

# What is measured with a workspace that is being served.
SERVED: dict[str, Callable[[Place], Iterator[Figure]]] = {
    "page": pages.run,
    "latency": latency.run,
    "transfer": transfers.run,
    "append": appends.run,
}
PERMISSIONS = "permissions"  # has servers of its own


def main() -> None:
    """Run the benchmarks asked for, one after the other, against one running workspace."""
    names = (*SERVED, PERMISSIONS)
    asked = argparse.ArgumentParser(prog="make bench")
    asked.add_argument("--only", choices=names, metavar="NAME", help=", ".join(names))
    only = asked.parse_args().only
    print(f"==> {os.cpu_count()} processors", flush=True)
    figures = list(_measured(names if only is None else (only,)))
    write(figures)
    print(table(figures))
    print(f"==> Written to {RESULTS.relative_to(RESULTS.parents[1])}")


def _measured(names: Sequence[str]) -> Iterator[Figure]:
    if any(name in SERVED for name in names):
        print("==> Starting a workspace to measure", flush=True)
        with place() as here:
            for name in names:
                if name in SERVED:
                    print(f"==> Measuring: {name}", flush=True)
                    yield from SERVED[name](here)
    if PERMISSIONS in names:
        print("==> Loading a million documents to measure permissions", flush=True)
        yield from permissions.run()


if __name__ == "__main__":
    main()
