"""A small world whose days pass at will, in the database and as facts.

Time passes by moving every period back, so the database's own now is always the story's today and
nothing that is asked is asked through a clock of the tests.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.range import TimestamptzRange

from tests.permissions.oracle import FOREVER, Fact, Facts
from workspace.database import SCHEMA, Base, Lasting
from workspace.rooms.models import Role
from workspace.sharing.models import Asked, Basis, Category

WCC, NHS, SCH, OPS, REF = 1, 2, 3, 4, 5
PRIYA, OWEN, SAMIRA, JOY, GWEN, SOL, ADA = 11, 12, 13, 14, 15, 16, 17
ORGANISATIONS, PEOPLE = (WCC, NHS, SCH), (PRIYA, OWEN, SAMIRA, JOY, GWEN, SOL, ADA)
EMPLOYERS = {PRIYA: WCC, OWEN: WCC, SAMIRA: NHS, JOY: NHS, GWEN: SCH, SOL: OPS, ADA: WCC}  # at first
FAMILY, OTHER = 21, 22  # two rooms
ROOMS = (FAMILY, OTHER)
HELP, HEALTH = 31, 32  # two agreements
AGREEMENTS = (HELP, HEALTH)
MIDDAY, MORNING = timedelta(hours=12), timedelta(hours=6)

# What a row needs besides what the rules look at.
WORDS: dict[str, dict[str, Any]] = {
    "organisation": {"name": "Agency", "short_name": "AGY", "colour": "other"},
    "person": {"name": "Somebody", "job_title": ""},
    "room": {"title": "Family", "purpose": "Help", "level": 2, "by_id": PRIYA},
    "agreement": {"reference": "ISA", "title": "Help", "purpose": "Help", "basis": 2},
    "exclusion_reason": {"reason": "Why"},
    "access_request": {"reference": "FH/1", "reason": "Why"},
    "document": {"title": "Plan"},
    "version": {"number": 1, "size": 1, "sha256": bytes(32), "media_type": "", "filename": "", "reason": ""},
    "annotation": {"body": "A remark"},
    "consent_record": {
        "reference": "C1",
        "subject": "Dana",
        "wording": "",
        "given_how": "",
        "because": "",
    },
    "release_purpose": {"purpose": "Help"},
    "release": {"for_action": False},
    "term": {"review_on": date(2030, 1, 1)},
    "audit_entry": {"action": "room.opened", "thing": "room"},
}


class Story:
    """The world on some day of its story: every change is made in the database and among the facts."""

    def __init__(self, db: psycopg.Connection[Any]) -> None:
        self.db, self.today, self.facts = db, 0, Facts()
        self.ids, self.moments = count(100), count(1)
        self.began = datetime.now(UTC) - MIDDAY
        self.tables = {table.name: table for table in Base.metadata.sorted_tables}
        models = (mapper.class_ for mapper in Base.registry.mappers)
        self.lasting = [
            model.__tablename__ for model in models if issubclass(model, Lasting) and issubclass(model, Base)
        ]

    def copy(self) -> "Story":
        """The same world with a story of its own from here on (the database is the same)."""
        made = Story(self.db)
        made.today, made.facts, made.began = self.today, Facts(self.facts), self.began
        made.ids, made.moments = count(1000), count(1000)
        return made

    def moment(self, day: int) -> datetime:
        """The beginning of a day of the story, as the database's clock has it today."""
        return self.began + timedelta(days=day - self.today)

    def midday(self, day: int) -> datetime:
        """When on a day it is asked what was so then."""
        return self.moment(day) + MIDDAY

    def _instant(self, day: int) -> datetime:
        """A moment at the very beginning of a day, later than all others before it: no period is empty."""
        return self.moment(day) + timedelta(microseconds=10 * next(self.moments))

    def add(
        self, kind: str, lasts: int = FOREVER, id: int | None = None, after: int = 0, **about: Any
    ) -> Fact:
        """Something becomes so today, or ``after`` some days, for good or for some days."""
        starts = self.today + after
        fact = Fact(kind, next(self.ids) if id is None else id, starts, min(starts + lasts, FOREVER), about)
        self.facts.add(fact)
        row = self._row(fact)
        names = [name for name in row if name in self.tables[kind].columns]
        places = ", ".join(["%s"] * len(names))
        self.db.execute(
            f"INSERT INTO {SCHEMA}.{kind} ({', '.join(names)}) VALUES ({places})",
            [row[name] for name in names],
        )
        return fact

    def _row(self, fact: Fact) -> dict[str, Any]:
        """Everything the database wants to be told of a fact, and some things that it does not."""
        row = {name: _plain(value) for name, value in fact.about.items()}
        row = {"by_id": PRIYA, **WORDS.get(fact.kind, {}), **row, "id": fact.id}
        if fact.kind == "room":
            row |= {"lead_id": fact.first_lead_id, "reference": f"FH/{fact.id}"}
        if fact.kind == "annotation":
            began = [f for f in self.facts.kinds["annotation"] if f.id == fact.thread_id]
            row |= {"begun_at": self.moment(began[0].starts) + MORNING if began else None}
            row |= {"request_id": UUID(int=fact.id)}
        starts = self._instant(fact.starts)
        ends = None if fact.ends >= FOREVER else self._instant(fact.ends)
        row |= {"during": TimestamptzRange(starts, ends)}
        row |= {"created_at": self.moment(fact.starts) + MORNING, "key": f"versions/{fact.id}"}
        return row | {"email": f"{fact.id}@westmoor.example"}

    def end(self, *facts: Fact) -> None:
        """What is or will be so stops being so today."""
        for fact in facts:
            if fact.starts <= self.today < fact.ends:
                fact.ends = self.today
                self.db.execute(
                    f"UPDATE {SCHEMA}.{fact.kind} SET during = tstzrange(lower(during), %s) WHERE id = %s",
                    [self._instant(self.today), fact.id],
                )

    def on(self, kind: str, **about: Any) -> list[Fact]:
        """What is so today."""
        return self.facts.on(self.today, kind, **about)

    def end_all(self, kind: str, **about: Any) -> None:
        """Everything of a kind that says so stops being so."""
        self.end(*self.on(kind, **about))

    def instead(self, kind: str, key: dict[str, Any], lasts: int = FOREVER, **about: Any) -> Fact:
        """Something is so from today in place of what was."""
        self.end_all(kind, **key)
        return self.add(kind, lasts, **key, **about)

    def pass_days(self, days: int) -> None:
        """The past moves back."""
        self.today += days
        self.db.execute(self._moving(days))

    def _moving(self, days: int) -> str:
        back = f"interval '{days} days'"
        moves = [
            f"UPDATE {SCHEMA}.{name} SET during = tstzrange(lower(during) - {back}, upper(during) - {back})"
            for name in self.lasting
            if self.facts.kinds[name]
        ]
        moves.append(
            f"UPDATE {SCHEMA}.annotation SET created_at = created_at - {back}, begun_at = begun_at - {back}"
        )
        return "; ".join(["SET CONSTRAINTS ALL DEFERRED", *moves, "SET CONSTRAINTS ALL IMMEDIATE"])


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, Role | Asked | Basis | Category) else value


