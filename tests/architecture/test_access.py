"""Who may call and see what stands in one file, which a change of access changes."""

import os
import subprocess
import sys
from pathlib import Path


def test_the_committed_report_is_what_the_program_says(project: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WORKSPACE_")}
    said = subprocess.run(
        [sys.executable, "-m", "workspace", "access"],
        cwd=project,
        env=clean,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    written = (project / "tests" / "architecture" / "access.txt").read_text().splitlines()
    more, fewer = (
        [line for line in said if line not in written],
        [line for line in written if line not in said],
    )
    assert said == written, (
        "Who may call or see what has changed. If that is meant, run `make access` and commit "
        f"tests/architecture/access.txt. New: {more}. Gone: {fewer}."
    )
