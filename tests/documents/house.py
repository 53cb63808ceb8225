"""A case room and its people, and the ways in which they send and read documents."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from tests.factories import World
from tests.pages import without_tokens
from workspace import database
from workspace.audit.models import AuditEntry
from workspace.documents.models import Document, Version
from workspace.identifiers import encode
from workspace.people.models import Duty, Person
from workspace.realtime.models import OutboxEvent
from workspace.rooms.models import Role
from workspace.storage import store

PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
JSON = {"Accept": "application/json"}


class House:
    """Priya leads for the Council with Owen, a commenter; Joy comments and Samira contributes for the NHS.

    Lena of the Police is in no room; Helen audits the Council.
    """

    def __init__(self, world: World, sign_in: Callable[[int], FlaskClient]) -> None:
        empty_store()
        self.world = world
        self.sign_in = sign_in
        self.council, self.nhs = world.organisation("Council"), world.organisation("NHS")
        self.police = world.organisation("Police")
        self.priya = world.person(self.council, "Priya Nair")
        self.owen = world.person(self.council, "Owen Blyth")
        self.joy = world.person(self.nhs, "Joy Okafor")
        self.samira = world.person(self.nhs, "Samira Haddad")
        self.lena = world.person(self.police, "Lena Fox")
        self.helen = world.person(self.council, "Helen Marsh", Duty.AUDITOR)
        self.room = world.room(self.priya, self.council)
        world.bring_in(self.room, self.nhs, by=self.priya)
        world.join(self.room, self.owen, Role.COMMENTER, by=self.priya)
        world.join(self.room, self.joy, Role.COMMENTER, by=self.priya)
        world.join(self.room, self.samira, Role.CONTRIBUTOR, by=self.priya)
        self.agreement = world.agreement([self.council, self.nhs], self.priya)

    @property
    def upload_address(self) -> str:
        """Where documents are added to the room."""
        return f"/rooms/{encode(self.room.id)}/documents/new"

    def upload(
        self, by: Person, *files: tuple[bytes, str], headers: dict[str, str] | None = None, **fields: Any
    ) -> TestResponse:
        """Send the form for adding documents as a browser does, its fields before its files."""
        return self.post(self.upload_address, by, *files, headers=headers, **form(**fields))

    def add(self, by: Person, data: bytes, filename: str, **fields: Any) -> Document:
        """Add a document and say which it is."""
        answer = self.upload(by, (data, filename), headers=JSON, **fields)
        assert answer.status_code == 201, answer.text
        return self.documents()[-1]

    def post(
        self,
        address: str,
        by: Person,
        *files: tuple[bytes, str],
        headers: dict[str, str] | None = None,
        **fields: Any,
    ) -> TestResponse:
        """Send a form with files."""
        data, content_type = body(*files, **fields)
        return self.sign_in(by.id).post(address, data=data, headers=headers, content_type=content_type)

    def get(self, by: Person, address: str, **headers: str) -> TestResponse:
        """Read a page."""
        return self.sign_in(by.id).get(address, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def release(self, document: Document, **more: Any) -> None:
        """Let the NHS see a document of the Council."""
        self.world.release(document, self.nhs, self.agreement, self.priya, **more)

    def documents(self) -> list[Document]:
        """Every document Priya may read, oldest first."""
        with database.acting_as(self.priya.id):
            return list(database.session().scalars(select(Document).order_by(Document.id)))

    def versions(self, document: Document) -> list[Version]:
        """The versions of a document, oldest first."""
        with database.acting_as(self.priya.id):
            mine = select(Version).where(Version.document_id == document.id)
            return list(database.session().scalars(mine.order_by(Version.number)))

    def entries(self, action: str) -> list[AuditEntry]:
        """The audit entries of an action that concern the Council, oldest first."""
        with database.acting_as(self.helen.id):
            found = select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)
            return list(database.session().scalars(found))

    def told(self) -> list[str]:
        """The names of the events that were told, in order."""
        with database.acting_as(None):
            return list(database.session().scalars(select(OutboxEvent.name).order_by(OutboxEvent.id)))


def body(*files: tuple[bytes, str], **fields: Any) -> tuple[bytes, str]:
    """A form as a browser encodes it, and its type."""
    values: MultiDict[str, Any] = MultiDict(fields)
    for content, filename in files:
        values.add("documents", FileStorage(BytesIO(content), filename))
    boundary, data = encode_multipart(values)
    return data, f"multipart/form-data; boundary={boundary}"


def form(**fields: Any) -> dict[str, Any]:
    """What a person enters who adds a document, with what a test enters instead."""
    usual = {"category": "housing", "level": "official", "takes_annotations": "y", "first": fields.get("see")}
    entered = {**usual, **fields}
    return {name: value for name, value in entered.items() if value is not None}


def stored_keys() -> set[str]:
    """The keys of everything the store has."""
    client = store().client
    return {str(each.object_name) for each in client.list_objects(store().bucket, recursive=True)}


def words(answer: TestResponse) -> str:
    """A page without its form tokens, in which the second of the day is written."""
    return without_tokens(answer.text)


def empty_store() -> None:
    """Remove what earlier tests left: the store has one bucket for all of them."""
    for key in stored_keys():
        store().remove(key)


def archive(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    """A zip file with entries of these names."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        if first:
            made.writestr(*first)
        for name in names:
            made.writestr(name, b"<xml/>" * 20)
    return buffer.getvalue()