def begin(story: Story) -> None:
    """Start where most things are allowed, so that everything that can be taken away has something to take.

    Some releases are narrowed, some rest on consent, some things are of the other room: an answer that
    looked at the wrong row is then a wrong answer.
    """
    for id in (*ORGANISATIONS, OPS):
        story.add("organisation", id=id)
    for id in PEOPLE:
        story.add("person", id=id)
        story.add("employment", person_id=id, organisation_id=EMPLOYERS[id])
    _rooms(story)
    _agreements(story)
    documents = _documents(story)
    _releases(story, *documents)
    _annotations(story, *documents)
    _records(story, *documents)


def _appoint(story: Story, person: int, duty: int) -> None:
    story.add("appointment", person_id=person, organisation_id=EMPLOYERS[person], duty=duty)


def _rooms(story: Story) -> None:
    for person, duty in ((SOL, 3), (OWEN, 1), (SAMIRA, 2), (GWEN, 2)):
        _appoint(story, person, duty)
    story.add("room", id=FAMILY, first_lead_id=WCC)
    story.add("room", id=OTHER, first_lead_id=NHS)
    for room in ROOMS:
        for organisation in (*ORGANISATIONS, OPS):
            story.add("participation", room_id=room, organisation_id=organisation)
    roles = {PRIYA: 4, OWEN: 2, SAMIRA: 3, JOY: 1, GWEN: 4, SOL: 4}
    for person, role in roles.items():
        story.add("membership", room_id=FAMILY, person_id=person, role=role)
    for person, role in {PRIYA: 1, SAMIRA: 4, JOY: 3, OWEN: 3}.items():
        story.add("membership", room_id=OTHER, person_id=person, role=role)
    asking: tuple[tuple[int, int, int | None], ...] = (
        (GWEN, SCH, OTHER),
        (JOY, NHS, FAMILY),
        (OWEN, WCC, None),
    )
    for person, employer, place in asking:
        asked = {"person_id": person, "organisation_id": employer, "lead_id": WCC}
        story.add("access_request", 14, None, 0, **asked, room_id=place)


def _agreements(story: Story) -> None:
    for id, keeper in ((HELP, WCC), (HEALTH, NHS)):
        story.add("agreement", id=id, organisation_id=keeper)
        parties: Iterable[int] = ORGANISATIONS if id == HELP else (NHS, WCC)
        for organisation in parties:
            story.add("party", agreement_id=id, organisation_id=organisation)
        term = story.add("term", agreement_id=id, categories=[1, 4, 7] if id == HELP else [1, 7])
        for organisation in parties:
            story.add("signature", term_id=term.id, organisation_id=organisation)


