"""How long a page takes over a kept connection, beside a bare page of the same server."""

import http.client
import time
from collections.abc import Iterator

from benchmarks.figures import Figure, at_most, percentile, plain, ratio
from benchmarks.place import Place
from workspace.identifiers import encode

ROUNDS = 200
WARM = 20
STALL = 20  # ms; without TCP_NODELAY a kept connection takes 40


def run(place: Place) -> Iterator[Figure]:
    """A room of fifty documents, and a form (the room's own page for adding one) as the bare page."""
    link, headers = place.connection(), place.headers(place.joy)
    room = f"/rooms/{encode(place.room.id)}"
    addresses = {"list": room, "bare": "/password", "static": f"/static/{_icon()}"}
    took: dict[str, list[float]] = {name: [] for name in addresses}
    for turn in range(WARM + ROUNDS):
        for name, address in addresses.items():
            seconds = timed(link, address, headers)
            if turn >= WARM:
                took[name].append(seconds * 1000)
    link.close()
    yield at_most("page.ratio_p50", ratio(took["list"], took["bare"]), "× a bare page", 3)
    yield plain("page.p50", percentile(took["list"], 50), "ms, 50 documents listed")
    yield plain("page.p99", percentile(took["list"], 99), "ms, 50 documents listed")
    yield plain("page.bare_p50", percentile(took["bare"], 50), "ms, a signed-in form")
    yield at_most("page.stall_p50", percentile(took["static"], 50), "ms, a small file", STALL)


def timed(link: http.client.HTTPConnection, address: str, headers: dict[str, str]) -> float:
    """The seconds until an address was answered to the end."""
    began = time.perf_counter()
    link.request("GET", address, headers=headers)
    answer = link.getresponse()
    answer.read()
    seconds = time.perf_counter() - began
    if answer.status != 200:
        raise RuntimeError(f"{address} answers {answer.status}")
    return seconds


def _icon() -> str:
    import json

    from workspace.app import STATIC

    return str(json.loads((STATIC / "manifest.json").read_text())["icon.svg"])
