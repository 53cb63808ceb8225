"""Ids in addresses' queries and in forms: one that is hidden answers as one that nothing has."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.routes import contents
from tests.matrix.asking import address, shown, text, valued
from tests.matrix.bodies import PAPER, REMARK, SHARED
from tests.matrix.cast import BY_SLUG
from tests.matrix.site import Site
from tests.matrix.table import Asked
from tests.matrix.test_routes import BY_LOOKING, rules
from tests.matrix.texts import leaks
from workspace.audit.words import short
from workspace.config import Config
from workspace.identifiers import encode, new_id

MAIN, PLAN, NAMED = {"room_id": "main"}, {"document_id": "plan"}, {"document_id": "named"}
BESIDE = {"document_id": "plan", "number": "1"}

# The route, who asks about what, the field (in the query with "?"), how the id stands in it, and whose ids.
Tried = tuple[str, str, Asked, str, str, tuple[str, ...], dict[str, str]]
FIELDS: tuple[Tried, ...] = (
    ("documents.room", "neighbour", MAIN, "?owner", "{}", ("agencies:EAS",), {}),
    ("documents.room", "neighbour", MAIN, "?visible", "{}", ("agencies:EAS",), {}),
    ("documents.why", "partner", PLAN, "?person", "{}", ("people:neighbour", "people:excluded"), {}),
    ("documents.share", "contributor", PLAN, "?with", "{}", ("agencies:EAS", "agencies:SCH"), {}),
    ("documents.share", "partner", NAMED, "?change", "{}", ("releases:plan>NHS",), {}),
    ("documents.share", "contributor", PLAN, "see", "{}", ("agencies:EAS", "agencies:SCH"), SHARED),
    ("documents.share", "contributor", PLAN, "person", "{}", ("people:excluded", "people:suspended"), SHARED),
    ("documents.share", "contributor", PLAN, "consent", "{}", ("consents:unsought",), SHARED),
    ("documents.share", "contributor", PLAN, "seen", "{}", ("releases:other>NHS",), SHARED),
    ("documents.upload", "contributor", MAIN, "see", "{}", ("agencies:EAS",), PAPER),
    ("documents.upload", "contributor", MAIN, "person", "{}", ("people:excluded", "people:outsider"), PAPER),
    (
        "annotations.add",
        "partner",
        BESIDE,
        "organisations",
        "{}",
        ("agencies:HSG",),
        REMARK | {"audience": "agencies"},
    ),
    ("rooms.bring_in", "lead", MAIN, "ground", "{}.{}", ("agreements:east", "agencies:EAS"), {}),
    ("rooms.add_again", "lead", MAIN | {"organisation_id": "NHS"}, "people", "{}", ("people:outsider",), {}),
    ("rooms.transfer_lead", "lead", MAIN, "person", "{}", ("people:excluded", "people:suspended"), {}),
    ("rooms.leave", "lead", MAIN, "successor", "{}", ("people:excluded", "people:outsider"), {}),
    ("documents.offer", "lead", MAIN | {"organisation_id": "HSG"}, "documents", "{}", ("papers:named",), {}),
    ("documents.offer", "lead", MAIN | {"organisation_id": "HSG"}, "remarks", "{}", ("remarks:reply",), {}),
    ("documents.offer", "lead", MAIN | {"organisation_id": "HSG"}, "people", "{}", ("people:excluded",), {}),
    (
        "documents.offer",
        "lead",
        MAIN | {"organisation_id": "HSG"},
        "consent",
        "{}",
        ("consents:unsought",),
        {},
    ),
    ("audit.entries", "partner_auditor", {}, "?on", "{}", ("papers:secret", "rooms:closed"), {}),
    ("sharing.agreements", "reader", {}, "?with", "{}", ("agencies:EAS",), {}),
)


@pytest.fixture(scope="module")
def here(site: Site) -> Iterator[Config]:
    """A copy of the town that nobody of this module changes."""
    with site.copy() as config:
        yield config


@pytest.mark.parametrize("tried", FIELDS, ids=lambda tried: f"{tried[0]}-{tried[3]}")
def test_a_hidden_id_answers_as_one_that_nothing_has(site: Site, here: Config, tried: Tried) -> None:
    endpoint, slug, _asked_of, field, _form, things, _sent = tried
    before = contents(here, BY_LOOKING)
    nothing = _asked(site, tried, [new_id()])
    assert nothing[0] in (200, 404, 409, 422), f"{endpoint} answers {nothing[0]} to an id that nothing has"
    for thing in things:
        answer = _asked(site, tried, [_id(site, thing)])
        assert answer == nothing, f"{slug} learns by {field} of {endpoint} that there is {thing}"
    assert contents(here, BY_LOOKING) == before


def _asked(site: Site, tried: Tried, ids: list[int]) -> tuple[int, str, Any]:
    endpoint, slug, asked, field, form, _things, sent = tried
    rule = next(each for each in rules(site) if each.endpoint == endpoint)
    value = form.replace("{}", encode(ids[0]))
    where = address(site.app, rule, valued(site.town, asked))
    browser = site.browser(slug)
    if field.startswith("?"):
        answer = browser.get(f"{where}{field}={value}")
    else:
        answer = browser.post(where, data={**sent, field: value})
    assert leaks(BY_SLUG[slug], text(answer)) == []
    status, body, headers = shown(answer)
    lasting = [header for header in headers if header[0] not in ("Content-Length", "Location")]
    return (
        status,
        re.sub(
            r"datetime=\"[^\"]*\"|\d\d:\d\d:\d\d", "", body.replace(value, "ID").replace(short(ids[0]), "ID")
        ),
        lasting,
    )


def _id(site: Site, thing: str) -> int:
    kind, _, slug = thing.partition(":")
    if kind == "releases":
        paper, _, code = slug.partition(">")
        return site.town.releases[paper, code].id
    found: int = getattr(site.town, kind)[slug].id
    return found


def test_every_place_that_reads_an_id_is_tried(project: Path) -> None:
    """Whatever reads an id out of what was sent belongs to a feature of which a field stands above."""
    tried = {endpoint.partition(".")[0] for endpoint, *_rest in FIELDS} | {"realtime"}
    reading = {
        path.relative_to(project / "workspace").parts[0]
        for path in (project / "workspace").rglob("*.py")
        if re.search(r"identifiers import .*decode|identifiers\.decode", path.read_text())
    }
    assert reading - {"app.py", "audit"} <= tried, f"add fields of {reading - tried} to FIELDS"
