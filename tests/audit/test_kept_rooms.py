"""What the audit keeps to itself: rooms from which its reader is excluded, and what exists elsewhere."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.audit.conftest import Office
from tests.audit.test_entries import ids, shown
from tests.audit.test_export import rows
from tests.factories import lasting
from workspace.audit.models import AuditEntry
from workspace.database import acting_as, session
from workspace.identifiers import encode
from workspace.people.models import Appointment, Duty, Person
from workspace.rooms.models import Role

INVENTED = "7" * 13


@pytest.fixture
def eve(office: Office) -> Person:
    """An auditor of Eastbridge, which has no part in anything of the council's."""
    return office.world.person(office.world.organisation("Eastbridge"), "Ruth Kemp", Duty.AUDITOR)


def figures(page: str) -> list[str]:
    """Every figure and name of a page, without what differs between any two of its entries."""
    chart = re.findall(r'<th scope="row">.*?</tr>', page, re.DOTALL)
    options = re.findall(r"<option[^>]*>[^<]*</option>", page)
    summed = re.findall(r'<h2 class="govuk-heading-m">.*?</h2>|id="refusals">.*?</h3>', page)
    return [*chart, *options, *summed]


@pytest.mark.parametrize("which", ["helen", "sol", "tom"])
def test_whoever_is_excluded_from_a_room_reads_nothing_of_it(office: Office, which: str) -> None:
    who: Person = getattr(office, which)
    both = [office.council.id, office.nhs.id]
    other = office.world.room(office.priya, office.council)
    there = office.act(office.priya, "room.opened", room_id=office.room.id, material_of=both)
    elsewhere = office.act(office.priya, "room.people_opened", room_id=other.id, material_of=both)
    nowhere = office.act(office.priya, "rooms.listed", material_of=both)
    assert ids(there) <= set(shown(office.get(who, "/audit").text))

    office.world.exclude(office.room, who, by=office.priya)

    page, file = office.get(who, "/audit").text, office.get(who, "/audit.csv").data.decode()
    read = {row["Entry"] for row in rows(file)}
    for found in (set(shown(page)), read):
        assert not ids(there) & found
        assert ids(elsewhere + nowhere) <= found
    assert office.room.reference not in page + file
    assert encode(office.room.id) not in page + file
    narrowed = office.get(who, "/audit", on=encode(office.room.id))
    assert shown(narrowed.text) == []
    assert office.room.reference not in narrowed.text
    with acting_as(who.id):
        asked = select(func.count(AuditEntry.id)).where(AuditEntry.room_id == office.room.id)
        assert session().scalar(asked) == 0, "row-level security must say the same"


def test_the_excluded_do_not_learn_from_their_own_refusals_that_it_is_there(office: Office) -> None:
    held = Appointment(
        person_id=office.karl.id, organisation_id=office.housing.id, duty=Duty.AUDITOR, during=lasting()
    )
    office.world.add(office.sol.id, held)

    hidden, absent = tried(office, office.karl, office.document, f"/documents/{INVENTED}")
    assert hidden == absent
    hidden, absent = tried(office, office.karl, f"/rooms/{encode(office.room.id)}", f"/rooms/{INVENTED}")
    assert hidden == absent


def test_nobody_learns_from_refusals_of_their_own_people_what_exists(office: Office, eve: Person) -> None:
    hidden, absent = tried(office, eve, office.document, f"/documents/{INVENTED}")
    assert hidden == absent
    hidden, absent = tried(office, eve, f"/rooms/{encode(office.room.id)}", f"/rooms/{INVENTED}")
    assert hidden == absent


def test_nor_in_a_room_that_their_organisation_is_in(office: Office) -> None:
    secret = office.world.document(office.room, office.priya, office.council, "Risk assessment")
    office.world.join(office.room, office.tom, Role.READER, by=office.priya)

    hidden, absent = tried(office, office.tom, f"/documents/{encode(secret.id)}", f"/documents/{INVENTED}")

    assert hidden == absent


