"""The demonstration loads whole, under row-level security, with real bytes in the store."""

from sqlalchemy import func, select

from workspace import storage
from workspace.config import Config
from workspace.database import acting_as, audience_session, session
from workspace.demo import records
from workspace.demo.people import AGENCIES
from workspace.documents.models import Document, Version
from workspace.people.models import Person


def person_id(key: str) -> int:
    """The id of a person of the demonstration, by their key."""
    agency, someone = next((a, s) for a in AGENCIES for s in a.people if s.key == key)
    with audience_session() as nobody:
        return nobody.scalars(select(Person.id).where(Person.email == agency.email(someone))).one()


def test_everybody_and_everything_is_there(connected: Config) -> None:
    with audience_session() as nobody:
        assert nobody.scalar(select(func.count(Person.id))) == sum(len(a.people) for a in AGENCIES)
        assert nobody.scalar(select(func.count(Document.id))) == 13
        assert nobody.scalar(select(func.count(Version.id))) == sum(
            len(d.versions) for d in records.DOCUMENTS
        )


def test_the_bytes_are_in_the_store_as_the_rows_say(connected: Config) -> None:
    storage.connect(connected)
    with acting_as(person_id("priya.nair")):
        version = session().scalars(select(Version).order_by(Version.id)).first()
        assert version is not None
    data = b"".join(storage.store().open(version.key))
    assert len(data) == version.size
