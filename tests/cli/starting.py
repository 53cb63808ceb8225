"""Starting the `workspace` command as a person would: as a program, told only by its environment."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


def clean(settings: Mapping[str, str]) -> dict[str, str]:
    """Our environment without any setting of ours, then the settings."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("WORKSPACE_")}
    return ours | dict(settings)


def start(*arguments: str, settings: Mapping[str, str]) -> "subprocess.Popen[str]":
    """Start the command, to be waited for."""
    return subprocess.Popen(
        [sys.executable, "-m", "workspace", *arguments],
        cwd=CHECKOUT,
        env=clean(settings),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(*arguments: str, settings: Mapping[str, str], typed: str = "") -> tuple[int, str, str]:
    """Run the command to its end: its exit code, what it said, what it complained of."""
    with start(*arguments, settings=settings) as process:
        said, complained = process.communicate(typed, timeout=60)
        return process.returncode, said, complained
