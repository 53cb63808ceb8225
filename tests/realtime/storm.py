"""A storm of events and busy processors, as processes of their own that end by themselves.

`python -m tests.realtime.storm` reads what it needs as one line of JSON, and goes on until its input ends.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from os import cpu_count
from typing import Any
from uuid import uuid4

from tests.serving import CHECKOUT
from workspace import database
from workspace.annotations import services
from workspace.annotations.models import Audience
from workspace.database import acting_as, transaction
from workspace.policies import complete
from workspace.realtime.outbox import tell
from workspace.rooms import locks

LONGEST = 60  # seconds after which it is over, whatever happens to who started it
ANNOTATING = 2  # threads
BREATH = 0.03  # seconds between two events of a thread: many more could not be told, and would only wait
BURN = f"""
import os, sys, time
os.nice(int(sys.argv[1]))
end = time.monotonic() + {LONGEST}
while time.monotonic() < end:
    pass
"""


@contextmanager
def storming(
    environment: dict[str, str], by: int, room_id: int, document_id: int, nice: int
) -> Iterator[None]:
    """Have a person annotate a document, and versions of it told, while the block runs on busy processors.

    ``nice`` says how much those who keep them busy give way to others: 0 for not at all, up to 19.
    """
    given = {
        "app": environment["WORKSPACE_DATABASE_URL"],
        "audience": environment["WORKSPACE_DATABASE_URL_AUDIENCE"],
        "by": by,
        "room_id": room_id,
        "document_id": document_id,
    }
    storm = subprocess.Popen(
        [sys.executable, "-m", "tests.realtime.storm"],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    burning = [sys.executable, "-c", BURN, str(nice)]
    burners: list[subprocess.Popen[str]] = [
        subprocess.Popen(burning, text=True) for _ in range(cpu_count() or 1)
    ]
    try:
        assert storm.stdin is not None
        assert storm.stdout is not None
        storm.stdin.write(json.dumps(given) + "\n")
        storm.stdin.flush()
        yield
        storm.stdin.close()
        assert sorted(storm.stdout.read().split()) == ["annotated"] * ANNOTATING + ["told"]
    finally:
        for each in [*burners, storm]:
            each.kill()
            each.wait()
        for pipe in (storm.stdin, storm.stdout):
            if pipe is not None:
                pipe.close()


def _annotate(by: int, document_id: int) -> None:
    with acting_as(by):
        services.add(
            by,
            document_id,
            1,
            body="A remark",
            audience=Audience.EVERYONE,
            organisations=[],
            target=None,
            request_id=uuid4(),
        )


def _tell(by: int, room_id: int, document_id: int, number: int) -> None:
    with acting_as(by), transaction() as db:
        locks.hold(db, room_id)
        tell("version.added", room_id=room_id, document_id=document_id, number=number)


def _main(given: dict[str, Any]) -> None:
    complete()
    database.connect(given["app"], given["audience"], pool_size=4)
    over = threading.Event()
    by, room_id, document_id = given["by"], given["room_id"], given["document_id"]

    def annotate() -> None:
        while not over.wait(BREATH):
            _annotate(by, document_id)
        sys.stdout.write("annotated\n")

    def version() -> None:
        number = 1
        while not over.wait(BREATH):
            number += 1
            _tell(by, room_id, document_id, number)
        sys.stdout.write("told\n")

    def wait_for_the_end() -> None:
        sys.stdin.read()
        over.set()

    threads = [threading.Thread(target=what, daemon=True) for what in [annotate] * ANNOTATING + [version]]
    for each in threads:
        each.start()
    threading.Thread(target=wait_for_the_end, daemon=True).start()
    over.wait(LONGEST)
    over.set()
    for each in threads:
        each.join(5)


if __name__ == "__main__":
    _main(json.loads(sys.stdin.readline()))
