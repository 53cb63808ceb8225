"""A form that is accepted, for routes that make rows: who sends it, about what, and what is entered."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from tests.matrix.table import Asked
from tests.matrix.town import Town
from workspace.identifiers import encode


@dataclass(frozen=True)
class Body:
    """What somebody sends to a route; `{kind:slug}` stands for the id of a thing of the town."""

    by: str
    asked: Asked = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    has_file: bool = False
    query: str = ""
    also: frozenset[str] = frozenset()  # fields that no page shows without scripts

    def data(self, town: Town) -> dict[str, Any]:
        """The form as it is sent."""
        found: dict[str, Any] = {name: _with_ids(town, value) for name, value in self.sent.items()}
        return found | ({"documents": (BytesIO(b"text"), "A file.txt")} if self.has_file else {})


def _with_ids(town: Town, value: str) -> str:
    if not value.startswith("{"):
        return value
    kind, _, slug = value.strip("{}").partition(":")
    return encode(getattr(town, kind)[slug].id)


SCRIPTED = frozenset({"target", "request_id", "organisations"})
MAIN, SECRET = {"room_id": "main"}, {"document_id": "secret"}
PAPER = {"category": "plan", "level": "official", "takes_annotations": "y"}
SHARED = {
    "see": "{agencies:NHS}",
    "first": "{agencies:NHS}",
    "role": "everybody",
    "basis": "",
    "what": "information",
    "seen": "",
}
REMARK = {"body": "A remark", "audience": "agency"}
COLLEAGUE = "?q=Council colleague"

# In this order, each on what the ones before it left.
BODIES: dict[str, Body] = {
    "documents.upload": Body("contributor", MAIN, PAPER, has_file=True),
    "documents.add_version": Body("lead", SECRET, {"reason": "Newer", "based_on": "1"}, has_file=True),
    "documents.share": Body("lead", SECRET, SHARED),
    "annotations.add": Body("commenter", {"document_id": "plan", "number": "1"}, REMARK, also=SCRIPTED),
    "annotations.reply": Body("lead", {"annotation_id": "to_all"}, {"body": "A reply"}, also=SCRIPTED),
    "annotations.resolve": Body("lead", {"annotation_id": "to_all"}),
    "annotations.withdraw": Body("partner", {"annotation_id": "to_all"}),
    "rooms.open_room": Body(
        "lead", {}, {"title": "A room", "reference": "A/1", "purpose": "Help", "level": "official"}
    ),
    "rooms.add_member": Body("lead", MAIN, {"people": "{people:colleague}", "role": "reader"}),
    "rooms.change_member": Body("lead", MAIN | {"person_id": "reader"}, {"role": "commenter"}),
    "rooms.remove_member": Body("lead", MAIN | {"person_id": "commenter"}),
    "rooms.exclude": Body(
        "lead", MAIN, {"person": "{people:colleague}", "reason": "A cousin"}, query=COLLEAGUE
    ),
    "rooms.ask_for_access": Body(
        "colleague", {}, {"lead": "{agencies:WCC}", "reference": "ZQREFCLOSEDQZ", "reason": "I work on it"}
    ),
    "administration.add_person": Body(
        "manager", {"organisation_id": "WCC"}, {"name": "Idris Cole", "email": "idris@westmoor.example"}
    ),
    "administration.organisations": Body(
        "administrator", {}, {"name": "Lantern, a charity of one", "short_name": "REF"}
    ),
    "administration.suspend": Body("manager", {"organisation_id": "WCC", "person_id": "reader"}),
}
