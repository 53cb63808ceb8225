"""Whatever is added that is hidden from somebody: not a byte changes of anything that they can ask for."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from tests.factories import lasting
from tests.matrix.asking import address, arguments, shown, text, valued
from tests.matrix.cast import BY_SLUG
from tests.matrix.oracle import audits
from tests.matrix.site import Site
from tests.matrix.table import ARGUMENTS, FEWER, Asked
from tests.matrix.test_routes import rules
from tests.matrix.texts import leaks
from tests.matrix.town import Town
from workspace.database import acting_as, session
from workspace.documents.models import Document, Marking, Version
from workspace.identifiers import encode
from workspace.people.models import Suspension
from workspace.realtime.models import Presence
from workspace.rooms.models import AccessRequest, ExclusionReason, Level
from workspace.sharing.models import ConsentRecord, ReleasePurpose

# The auditor first: what the others are refused is for auditors to read.
READING = ("partner_auditor", "partner_lead", "neighbour", "outsider", "partner_manager")
LINK = re.compile(r'href="([^"#]+)')
LINKED_DATA = {"Accept": "application/ld+json"}
MOST = 160  # addresses for one reader
WHEN = re.compile(r"<time .*?</time>")  # when somebody was last active, who is the one who reads
# What one looks for, in lists and among people.
LOOKING = {
    "documents.room": ("?find=zq", "?find=hidden", "?visible=none", "?category=plan", "?page=2"),
    "rooms.add_member": ("?q=a", "?q=westmoor"),
    "rooms.exclude": ("?q=a", "?q=council"),
    "documents.why": ("?on=2026-11-21",),
}
AUDIT_OF_OTHERS = ("?by=others", "?by=others&outcome=refused", "?by=others&what=reads")


def test_what_is_hidden_changes_not_a_byte(site: Site) -> None:
    with site.copy():
        before = {slug: dict(_crawled(site, slug)) for slug in READING}
    with site.copy():
        _hide_things(site)
        after = {slug: dict(_crawled(site, slug)) for slug in READING}
    assert min(len(pages) for pages in before.values()) > 60
    told = [
        f"{slug}: {where}: {_difference(before[slug].get(where), after[slug].get(where))}"
        for slug in READING
        for where in sorted({*before[slug], *after[slug]})
        if before[slug].get(where) != after[slug].get(where)
    ]
    assert not told, "\n".join(told)


def test_what_is_hidden_is_seen_by_whom_it_is_for(site: Site) -> None:
    """Without this the test above could be of nothing."""
    with site.copy():
        _hide_things(site)
        lead = site.browser("lead")
        room = encode(site.town.rooms["main"].id)
        assert "Hidden paper" in text(lead.get(f"/rooms/{room}"))
        assert "Hidden room" in text(lead.get("/"))
        assert "Council colleague" in text(lead.get(f"/rooms/{room}/people"))


def _crawled(site: Site, slug: str) -> Iterator[tuple[str, Any]]:
    """Every address that somebody knows or can find, and what it answers."""
    browser, seen = site.browser(slug), set[str]()
    waiting = [*_known(site, slug)]
    while waiting and len(seen) < MOST:
        where = waiting.pop(0)
        if where in seen or _is_own_acts(where):
            continue
        seen.add(where)
        answer = browser.get(where)
        status, body, headers = shown(answer)
        if where.startswith("/organisations/"):
            body = WHEN.sub("", body)
        yield where, (status, body, headers)
        if where.endswith("/annotations"):
            yield f"{where} as linked data", shown(browser.get(where, headers=LINKED_DATA))
        if answer.mimetype == "text/html":
            found = (link.replace("&amp;", "&") for link in LINK.findall(text(answer)))
            waiting += [link for link in found if not urlsplit(link).netloc and link.startswith("/")]


def _is_own_acts(where: str) -> bool:
    """The audit of one's own agency says what one has just looked at; built files never change."""
    return where.startswith("/static") or (where.startswith("/audit") and "by=others" not in where)


def _known(site: Site, slug: str) -> Iterator[str]:
    yield "/"
    for rule in rules(site):
        if "GET" in (rule.methods or ()):
            for asked in _some(arguments(rule)):
                where = address(site.app, rule, valued(site.town, asked))
                yield where
                yield from (f"{where}{more}" for more in LOOKING.get(rule.endpoint, ()))
    if audits(BY_SLUG[slug]):
        yield from (f"/audit{kind}{more}" for kind in ("", ".csv") for more in AUDIT_OF_OTHERS)


def _some(names: list[str]) -> Iterator[Asked]:
    """A few things, each with the first that can be named beside it."""
    if not names:
        yield {}
        return
    for slug in FEWER.get(names[0], ARGUMENTS[names[0]]):
        yield {names[0]: slug} | {name: ARGUMENTS[name][0] for name in names[1:]}


def _difference(one: Any, other: Any) -> str:
    if one is None or other is None:
        return "is there only " + ("afterwards" if one is None else "before")
    if one[0] != other[0]:
        return f"status {one[0]}, then {other[0]}"
    if one[2] != other[2]:
        return f"headers {set(one[2]) ^ set(other[2])}"
    pairs = zip(one[1].splitlines(), other[1].splitlines(), strict=False)
    return next((f"{a.strip()!r}, then {b.strip()!r}" for a, b in pairs if a != b), "more or fewer lines")


