"""How errors are answered: a page, or JSON for our own scripts, in plain words and with the right status.

The page for what one may not see and the page for what does not exist are the same page.
"""

import logging
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, SecurityError

from workspace import database, errors

log = logging.getLogger(__name__)

PAGES = {
    400: "bad_request",
    403: "not_allowed",
    404: "not_found",
    409: "conflict",
    413: "too_large",
    422: "bad_request",
    429: "too_many",
    500: "failed",
    503: "unavailable",
}
STATUS: dict[type[errors.WorkspaceError], int] = {
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.Invalid: 422,
    errors.Conflict: 409,
    errors.TooLarge: 413,
    errors.TooMany: 429,
    errors.StoreUnavailable: 503,
    errors.DatabaseUnavailable: 503,
}
UNAVAILABLE = (
    "The workspace cannot reach its storage at the moment. Nothing was saved. Try again in a minute."
)
FORGED = "This page was open too long, or was not ours. Go back, load it again and repeat what you did."


def wants_json() -> bool:
    """Whether the request is one of our scripts', which shows errors itself."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return best == "application/json"


def answer(status: int, sentence: str | None = None, **headers: str) -> Response:
    """An error as a page, or as JSON with the one key `error`."""
    if wants_json():
        response = make_response(jsonify(error=sentence or ""), status)
    else:
        page = PAGES.get(status, "bad_request" if status < 500 else "failed")
        response = make_response(
            render_template(f"errors/{page}.html", sentence=sentence, back=back()), status
        )
    response.headers.update(headers)
    return response


def back() -> str | None:
    """The page of ours that led here, if one did; nothing is said about whether it can still be read."""
    came = urlsplit(request.referrer or "")
    address = f"{came.path}?{came.query}" if came.query else came.path
    ours = came.scheme in ("http", "https") and came.netloc == request.host
    if (
        not ours
        or not address.startswith("/")
        or address.startswith(("//", "/\\"))
        or came.path == request.path
    ):
        return None
    return address


def register(app: Flask) -> None:
    """Have ``app`` answer every error so."""
    app.register_error_handler(errors.WorkspaceError, _ours)
    app.register_error_handler(CSRFError, lambda _error: answer(400, FORGED))
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(HTTPException, _http)
    for kind in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(kind, _database_down)
    app.register_error_handler(Exception, _failed)


def _foreign_host(_error: SecurityError) -> Response:
    """Under another host's name we have no addresses, so there is no page to show."""
    return Response("There is no workspace at this address.\n", 400, mimetype="text/plain")


def _ours(error: errors.WorkspaceError) -> Response:
    status = next(status for kind, status in STATUS.items() if isinstance(error, kind))
    if isinstance(error, errors.TooMany):
        return answer(status, str(error), **{"Retry-After": str(error.seconds)})
    # The sentence of a 404 would differ with the reason; the page's own is always the same.
    return answer(status, None if status == 404 else str(error))


def _http(error: HTTPException) -> Any:
    if error.response is not None or error.code is None or error.code < 400:
        return error
    headers = {
        name: value
        for name, value in error.get_headers()
        if name in ("Allow", "Retry-After", "Content-Range")
    }
    return answer(error.code, None, **headers)


def _database_down(error: DBAPIError) -> Response:
    log.error("the database does not answer: %s", type(error).__name__)
    database.abandon()
    return answer(503, UNAVAILABLE, **{"Retry-After": "30"})


def _failed(error: Exception) -> Response:
    log.error("a request failed", exc_info=error)
    return answer(500)
