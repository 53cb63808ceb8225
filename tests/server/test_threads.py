"""Work that is done aside stops nobody else, and is not done for everybody at once."""

import subprocess
import sys
from pathlib import Path

import pytest

from workspace.threads import Aside

# Waits with the system's own calls, which stop the whole thread that makes them.
PATCHED = """
from gevent import monkey
monkey.patch_all()
import os, threading
import gevent
from workspace.threads import Aside

main, begun = monkey.get_original("threading", "get_ident")(), []

def work(end):
    begun.append(monkey.get_original("threading", "get_ident")())
    return os.read(end, 1)

aside = Aside(at_once=1)
(first, go_first), (second, go_second) = os.pipe(), os.pipe()
waiting = [gevent.spawn(aside, work, end) for end in (first, second)]
while not begun:
    gevent.sleep(0.01)
os.write(go_second, b"2")
assert gevent.wait([waiting[1]], timeout=0.2) == [], "the second did not wait for its turn"
assert len(begun) == 1 and main not in begun, begun
os.write(go_first, b"1")
assert [each.get(timeout=10) for each in waiting] == [b"1", b"2"]
try:
    aside(int, "x")
except ValueError:
    print("all is well")
"""


def test_others_run_while_work_is_done_aside_one_piece_at_a_time(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PATCHED], cwd=project, capture_output=True, text=True, timeout=60
    )
    assert done.stdout == "all is well\n", done.stderr


def test_without_light_threads_work_is_done_at_once() -> None:
    aside = Aside(at_once=1)
    assert aside(lambda: aside(max, 3, 5)) == 5
    with pytest.raises(ValueError, match="invalid literal"):
        aside(int, "x")
