"""Which text may come out where: every canary of the town, with who may know of it."""

import re
from collections.abc import Callable
from typing import Any

from tests.matrix import oracle
from tests.matrix.cast import (
    AGREEMENTS,
    BY_SLUG,
    CONSENTS,
    PAPERS,
    PEOPLE,
    REMARKS,
    REQUESTS,
    ROOMS,
    Remark,
    Somebody,
    canary,
)

May = Callable[[Somebody], bool]
CANARY = re.compile(r"zq[a-z0-9]+?qz")


def leaks(who: Somebody, body: str) -> list[str]:
    """The texts in a body that somebody may not know of, by their canaries."""
    return sorted(word for word in set(CANARY.findall(body.lower())) if not KNOWN[word](who))


def _about(predicate: Callable[[Somebody, Any], bool], thing: Any) -> May:
    return lambda who: predicate(who, thing)


def _knows_reference(who: Somebody, room: str) -> bool:
    """Auditors are told by its reference in which room something happened."""
    return oracle.enters(who, room) or oracle.audits(who)


def _reads_remark(who: Somebody, remark: Remark) -> bool:
    return oracle.reads_remark(who, remark, BY_SLUG[remark.by])


def _of_rooms() -> dict[str, May]:
    found: dict[str, May] = {}
    for room in ROOMS:
        found |= dict.fromkeys((canary("title", room), canary("purpose", room)), _about(oracle.enters, room))
        found[canary("ref", room)] = _about(_knows_reference, room)
    return found


def _of_papers() -> dict[str, May]:
    found: dict[str, May] = {}
    for paper in PAPERS:
        words = [canary(kind, paper.slug) for kind in ("paper", "text", "file", "reason")]
        words += [canary("for", f"{paper.slug}{code}") for code in (*paper.released, paper.withdrawn_from)]
        found |= dict.fromkeys(words, _about(oracle.reads, paper))
    return found | {canary("remark", each.slug): _about(_reads_remark, each) for each in REMARKS}


def _of_grounds() -> dict[str, May]:
    found: dict[str, May] = {}
    for slug in AGREEMENTS:
        words = [canary(kind, slug) for kind in ("isa", "isatitle", "isapurpose")]
        found |= dict.fromkeys(words, _about(oracle.concerned, slug))
    for slug in CONSENTS:
        kinds = ("reference", "subject", "wording", "given_how", "because")
        words = [canary(f"consent{kind}", slug) for kind in kinds]
        found |= dict.fromkeys(words, _about(oracle.reads_consent, slug))
    return found


def _of_people() -> dict[str, May]:
    found: dict[str, May] = {
        canary("mail", each.slug): _about(oracle.manages, each.agency) for each in PEOPLE
    }
    for slug in REQUESTS:
        words = [canary(kind, slug) for kind in ("asked", "askedbecause")]
        found |= dict.fromkeys(words, _about(oracle.reads_request, BY_SLUG[slug]))
    # Why somebody is kept out is for the auditors of whoever decided it.
    found[canary("excluded", "excluded")] = lambda who: who.slug == "auditor"
    return found


KNOWN = {
    word.lower(): may for word, may in (_of_rooms() | _of_papers() | _of_grounds() | _of_people()).items()
}