def _documents(story: Story) -> list[Fact]:
    made = []
    for room, owner, category, level, takes, by in (
        (FAMILY, WCC, 7, 1, True, PRIYA),
        (FAMILY, NHS, 1, 2, True, SAMIRA),
        (FAMILY, SCH, 4, 1, True, GWEN),
        (OTHER, NHS, 1, 1, True, SAMIRA),
        (OTHER, WCC, 7, 2, False, OWEN),
    ):
        document = story.add(
            "document",
            room_id=room,
            owner_id=owner,
            category=category,
            level=level,
            takes_annotations=takes,
            by_id=by,
        )
        story.add("version", document_id=document.id, by_id=by, organisation_id=owner)
        made.append(document)
    return made


def release(
    story: Story, document: Fact, to: int, lasts: int = FOREVER, after: int = 0, **about: Any
) -> Fact:
    """A document is released to an organisation; what is not said is as wide as it can be."""
    values = {
        "agreement_id": HELP,
        "basis": Basis.PUBLIC_TASK,
        "consent_id": None,
        "people": None,
        "minimum_role": None,
        "may_annotate": True,
        "may_download": True,
        **about,
    }
    where = {"document_id": document.id, "room_id": document.room_id, "organisation_id": to}
    made = story.add("release", lasts, after=after, **where, **values)
    if not story.facts.all("release_purpose", document_id=document.id):  # one is as good as many, and quicker
        story.add("release_purpose", release_id=made.id, document_id=document.id)
    return made


def consent(story: Story, room: int, by: int, outcome: Asked, receivers: list[int], lasts: int) -> Fact:
    """A consent is recorded, or why it was not sought."""
    made = story.add(
        "consent", lasts, room_id=room, organisation_id=by, outcome=outcome, organisations=receivers
    )
    story.add("consent_record", consent_id=made.id, room_id=room)
    return made


def _releases(story: Story, plan: Fact, summary: Fact, attendance: Fact, letter: Fact, risk: Fact) -> None:
    health = consent(story, FAMILY, NHS, Asked.GIVEN, [WCC], FOREVER)
    consent(story, FAMILY, SCH, Asked.NOT_SOUGHT, [WCC, NHS], FOREVER)
    release(story, plan, NHS)
    release(story, plan, SCH, may_annotate=False, may_download=False)
    release(story, summary, WCC, basis=Basis.CONSENT, consent_id=health.id, people=[PRIYA, OWEN])
    release(story, summary, SCH, minimum_role=Role.CONTRIBUTOR, may_annotate=False, may_download=False)
    release(story, attendance, WCC, people=[PRIYA])
    release(story, attendance, NHS, minimum_role=Role.CONTRIBUTOR)
    release(story, letter, WCC, agreement_id=HEALTH)
    release(story, risk, NHS, minimum_role=Role.COMMENTER)


def annotate(story: Story, document: Fact, by: int, audience: int, **about: Any) -> Fact:
    """Somebody writes a remark for the organisation they work for, or replies."""
    values = {"thread_id": None, "organisations": [], "organisation_id": EMPLOYERS[by], **about}
    version = story.facts.all("version", document_id=document.id)[0]
    return story.add(
        "annotation",
        document_id=document.id,
        room_id=document.room_id,
        version_id=version.id,
        by_id=by,
        audience=audience,
        **values,
    )


def _annotations(story: Story, plan: Fact, summary: Fact, *_rest: Fact) -> None:
    for audience in (1, 2, 4):
        annotate(story, plan, PRIYA, audience)
    thread = annotate(story, plan, SAMIRA, 3, organisations=[NHS, WCC])
    annotate(story, plan, PRIYA, 3, organisations=[NHS, WCC], thread_id=thread.id)
    annotate(story, summary, SAMIRA, 4)


def _records(story: Story, plan: Fact, *_rest: Fact) -> None:
    for kept_from, who, by in ((OTHER, GWEN, SCH), (FAMILY, ADA, WCC)):
        exclusion = story.add("exclusion", FOREVER if who == GWEN else 1, room_id=kept_from, person_id=who)
        story.add("exclusion_reason", exclusion_id=exclusion.id, room_id=kept_from, organisation_id=by)
    for person, organisation, room, outcome, owners in (
        (PRIYA, WCC, FAMILY, 1, [NHS]),
        (JOY, NHS, OTHER, 2, []),
        (GWEN, SCH, FAMILY, 2, [WCC]),
        (GWEN, SCH, OTHER, 1, []),
        (GWEN, SCH, OTHER, 2, []),
        (ADA, REF, FAMILY, 1, []),
        (OWEN, WCC, None, 1, []),
    ):
        story.add(
            "audit_entry",
            person_id=person,
            organisation_id=organisation,
            room_id=room,
            outcome=outcome,
            material_of=owners,
            thing_id=plan.id,
        )
