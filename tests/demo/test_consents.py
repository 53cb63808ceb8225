"""Who reads what the family consented to: those who read what rests on it, and who recorded it."""

import pytest
from sqlalchemy import select

from tests.demo.matrix import EVERYBODY
from tests.demo.test_load import person_id
from workspace.config import Config
from workspace.database import acting_as, session
from workspace.sharing.models import ConsentRecord

READS = {  # C1 is about health, C2 about Tilly's own summary, C3 about the rent account
    "priya.nair": {"C1", "C2", "C3"},
    "owen.blyth": {"C1", "C3"},
    "samira.haddad": {"C1", "C2"},
    "joy.okafor": {"C1", "C2"},
    "gwen.lyle": {"C1", "C2"},
    "idris.cole": {"C1"},
    "carl.benning": {"C3"},
    "nina.sorrell": {"C3"},
    "lena.fox": {"C4"},
    "amir.dar": {"C4"},
}


@pytest.mark.parametrize("person", EVERYBODY)
def test_who_reads_which(connected: Config, person: str) -> None:
    with acting_as(person_id(person)):
        found = set(session().scalars(select(ConsentRecord.reference)))
    assert found == READS.get(person, set())
