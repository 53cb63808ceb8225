"""What the Audit page shows, put together with the same number of queries however much there is."""

from collections.abc import Sequence
from dataclasses import dataclass

from workspace.audit import chart, queries, words
from workspace.audit.chart import Chart
from workspace.audit.models import AuditEntry, Outcome
from workspace.audit.queries import Found, Wanted
from workspace.identifiers import encode
from workspace.people.models import Organisation
from workspace.people.queries import Named, organisations_named, people_named

AT_ONCE = 50
REFUSALS = 8


@dataclass(frozen=True)
class Line:
    """An entry in words. ``which`` is the name of the thing, or the end of its id: never its title."""

    entry: AuditEntry
    person: Named | None
    organisation: Organisation | None
    did: str
    kind: str
    which: str
    room: str
    more: Sequence[str]

    @property
    def version(self) -> int | None:
        """The number of the version it is about, if about one."""
        return words.version_of(self.entry.facts)

    @property
    def document_id(self) -> int | None:
        """The document that an annotation stands on; None for what is no annotation."""
        return words.document_of(self.entry.thing, self.entry.facts)

    @property
    def is_refused(self) -> bool:
        """Whether it says that somebody was refused."""
        return self.entry.outcome == Outcome.REFUSED


@dataclass(frozen=True)
class RefusedLine:
    """Somebody who was refused, and what they tried how often."""

    person: Named | None
    did: str
    times: str


@dataclass(frozen=True)
class Page:
    """Everything the page shows. ``older`` and ``newer`` are where its neighbours begin, if there are any."""

    lines: list[Line]
    older: str | None
    newer: str | None
    entries: int
    refused: int
    chart: Chart
    refusals: list[RefusedLine]
    people: list[Named]
    rooms: list[tuple[str, str]]
    thing: str | None
    document: tuple[int, frozenset[int]] | None  # the one document asked for, and whose material it is


@dataclass(frozen=True)
class _Names:
    """The names of all that occurs on the page."""

    people: dict[int, Named]
    organisations: dict[int, Organisation]
    rooms: dict[int, str]


def page(who: int, wanted: Wanted, before: int | None, after: int | None) -> Page:
    """The entries wanted that the person ``who`` may read: one page of them, and figures of all."""
    found = queries.entries(who, wanted, AT_ONCE + 1, before, after)
    more = len(found) > AT_ONCE
    shown = found[1:] if more and after is not None else found[:AT_ONCE]
    counted = queries.counts(who, wanted, [queries.first_id(day) for day in chart.spans(wanted)])
    refused = queries.refusals(who, wanted, REFUSALS)
    people, rooms = queries.choices(who, wanted)
    people |= {wanted.by} if wanted.by else set()
    acting = {each.organisation_id for each in counted}
    known = {each.room_id for each in shown if each.room_id}
    if wanted.on and queries.knows_room(who, wanted.on):
        rooms.add(wanted.on)
    names = _Names(
        people_named(people | _ids(shown, "person") | {each.person_id or 0 for each in refused}),
        organisations_named(_ids(shown, "organisation") | {id for id in acting if id}),
        queries.references(rooms | known),
    )
    return Page(
        lines=[_line(each, names) for each in shown],
        older=encode(shown[-1].entry.id) if shown and (more or after is not None) else None,
        newer=encode(shown[0].entry.id)
        if shown and (more if after is not None else before is not None)
        else None,
        entries=sum(each.entries for each in counted),
        refused=sum(each.entries for each in counted if each.outcome == Outcome.REFUSED),
        chart=chart.drawn(wanted, counted, names.organisations, _ordered(acting, names.organisations)),
        refusals=[_refused(each, names) for each in refused],
        people=sorted((names.people[id] for id in people if id in names.people), key=lambda each: each.name),
        rooms=sorted((names.rooms[id], encode(id)) for id in rooms if id in names.rooms),
        thing=words.short(wanted.on) if wanted.on and wanted.on not in names.rooms else None,
        document=_document(wanted.on, shown),
    )


def _document(id: int | None, shown: Sequence[Found]) -> tuple[int, frozenset[int]] | None:
    for each in shown:
        if id is not None and each.entry.thing == "document" and each.entry.thing_id == id:
            return id, frozenset(each.entry.material_of)
    return None


def _ids(shown: Sequence[Found], thing: str) -> set[int]:
    """The ids of all the people or organisations that the entries speak of."""
    entries = [each.entry for each in shown]
    about = {entry.thing_id for entry in entries if entry.thing == thing and entry.thing_id}
    where = {getattr(entry, f"{thing}_id") for entry in entries}
    told = {entry.facts.get(thing) for entry in entries if isinstance(entry.facts.get(thing), int)}
    return {id for id in about | where | told if id}


def _ordered(acting: set[int | None], organisations: dict[int, Organisation]) -> list[int | None]:
    """Organisations by name; nobody's acts last."""
    named = sorted(
        (id for id in acting if id in organisations), key=lambda id: organisations[id or 0].short_name
    )
    return [*named, *([None] if acting - set(named) else [])]


def _line(found: Found, names: _Names) -> Line:
    entry, room = found.entry, names.rooms.get(found.room_id or 0, "")
    more = words.said(entry.facts)
    receiver = names.organisations.get(entry.facts.get("organisation", 0))
    return Line(
        entry=entry,
        person=names.people.get(entry.person_id or 0),
        organisation=names.organisations.get(entry.organisation_id or 0),
        did=words.did(entry.action),
        kind="" if entry.thing in words.WITHOUT_THING else words.kind(entry.thing),
        which=_which(entry, names, room),
        room=room if entry.thing != "room" else "",
        more=[f"to {receiver.short_name}", *more] if receiver else more,
    )


def _which(entry: AuditEntry, names: _Names, room: str) -> str:
    if entry.thing_id is None or entry.thing in words.WITHOUT_THING:
        return ""
    if entry.thing == "person" and entry.thing_id in names.people:
        return names.people[entry.thing_id].name
    if entry.thing == "organisation" and entry.thing_id in names.organisations:
        return names.organisations[entry.thing_id].short_name
    if entry.thing == "room" and room:
        return room
    return words.short(entry.thing_id)


def _refused(each: queries.Refused, names: _Names) -> RefusedLine:
    thing = each.action.partition(".")[0]
    noun = words.kind(thing)
    about = "" if thing in words.WITHOUT_THING else f" {'an' if noun[0] in 'aeio' else 'a'} {noun}"
    times = {1: "once", 2: "twice"}.get(each.entries, f"{each.entries:,} times")
    return RefusedLine(names.people.get(each.person_id or 0), words.did(each.action) + about, times)
