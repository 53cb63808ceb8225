"""Very many documents with their versions, markings and releases, in rooms of very different sizes."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import psycopg

from benchmarks.population import (
    COLD,
    NULL,
    ORGANISATIONS,
    Population,
    Row,
    agreement,
    array,
    consent,
    copy,
    organisation,
    person,
    room,
    since,
)
from workspace.rooms.models import Level, Role
from workspace.sharing.models import Basis, Category

LARGE = ("document", "version", "marking", "release")
SPAN = 300  # days over which the documents were added
APART = 1 << 22  # between the ids of two documents there is room for all that hangs on one
FIRST = 1 << 32  # the least id of a document, above those of the population


@dataclass(frozen=True)
class Paper:
    """A document; room and owner by place. `at` counts from the oldest."""

    at: int
    room: int
    owner: int
    category: Category
    level: Level

    @property
    def id(self) -> int:
        """Its id; the ids of its versions and releases follow closely."""
        return FIRST + self.at * APART


def load(link: psycopg.Connection, population: Population, documents: int) -> None:
    """Copy the documents in, with what hangs on them. Their indices are made afterwards, which is quicker."""
    indices = _without_indices(link)
    copy(
        link,
        "document",
        "id room_id owner_id category level title by_id takes_annotations during",
        _documents(population, documents),
    )
    copy(
        link,
        "version",
        "id document_id number size sha256 media_type filename reason key by_id organisation_id",
        _versions(population, documents),
    )
    copy(link, "marking", "id document_id level by_id during", _markings(population, documents))
    copy(
        link,
        "release",
        "id document_id room_id organisation_id agreement_id basis by_id consent_id people minimum_role"
        " may_annotate may_download for_action during",
        _releases(population, documents),
    )
    for index in indices:
        link.execute(index)


def _without_indices(link: psycopg.Connection) -> list[str]:
    """Drop the indices of the large tables that are no constraints; gives what makes them again."""
    found = link.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = ANY (%s::regclass[])"
        " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)",
        [[f"workspace.{table}" for table in LARGE]],
    ).fetchall()
    for name, _definition in found:
        link.execute(f"DROP INDEX {name}")
    return [definition for _name, definition in found]


def _papers(population: Population, documents: int) -> Iterator[Paper]:
    """The documents, the same each time: most in few rooms; in two rooms none but old ones."""
    chance = Random(44)
    old, share = documents // 20, 1 / 2.5
    for at in range(documents):
        if at < old and at % 10 == 0:
            place = COLD + at // 10 % 2
        else:
            place = int(COLD * chance.random() ** (1 / share))
        parties = population.parties[place]
        yield Paper(
            at,
            place,
            parties[int(chance.random() * len(parties))],
            Category(1 + at % 9),
            Level.OFFICIAL_SENSITIVE if at % 4 == 0 else Level.OFFICIAL,
        )


def _day(paper: Paper, documents: int) -> float:
    """How many days ago it was added."""
    return SPAN * (1 - paper.at / documents) + 2


def _documents(population: Population, documents: int) -> Iterator[Row]:
    for paper in _papers(population, documents):
        yield (
            paper.id, room(paper.room), organisation(paper.owner), int(paper.category), int(paper.level),
            f"Document {paper.at}", person(paper.owner), "t", since(_day(paper, documents)),
        )  # fmt: skip


def _versions(population: Population, documents: int) -> Iterator[Row]:
    """One each; every tenth document has a second, which came later than the next nine hundred documents."""
    for paper in _papers(population, documents):
        for nth in (1, 2) if paper.at % 10 == 3 else (1,):
            yield (
                paper.id + nth + (nth - 1) * 900 * APART, paper.id, nth, 1000, r"\\x" + "00" * 32,
                "text/plain", "notes.txt", "Added", f"versions/{paper.at:08}-{nth}", person(paper.owner),
                organisation(paper.owner),
            )  # fmt: skip


def _markings(population: Population, documents: int) -> Iterator[Row]:
    for paper in _papers(population, documents):
        if paper.at % 50 == 0:
            yield paper.id + 5, paper.id, int(Level.OFFICIAL_SENSITIVE), person(paper.owner), since(1)


def _releases(population: Population, documents: int) -> Iterator[Row]:
    """To most of the other organisations of the room, every twentieth withdrawn since."""
    chance = Random(45)
    for paper in _papers(population, documents):
        begun = _day(paper, documents)
        stands, withdrawn = since(begun), since(begun, until=1)
        for party in population.parties[paper.room]:
            if party == paper.owner or chance.random() > 0.66:
                continue
            on_consent = (paper.at + party) % 4 == 0
            people, role = _narrowed(paper, party, chance)
            yield (
                paper.id + 10 + party, paper.id, room(paper.room), organisation(party),
                agreement(paper.at + party), int(Basis.CONSENT if on_consent else Basis.PUBLIC_TASK),
                person(paper.owner), consent(paper.room, paper.at % 10) if on_consent else NULL, people, role,
                "t", "t", "f", withdrawn if chance.random() < 0.05 else stands,
            )  # fmt: skip


def _narrowed(paper: Paper, party: int, chance: Random) -> tuple[str, int | str]:
    """Named people or a role for most of what is OFFICIAL-SENSITIVE, and for some of what is not."""
    which = chance.random()
    sensitive = paper.level == Level.OFFICIAL_SENSITIVE
    if which < (0.3 if sensitive else 0.1):
        named = (0, *(chance.randrange(10, 100) for _ in range(3)))
        return array(person(party + ORGANISATIONS * each) for each in named), NULL
    if which < (0.9 if sensitive else 0.2):
        return NULL, int(Role.COMMENTER)
    return NULL, NULL
