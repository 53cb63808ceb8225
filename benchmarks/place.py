"""Where measurements are taken: real servers in a temporary directory, and a room with documents."""

import contextlib
import http.client
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psutil
from itsdangerous import URLSafeTimedSerializer

from tests.factories import World
from tests.serving import serving
from workspace import database, storage
from workspace.accounts.models import SignedSession
from workspace.accounts.sessions import cookie_name, hash_of
from workspace.config import Config
from workspace.documents.models import Document
from workspace.embedded.supervise import Embedded
from workspace.migrations.run import migrate
from workspace.people.models import Organisation, Person
from workspace.policies import complete
from workspace.rooms.models import Role, Room
from workspace.sharing.models import Agreement

DOCUMENTS = 50
CSRF = "0" * 40


@dataclass
class Place:
    """A workspace that is being served, and who and what there is in it."""

    config: Config
    world: World
    url: str
    process: psutil.Process
    council: Organisation
    nhs: Organisation
    priya: Person
    joy: Person
    room: Room
    agreement: Agreement
    documents: list[Document]

    def connection(self) -> http.client.HTTPConnection:
        """A connection to the web process, kept as long as it is used."""
        host, _, port = self.url.removeprefix("http://").partition(":")
        return http.client.HTTPConnection(host, int(port), timeout=120)

    def headers(self, person: Person) -> dict[str, str]:
        """What a browser sends in which the person is signed in."""
        token = uuid4().hex
        with database.acting_as(None), database.transaction() as db:
            db.add(
                SignedSession(
                    token_hash=hash_of(token),
                    person_id=person.id,
                    ends_at=datetime.now(UTC) + timedelta(hours=1),
                    data={"csrf_token": CSRF},
                )
            )
        signer = URLSafeTimedSerializer(self.config.secret_key, salt="wtf-csrf-token")
        return {
            "Cookie": f"{cookie_name(self.config)}={token}",
            "X-CSRFToken": str(signer.dumps(CSRF)),
            "Accept-Encoding": "identity",
        }


@contextlib.contextmanager
def place() -> Iterator[Place]:
    """Start everything, fill the room, and end everything."""
    with tempfile.TemporaryDirectory() as folder, Embedded(Path(folder) / "data") as servers:
        environment = servers.environment()
        config = Config.from_environment(environment)
        migrate(config.needed("database_url_owner"))
        complete()
        database.connect(config.database_url, config.database_url_audience)
        storage.connect(config)
        storage.store().prepare()
        with serving(environment, Path(folder)) as url:
            yield _filled(config, url)
        database.disconnect()


def _filled(config: Config, url: str) -> Place:
    world = World()
    council, nhs = world.organisation("Council", colour="council"), world.organisation("NHS", colour="nhs")
    priya, joy = world.person(council), world.person(nhs, "Joy Okafor")
    room = world.room(priya, council)
    world.bring_in(room, nhs, by=priya)
    world.join(room, joy, Role.CONTRIBUTOR, by=priya)
    agreement = world.agreement([council, nhs], priya)
    documents = [world.document(room, priya, council, f"Family plan {n}") for n in range(DOCUMENTS)]
    for document in documents:
        world.release(document, nhs, agreement, priya)
    return Place(config, world, url, _web(), council, nhs, priya, joy, room, agreement, documents)


def _web() -> psutil.Process:
    """The web process, which is a child of this one."""
    for child in psutil.Process(os.getpid()).children():
        if child.cmdline()[-1:] == ["serve"]:
            return child
    raise RuntimeError("the web process is not running")
