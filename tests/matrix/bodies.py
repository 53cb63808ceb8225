"""A form that is accepted, for routes that make rows: who sends it, about what, and what is entered."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from tests.matrix.table import Asked
from tests.matrix.town import Town
from workspace.identifiers import encode


@dataclass(frozen=True)
class Body:
    """What somebody sends to a route.

    `{kind:slug}` stands for the id of a thing of the town, `{days:9}` for the day in nine days.
    """

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
    def put(found: re.Match[str]) -> str:
        if found[1] == "days":
            return (datetime.now(UTC) + timedelta(days=int(found[2]))).date().isoformat()
        return encode(getattr(town, found[1])[found[2]].id)

    return re.sub(r"{(\w+):(\w+)}", put, value)


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
    "administration.give_password": Body("manager", {"organisation_id": "WCC", "person_id": "reader"}),
    "administration.end_sessions": Body("manager", {"organisation_id": "WCC", "person_id": "reader"}),
    "administration.end_organisation": Body("administrator", {"organisation_id": "EAS"}),
    "documents.withdraw_release": Body("lead", {"document_id": "plan", "release_id": "plan>NHS"}),
    "rooms.close_room": Body("lead", MAIN),
    "rooms.end_exclusion": Body("lead", MAIN | {"person_id": "excluded"}),
    "rooms.end_participation": Body("lead", MAIN | {"organisation_id": "NHS"}),
    "rooms.leave": Body("commenter", MAIN),
    "rooms.grant_access": Body("lead", {"access_request_id": "colleague"}, {"role": "reader"}),
    "rooms.decline_access": Body("lead", {"access_request_id": "colleague"}),
    "sharing.withdraw_consent": Body("lead", {"consent_record_id": "given"}),
    "sharing.withdraw_signature": Body("auditor", {"agreement_id": "family"}),
    "sharing.end_agreement": Body("auditor", {"agreement_id": "family"}),
    "sharing.add_party": Body("auditor", {"agreement_id": "family"}, {"party": "{agencies:EAS}"}),
    "sharing.register_agreement": Body(
        "auditor",
        {},
        {
            "reference": "ISA-9",
            "title": "Lantern",
            "purposes": "Safety",
            "basis": "public_task",
            "parties": "{agencies:NHS}",
            "categories": "plan",
            "last": "{days:300}",
            "review_on": "{days:200}",
        },
    ),
    "rooms.transfer_lead": Body(
        "lead", MAIN, {"person": "{people:contributor}", "afterwards": "contributor"}
    ),
    "rooms.bring_in": Body("lead", MAIN, {"ground": "{agencies:SCH}.{agreements:family}"}),
    "sharing.record_consent": Body(
        "lead",
        MAIN,
        {
            "subject": "Dana Ashdown",
            "outcome": "given",
            "wording": "Health information",
            "given_how": "In writing",
            "organisations": "{agencies:NHS}",
        },
    ),
}
# Without a form of their own here, each with its reason; whatever else takes a form has one above.
UNTRIED = {
    "accounts.sign_in": "makes a session only",
    "accounts.sign_out": "ends a session only",
    "accounts.change_password": "needs the password, which the town's people have none of",
    "administration.end_suspension": "takes nothing but its token, as suspending",
    "documents.change_marking": "takes a choice of two and no id; its period is the service's",
    "documents.offer": "makes its releases by the same service as sharing",
    "rooms.add_again": "makes its memberships by the same service as adding people",
    "sharing.renew_agreement": "makes its term by the same service as registering",
    "sharing.sign_agreement": "takes nothing but its token",
    "annotations.reopen": "takes nothing but its token, as resolving",
}
