"""The browser for the tests: the one that came with the front-end packages, else one on the path.

`python -m tests.chromium` unpacks it. Its own launch arguments are not used: they switch off what the
tests want to see working (web security, process isolation).
"""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
UNPACKED = CHECKOUT / ".data" / "browser"
UNPACK = "const c = (await import('@sparticuz/chromium')).default; console.log(await c.executablePath())"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@cache
def executable() -> str:
    """The path of a Chromium that starts here. Raises `RuntimeError` in plain words when there is none."""
    wanted = os.environ.get("WORKSPACE_TEST_BROWSER")
    candidates = [wanted] if wanted else [_from_packages(), *map(shutil.which, NAMES)]
    for each in candidates:
        if each and _starts(each):
            return each
    raise RuntimeError(
        "No browser for the tests: the one from the front-end packages does not start on this machine "
        "(it needs the libraries nss3, nspr4 and expat1), and none is on the path. "
        "Install Chromium, or name one with WORKSPACE_TEST_BROWSER."
    )


def arguments() -> list[str]:
    """What to start it with: nothing that phones home, and no sandbox only where it cannot have one."""
    quiet = [
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    return [*quiet, "--no-sandbox"] if os.geteuid() == 0 else quiet


def _from_packages() -> str | None:
    if not (CHECKOUT / "node_modules" / "@sparticuz" / "chromium").exists():
        return None
    UNPACKED.mkdir(parents=True, exist_ok=True)
    node = Path(sys.executable).with_name("node")
    made = subprocess.run(
        [str(node) if node.exists() else "node", "--input-type=module", "--eval", UNPACK],
        cwd=CHECKOUT,
        env=os.environ | {"TMPDIR": str(UNPACKED)},
        capture_output=True,
        text=True,
        check=False,
    )
    return made.stdout.strip() or None


def _starts(path: str) -> bool:
    try:  # a missing library shows here already
        tried = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0


if __name__ == "__main__":
    try:
        print(executable())
    except RuntimeError as reason:
        sys.exit(str(reason))
