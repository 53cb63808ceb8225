"""Going back a version and forward again with the family's records in the database."""

from sqlalchemy import select

from tests.demo.matrix import EVERYBODY
from tests.demo.test_load import person_id
from workspace import database
from workspace.annotations.models import Annotation
from workspace.config import Config
from workspace.database import acting_as, session
from workspace.documents.models import Document
from workspace.migrations.run import migrate, step_back
from workspace.sharing.models import Agreement


def read_by(person: str) -> set[int]:
    """The ids of all that somebody of the demonstration reads."""
    with acting_as(person_id(person)):
        return {
            id for model in (Document, Annotation, Agreement) for id in session().scalars(select(model.id))
        }


def test_everybody_still_reads_what_they_read(connected: Config) -> None:
    before = {person: read_by(person) for person in EVERYBODY}
    assert any(before.values())
    database.disconnect()

    step_back(str(connected.database_url_owner))
    migrate(str(connected.database_url_owner))

    database.connect(connected.database_url, connected.database_url_audience, pool_size=4)
    assert {person: read_by(person) for person in EVERYBODY} == before
