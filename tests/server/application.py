"""A small application on the real server, run as a process of its own: python -m tests.server.application."""

from gevent import monkey

monkey.patch_all()

import sys  # noqa: E402 - patching comes first, here as in workspace/__main__.py
import time  # noqa: E402

from flask import Flask  # noqa: E402
from flask_socketio import SocketIO, emit, join_room  # noqa: E402

from workspace import server  # noqa: E402

app = Flask(__name__)
live = SocketIO(app, async_mode="gevent", max_http_buffer_size=1_000_000)


@app.get("/slowly")
def slowly() -> str:
    time.sleep(0.5)
    return "done"


@app.post("/refuse")
def refuse() -> tuple[str, int]:
    return "no", 413


@live.on("join")
def joined(room: str) -> str:
    join_room(room)
    return "joined"


@live.on("send")
def send(message: dict[str, object]) -> None:
    emit("sent", message, to="everybody")


if __name__ == "__main__":
    for setting in sys.argv[1:]:
        name, _, seconds = setting.partition("=")
        setattr(server, name, float(seconds))
    server.log_to_output()
    listener = server.listen("127.0.0.1", 0)
    server.serve(app, listener, ready=lambda: print(listener.getsockname()[1], flush=True))
