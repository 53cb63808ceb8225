"""What rests on a consent, which only a higher floor knows: it says so through here.

`workspace.documents` keeps what is released and, when the application is put together, names itself as the
source with `come_from`.
"""

from dataclasses import dataclass
from typing import Protocol

from workspace.people.models import Organisation
from workspace.sharing.models import Basis


@dataclass(frozen=True)
class Resting:
    """A release that names a consent and counts, of a document that whoever asks may read."""

    document_id: int
    title: str
    receiver: Organisation
    basis: Basis

    @property
    def closes(self) -> bool:
        """Whether it rests on the consent alone, and so closes with it."""
        return self.basis is Basis.CONSENT


class Source(Protocol):
    """Whoever knows the releases."""

    def resting_on(self, room_id: int, consent_id: int) -> list[Resting]:
        """The releases in a room that name a consent, as far as whoever asks may know of them."""


_sources: list[Source] = []


def come_from(source: Source) -> None:
    """Name whoever knows the releases."""
    _sources[:] = [source]


def resting_on(room_id: int, consent_id: int) -> list[Resting]:
    """See `Source.resting_on`."""
    return _sources[0].resting_on(room_id, consent_id)