def tried(office: Office, who: Person, *addresses: str) -> Iterator[list[str]]:
    """What the audit says to somebody of their trying each address, the id in it taken out."""
    for address in addresses:
        assert office.get(who, address).status_code == 404
        asked = {"by": encode(who.id), "outcome": "refused"}
        page = office.get(who, "/audit", **asked).text
        row = re.search(r'<tr role="row"><td role="cell" data-label="When".*?</tr>', page, re.DOTALL)
        assert row is not None
        line = rows(office.get(who, "/audit.csv", **asked).data.decode())[0]
        assert (line["Room"], line["Room (id)"]) == ("", "")
        assert line["Which"] in address
        told = [re.sub(r"<time.*?</time>", "", row[0]), str(sorted(line.items()))]
        for known in (line["Entry"], line["Which"], line["When (UTC)"]):
            told = [each.replace(known, "–").replace(known[-6:], "–") for each in told]
        yield told


def test_a_room_is_no_answer_to_whoever_may_not_know_it(office: Office, eve: Person) -> None:
    office.get(eve, office.document)
    with acting_as(office.sol.id):
        recorded = session().scalars(select(AuditEntry.room_id).where(AuditEntry.person_id == eve.id)).all()
    assert office.room.id in recorded, "the entry itself keeps the room"

    real = office.get(eve, "/audit", on=encode(office.room.id)).text
    none = office.get(eve, "/audit", on=INVENTED).text

    assert shown(real) == shown(none) == []
    assert office.room.reference not in real
    said = [each.replace(encode(office.room.id), "–") for each in figures(real)]
    short = encode(office.room.id)[-6:]
    assert [each.replace(short, "–") for each in said] == [
        each.replace(INVENTED, "–").replace(INVENTED[-6:], "–") for each in figures(none)
    ]


def test_a_room_without_entries_is_not_named_either(office: Office, eve: Person) -> None:
    quiet = office.world.room(office.priya, office.council)
    for who in (eve, office.tom, office.helen):
        assert quiet.reference not in office.get(who, "/audit", on=encode(quiet.id)).text


def test_rooms_of_their_own_are_named_and_found(office: Office) -> None:
    entries = office.act(office.joy, "document.opened", thing_name="document", room_id=office.room.id)
    refused = office.get(office.karl, office.document)
    assert refused.status_code == 404

    toms = office.get(office.tom, "/audit", on=encode(office.room.id)).text
    helens = office.get(office.helen, "/audit", on=encode(office.room.id), outcome="refused").text
    sols = office.get(office.sol, "/audit", on=encode(office.room.id)).text

    assert ids(entries) <= set(shown(toms)) & set(shown(sols))
    assert len(shown(helens)) == 1
    for page in (toms, helens, sols):
        assert f"in {office.room.reference}" in page
        assert f" selected>{office.room.reference}</option>" in page
    later = office.get(office.tom, "/audit", on=encode(office.room.id), until="2026-01-02").text
    assert f" selected>{office.room.reference}</option>" in later, "a day without entries forgets no name"


def test_an_organisation_that_left_still_knows_the_room_and_one_to_come_does_not(office: Office) -> None:
    world, day = office.world, timedelta(days=1)
    auditors = {}
    for name, during in (("Gone", lasting(end=-day)), ("Coming", lasting(day))):
        agency = world.organisation(name)
        auditors[name] = world.person(agency, f"{name} auditor", Duty.AUDITOR)
        world.bring_in(office.room, agency, by=office.priya, during=during)
        worker = world.person(agency, name)
        office.act(worker, "document.opened", thing_name="document", room_id=office.room.id)

    assert f"in {office.room.reference}" in office.get(auditors["Gone"], "/audit").text
    assert office.room.reference not in office.get(auditors["Coming"], "/audit").text
