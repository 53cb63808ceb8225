"""Writes the demonstration's files: `python -m tools.demo_files`."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.demo_files.catalogue import ORIGINALS

PLACE = Path(__file__).resolve().parents[2] / "workspace" / "demo" / "files"


def main() -> None:
    """Write every version of every document, and say what was written."""
    PLACE.mkdir(parents=True, exist_ok=True)
    for original in ORIGINALS:
        for version, edition in enumerate(original.editions, start=1):
            content = edition.make()
            (PLACE / original.name(version)).write_bytes(content)
            sys.stdout.write(f"{original.name(version):52} {len(content) / 1024:6.1f} KB  {edition.reason}\n")


if __name__ == "__main__":
    main()
