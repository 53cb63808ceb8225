"""How quickly 50 MB go in and out through the application, beside the client straight at the store."""

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast
from uuid import uuid4

from benchmarks.figures import Figure, at_least, at_most, plain, ratio
from benchmarks.place import Place
from workspace.identifiers import encode
from workspace.storage import CHUNK, PART, store

SIZE = 50 * 1024 * 1024
ROUNDS = 7
WATCH = 0.01  # seconds between two looks at the memory
BOUNDARY = "workspace-benchmark"


def run(place: Place) -> Iterator[Figure]:
    """Take turns: upload straight, upload through us, download straight, download through us."""
    block = os.urandom(CHUNK)
    address = _upload(place, block, CHUNK)  # the first one loads what is loaded once
    _download(place, address, CHUNK)
    took: dict[str, list[float]] = {"put": [], "single": [], "upload": [], "get": [], "download": []}
    memory = {"upload": 0, "download": 0}
    for _ in range(ROUNDS):
        key = f"benchmark/{uuid4().hex}"
        took["put"].append(_timed(lambda key=key: _put(block, key, 3)))
        took["single"].append(_timed(lambda key=key: _put(block, f"{key}-single", 1)))
        with _Memory(place) as grown:
            began = time.perf_counter()
            address = _upload(place, block, SIZE)
            took["upload"].append(time.perf_counter() - began)
        memory["upload"] = max(memory["upload"], grown.most)
        took["get"].append(_timed(lambda key=key: _get(key)))
        with _Memory(place) as grown:
            took["download"].append(_timed(lambda to=address: _download(place, to, SIZE)))
        memory["download"] = max(memory["download"], grown.most)
    yield at_least("upload.ratio", ratio(took["put"], took["upload"]), "× the client's rate, 50 MB", 0.8)
    yield plain(
        "upload.ratio_single", ratio(took["single"], took["upload"]), "× one part at a time, as we do"
    )
    yield at_least("download.ratio", ratio(took["get"], took["download"]), "× the client's rate, 50 MB", 0.6)
    for name in ("upload", "download"):
        yield at_most(f"{name}.memory", memory[name] / 1e6, "MB more at the most", 16)
        yield plain(f"{name}.rate", SIZE / 1e6 / min(took[name]), "MB/s at best")


def _timed(act: Callable[..., object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _put(block: bytes, key: str, at_once: int) -> None:
    """As the client's users do it: the whole length known, three parts at once unless they say otherwise."""
    store().client.put_object(
        store().bucket,
        key,
        cast(BinaryIO, _Block(block, SIZE)),
        SIZE,
        part_size=PART,
        num_parallel_uploads=at_once,
    )


def _get(key: str) -> None:
    answer = store().client.get_object(store().bucket, key)
    for _chunk in answer.stream(CHUNK):
        pass
    answer.release_conn()


def _upload(place: Place, block: bytes, size: int) -> str:
    """Send the form for adding a document; returns where it can be downloaded."""
    fields = {"category": "housing", "level": "official", "takes_annotations": "y"}
    head = "".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    head += (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="documents"; filename="survey.bin"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    tail = f"\r\n--{BOUNDARY}--\r\n".encode()
    headers = place.headers(place.joy) | {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Content-Length": str(len(head) + size + len(tail)),
        "Accept": "application/json",
    }
    link = place.connection()
    body = [head.encode(), *[block] * (size // len(block)), tail]
    link.request("POST", f"/rooms/{encode(place.room.id)}/documents/new", iter(body), headers)
    answer = link.getresponse()
    said = answer.read()
    link.close()
    if answer.status != 201:
        raise RuntimeError(f"the upload was answered with {answer.status}: {said[:200]!r}")
    return f"{json.loads(said)['location']}/versions/1/download"


def _download(place: Place, address: str, size: int) -> None:
    link = place.connection()
    link.request("GET", address, headers=place.headers(place.joy))
    answer = link.getresponse()
    came = 0
    while chunk := answer.read(CHUNK):
        came += len(chunk)
    link.close()
    if answer.status != 200 or came != size:
        raise RuntimeError(f"{address} answers {answer.status} with {came} bytes")


class _Block:
    """A file of ``size`` bytes that is the same block over and over."""

    def __init__(self, block: bytes, size: int) -> None:
        self.block, self.left = block, size

    def read(self, size: int) -> bytes:
        """The next bytes, as many as asked for while there are any."""
        size = min(size, self.left)
        self.left -= size
        return (self.block * (size // len(self.block) + 1))[:size]


class _Memory:
    """Watches by how much the web process grows beyond what it held at the beginning."""

    def __init__(self, place: Place) -> None:
        self.process = place.process
        self.began = self.most = 0
        self.over = threading.Event()
        self.watcher = threading.Thread(target=self._watch)

    def __enter__(self) -> "_Memory":
        self.began = self.process.memory_info().rss
        self.watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.watcher.join()

    def _watch(self) -> None:
        while not self.over.wait(WATCH):
            self.most = max(self.most, self.process.memory_info().rss - self.began)