def _hide_things(site: Site) -> None:
    """Everything that the Council can do which concerns nobody but it, the police and the families."""
    lead, town = site.browser("lead"), site.town
    for act in (_papers, _remarks, _rooms_and_people):
        act(lead, town)
    _rows(town)


def _done(answer: Any, *statuses: int) -> None:
    why = re.findall(r"error-message[^>]*>(.*?)</p>", answer.text, re.DOTALL)
    assert answer.status_code in (statuses or (302, 303)), (answer.request.path, answer.status_code, why)


def _papers(lead: FlaskClient, town: Town) -> None:
    main = encode(town.rooms["main"].id)
    file: Callable[[], tuple[BytesIO, str]] = lambda: (BytesIO(b"Hidden text"), "Hidden paper.txt")  # noqa: E731
    form = {"category": "plan", "level": "official", "takes_annotations": "y"}
    seen = {"see": encode(town.agencies["POL"].id)}
    for more in ({}, seen):
        _done(lead.post(f"/rooms/{main}/documents/new", data={**form, **more, "documents": file()}))
    secret = f"/documents/{encode(town.papers['secret'].id)}"
    based = {"reason": "Hidden reason", "based_on": "1"}
    _done(lead.post(f"{secret}/versions/new", data={**based, "documents": file()}))
    how = {"basis": "", "what": "information", "role": "everybody", "first": seen["see"], "seen": ""}
    _done(lead.post(f"{secret}/share", data={**seen, **how}))


def _remarks(lead: FlaskClient, town: Town) -> None:
    for paper in ("shared", "plan", "secret"):
        beside = f"/documents/{encode(town.papers[paper].id)}/versions/1/annotations"
        audiences: tuple[dict[str, str], ...] = ({"audience": "agency"}, {"audience": "me"})
        for form in audiences:
            _done(lead.post(beside, data={"body": "Hidden remark", **form}))
    remark = encode(town.remarks["to_agency"].id)
    _done(lead.post(f"/annotations/{remark}/reply", data={"body": "Hidden reply"}))
    _done(lead.post(f"/annotations/{remark}/resolve"))


def _rooms_and_people(lead: FlaskClient, town: Town) -> None:
    form = {"title": "Hidden room", "reference": "HIDDEN/1", "purpose": "Hidden", "level": "official"}
    _done(lead.post("/rooms/new", data=form))
    main, colleague = encode(town.rooms["main"].id), encode(town.people["colleague"].id)
    why = {"reason": "Hidden reason", "because": "Hidden reason"}
    answer = lead.post(f"/rooms/{main}/exclusions/new?q=Council colleague", data={"person": colleague, **why})
    _done(answer)


def _rows(town: Town) -> None:
    """What has no page, or none for the lead."""
    council, police, main = town.agencies["WCC"], town.agencies["POL"], town.rooms["main"]
    lead, world = town.people["lead"], town.world
    consent = world.consent(main, lead, council, police)
    words: dict[str, Any] = {
        "reference": "C9",
        "subject": "Hidden",
        "wording": "Hidden",
        "given_how": "Hidden",
    }
    world.add(lead.id, ConsentRecord(consent_id=consent.id, room_id=main.id, **words))
    agreement = world.agreement([council, police], lead)
    document = world.document(main, lead, council, "Hidden paper")
    release = world.release(document, police, agreement, lead, consent_id=consent.id)
    purpose = ReleasePurpose(release_id=release.id, document_id=document.id, purpose="Hidden")
    marking = Marking(document_id=document.id, level=Level.OFFICIAL_SENSITIVE, by_id=lead.id)
    present = Presence(document_id=town.papers["shared"].id, person_id=lead.id)
    world.add(lead.id, purpose, marking, present)
    manager = town.people["manager"].id
    world.add(manager, Suspension(person_id=town.people["colleague"].id, by_id=manager))
    excluded = world.exclude(main, town.people["removed"], by=lead)
    reason = ExclusionReason(
        exclusion_id=excluded.id, room_id=main.id, organisation_id=council.id, reason="Hidden reason"
    )
    world.add(lead.id, reason)
    for room_id in (main.id, None):
        asking = town.people["expired"]
        request = AccessRequest(
            person_id=asking.id,
            organisation_id=police.id,
            lead_id=council.id,
            reference="HIDDEN/2",
            reason="Hidden reason",
            room_id=room_id,
            during=lasting(-timedelta(days=1), timedelta(days=9)),
        )
        world.add(asking.id, request)
    with acting_as(lead.id):
        count = session().query(Version).join(Document, Document.id == Version.document_id).count()
    assert count > 8


@pytest.mark.parametrize(
    "slug", ["administrator", "manager", "partner_manager", "auditor", "partner_auditor"]
)
def test_managers_auditors_and_administrators_are_not_readers(site: Site, slug: str) -> None:
    """Nothing of what is in rooms comes out on any page that their duty opens, followed by every link."""
    with site.copy():
        for where, (_status, body, headers) in _crawled(site, slug):
            assert leaks(BY_SLUG[slug], f"{body} {headers}") == [], where
