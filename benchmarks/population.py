"""A population to measure permissions with: who works where, who is in which room, and on what ground.

The same for any number of documents, so that only their number differs between two databases. Rows are
made one after the other and copied in, with the columns named: what a table lacks here has its default.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

import psycopg

from workspace.people.models import Duty
from workspace.rooms.models import Level, Role
from workspace.sharing.models import Asked, Basis, Category

ORGANISATIONS, PEOPLE, ROOMS, AGREEMENTS = 60, 6_000, 2_000, 40
CONSENTS = 10  # a room
BUSY = 800  # rooms of the one person who is in most
NEW, COLD = 1, ROOMS - 2  # the organisation nothing was released to; the first of two rooms of old documents
NULL = r"\N"
LINES = 5_000  # copied at once
NOW = datetime.now(UTC)

Row = tuple[Any, ...]


def copy(link: psycopg.Connection, table: str, columns: str, rows: Iterable[Row]) -> None:
    """Add rows of the named columns to a table, holding only a few thousand of them at a time."""
    lines = ("\t".join(map(str, row)) + "\n" for row in rows)
    names = ", ".join(columns.split())
    with link.cursor().copy(f"COPY workspace.{table} ({names}) FROM STDIN") as out:
        while block := "".join(islice(lines, LINES)):
            out.write(block)


def since(days: float, until: float | None = None) -> str:
    """The period that began so many days ago, and ended so many days ago, if at all."""
    begun = (NOW - timedelta(days=days)).isoformat()
    return f'["{begun}",)' if until is None else f'["{begun}","{(NOW - timedelta(days=until)).isoformat()}")'


def array(numbers: Iterable[int]) -> str:
    """Numbers as PostgreSQL reads an array of them."""
    return f"{{{','.join(map(str, numbers))}}}"


EVER = since(900)
OVER = since(900, until=20)


def number(kind: int, at: int) -> int:
    """The id of the ``at``-th thing of a kind; ids of documents begin above all these."""
    return kind << 18 | at + 1


def organisation(at: int) -> int:
    """The id of an organisation."""
    return number(1, at)


def person(at: int) -> int:
    """The id of a person, who works for organisation ``at`` modulo their number."""
    return number(2, at)


def room(at: int) -> int:
    """The id of a room; the first has most documents, the two last only old ones."""
    return number(3, at)


@dataclass
class Population:
    """Who takes part in which room, and who is in it; all by place, not by id.

    `busy` is in 800 rooms, `cold` in the two rooms of old documents only, `newcomer` in the largest room
    for an organisation to which nothing there was released, `typical` in a few rooms, `nobody` in none.
    """

    parties: list[list[int]] = field(default_factory=list)
    members: dict[tuple[int, int], tuple[Role, str]] = field(default_factory=dict)
    busy: int = 0
    typical: int = 0
    cold: int = 0
    newcomer: int = 0
    nobody: int = ORGANISATIONS * 3 + 7

    @classmethod
    def made(cls) -> "Population":
        """The one population there is: chance is the same each time."""
        chance, made = Random(42), cls()
        for at in range(ROOMS):
            chosen = {0} if at % 5 < 3 else set()
            chosen |= {int(ORGANISATIONS * chance.random() ** 1.6) for _ in range(4 + at % 4)}
            made.parties.append(sorted(chosen - {NEW} if at == 0 else chosen))
            for party in made.parties[at]:
                for _ in range(4):
                    made._joins(at, party + ORGANISATIONS * chance.randrange(10, 100), chance)
        theirs = [at for at in range(ROOMS) if 0 in made.parties[at] and _takes_part(at, 0)]
        for at in (
            {0, *chance.sample(theirs, BUSY - 1)} if 0 in made.parties[0] else chance.sample(theirs, BUSY)
        ):
            made.members[at, made.busy] = (Role.LEAD, EVER)
        made.cold = made.parties[COLD][0] + ORGANISATIONS * 2
        for at in (COLD, COLD + 1):
            made.parties[at] = sorted({*made.parties[at], made.parties[COLD][0]})
            made.members[at, made.cold] = (Role.CONTRIBUTOR, EVER)
        made.newcomer = NEW + ORGANISATIONS * 4
        made.members[0, made.newcomer] = (Role.CONTRIBUTOR, since(1))
        rooms_of: dict[int, int] = {}
        for (_at, who), (_role, during) in made.members.items():
            rooms_of[who] = rooms_of.get(who, 0) + (during == EVER)
        made.typical = next(who for who, rooms in sorted(rooms_of.items()) if rooms == 8)
        return made

    def _joins(self, at: int, who: int, chance: Random) -> None:
        during = OVER if chance.random() < 0.05 else EVER
        self.members[at, who] = (Role(chance.randint(1, 4)), during)

    def load(self, link: psycopg.Connection) -> None:
        """Copy all that is not documents into a migrated database."""
        chance = Random(43)
        copy(link, "organisation", "id name short_name colour during", _organisations())
        copy(link, "person", "id name email job_title", _people())
        copy(link, "employment", "id person_id organisation_id during", _employments())
        copy(link, "suspension", "id person_id by_id during", _suspensions())
        copy(link, "appointment", "id person_id organisation_id duty during", _appointments())
        copy(link, "room", "id title reference purpose level lead_id by_id during", self._rooms())
        copy(link, "participation", "id room_id organisation_id by_id during", self._participations())
        copy(link, "membership", "id room_id person_id role by_id during", self._memberships())
        copy(link, "exclusion", "id room_id person_id by_id during", self._exclusions())
        copy(link, "agreement", "id organisation_id reference title purpose basis", _agreements())
        copy(link, "party", "id agreement_id organisation_id by_id during", _parties())
        copy(link, "term", "id agreement_id categories review_on by_id during", _terms())
        copy(link, "signature", "id term_id organisation_id by_id during", _signatures(chance))
        copy(
            link, "consent", "id room_id organisation_id outcome organisations by_id during", self._consents()
        )

    def _rooms(self) -> Iterator[Row]:
        for at, parties in enumerate(self.parties):
            lead = parties[0]
            yield (
                room(at), f"Room {at}", f"FH/{at}", "Family help", int(Level.OFFICIAL_SENSITIVE),
                organisation(lead), person(lead), EVER,
            )  # fmt: skip

    def _participations(self) -> Iterator[Row]:
        at = 0
        for place, parties in enumerate(self.parties):
            for party in parties:
                during = EVER if _takes_part(place, party) else OVER
                yield number(4, at), room(place), organisation(party), person(party), during
                at += 1
        yield number(4, at), room(0), organisation(NEW), person(NEW), since(1)

    def _memberships(self) -> Iterator[Row]:
        for at, ((place, who), (role, during)) in enumerate(self.members.items()):
            yield number(5, at), room(place), person(who), int(role), person(who % ORGANISATIONS), during

    def _exclusions(self) -> Iterator[Row]:
        for at, (place, who) in enumerate(self.members):
            if at % 50 == 11 and who not in (self.busy, self.typical, self.cold, self.newcomer):
                yield number(6, at), room(place), person(who), person(0), EVER

    def _consents(self) -> Iterator[Row]:
        for place, parties in enumerate(self.parties):
            named = array(map(organisation, parties))
            for nth in range(CONSENTS):
                during = OVER if (place + nth) % 20 == 0 else EVER
                by = parties[0]
                yield (
                    consent(place, nth),
                    room(place),
                    organisation(by),
                    int(Asked.GIVEN),
                    named,
                    person(by),
                    during,
                )


def consent(place: int, nth: int) -> int:
    """The id of the ``nth`` consent of a room."""
    return number(7, place * CONSENTS + nth)


def agreement(at: int) -> int:
    """The id of an agreement; all organisations are parties to each."""
    return number(8, at % AGREEMENTS)


def _takes_part(place: int, party: int) -> bool:
    """Whether an organisation still takes part in a room; every twentieth does not."""
    return place in (0, COLD, COLD + 1) or (place + party) % 20 != 3


def _organisations() -> Iterator[Row]:
    for at in range(ORGANISATIONS):
        yield organisation(at), f"Agency {at}", f"A{at}", "other", EVER


def _people() -> Iterator[Row]:
    for at in range(PEOPLE):
        yield person(at), f"Person {at}", f"person{at}@westmoor.example", "worker"


def _employments() -> Iterator[Row]:
    for at in range(PEOPLE):
        yield number(9, at), person(at), organisation(at % ORGANISATIONS), EVER


def _suspensions() -> Iterator[Row]:
    for at in range(1_000, PEOPLE, 40):
        yield number(10, at), person(at), person(0), OVER


def _appointments() -> Iterator[Row]:
    """A manager and an auditor for each organisation, people who are in no room."""
    for at in range(ORGANISATIONS):
        for nth, duty in enumerate((Duty.MANAGER, Duty.AUDITOR), 8):
            who = at + ORGANISATIONS * nth
            yield number(11, at * 2 + nth - 8), person(who), organisation(at), int(duty), EVER


def _agreements() -> Iterator[Row]:
    for at in range(AGREEMENTS):
        keeper = organisation(at % ORGANISATIONS)
        yield agreement(at), keeper, f"ISA-{at}", "Family help", "Family help", int(Basis.PUBLIC_TASK)


def _parties() -> Iterator[Row]:
    for at in range(AGREEMENTS):
        for party in range(ORGANISATIONS):
            yield number(12, at * 64 + party), agreement(at), organisation(party), person(party), EVER


def _terms() -> Iterator[Row]:
    """One that is over and covered little, and one that runs, but for two agreements that ended."""
    review = (NOW + timedelta(days=100)).date()
    for at in range(AGREEMENTS):
        before, now = since(1900, until=900), since(900, until=10) if at % 20 == 5 else EVER
        few = array(category for category in Category if category < Category.EDUCATION)
        yield number(13, at * 2), agreement(at), few, review, person(0), before
        yield number(13, at * 2 + 1), agreement(at), array(Category), review, person(0), now


def _signatures(chance: Random) -> Iterator[Row]:
    for at in range(AGREEMENTS * 2):
        for party in range(ORGANISATIONS):
            during = since(1900, until=5) if chance.random() < 0.02 else since(1900)
            yield number(14, at * 64 + party), number(13, at), organisation(party), person(party), during
