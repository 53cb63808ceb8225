"""Embedded servers in a process that a test can kill: python -m tests.embedded.running DIRECTORY"""

import json
import sys
import time
from pathlib import Path

from workspace.embedded.problems import Problem
from workspace.embedded.supervise import Embedded


def main() -> None:
    try:
        with Embedded(Path(sys.argv[1])) as servers:
            assert servers.postgres is not None
            assert servers.store is not None
            assert servers.store.process is not None
            pids = {"database": servers.postgres.process.pid, "store": servers.store.process.pid}
            print(json.dumps({"settings": servers.environment(), "pids": pids}), flush=True)
            while servers.ended() is None:
                time.sleep(0.05)
    except Problem as problem:
        print(problem, file=sys.stderr)
        sys.exit(problem.code)


if __name__ == "__main__":
    main()
