"""How pages say what was done: a verb for each action, a noun for each kind of thing.

Every action that is recorded anywhere has its words here; a test looks through the program for them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from workspace.identifiers import encode
from workspace.when import LONDON, when


class Group(StrEnum):
    """The kinds of acts that people look for."""

    READING = "reading"
    CHANGES = "changes"
    SHARING = "sharing"
    SIGNING_IN = "signing-in"

    @property
    def label(self) -> str:
        """The kind as it stands in a sentence."""
        return {"sharing": "sharing and access"}.get(self.value, self.value.replace("-", " "))


@dataclass(frozen=True)
class Act:
    """An action in words: the verb, and the kind of acts it is one of."""

    did: str
    group: Group


ACTS = {
    Group.READING: {
        "annotation.access_asked": "read who can see",
        "access.requests_listed": "read the requests for access of",
        "annotation.listed": "read the annotations of",
        "audit.exported": "exported the audit",
        "audit.read": "read the audit",
        "document.access_asked": "read who can see",
        "document.content_read": "was shown the content of",
        "document.downloaded": "downloaded",
        "document.opened": "opened",
        "document.audit": "tried to read who could see",
        "document.readers_asked": "read who could see",
        "document.releases_previewed": "previewed who would see",
        "document.releases_read": "read the releases of",
        "document.versions_read": "read the list of versions of",
        "organisation.people_read": "read the people of",
        "organisations.listed": "read the list of organisations",
        "room.access_asked": "read who can enter",
        "room.consents_read": "read the consents of",
        "room.offer_read": "read what could be shown to a newcomer of",
        "room.opened": "opened",
        "room.people_opened": "read the people of",
        "room.sight_asked": "read what somebody sees in",
        "rooms.listed": "read the list of their rooms",
        "annotation.read": "tried to open",
        "audit_entry.read": "tried to open",
        "access_request.read": "tried to open",
        "exclusion.reason_read": "read why the room is closed to",
        "exclusion_reason.read": "tried to open",
        "document.download": "tried to download",
        "document.read": "tried to open",
        "organisation.audit": "tried to audit",
        "organisation.read": "tried to open",
        "consent_record.read": "tried to open",
        "page.is_active_administrator": "tried to open a page of administrators",
        "page.reads_audit": "tried to open the audit",
        "person.read": "tried to open",
        "room.read": "tried to open",
        "version.read": "tried to open",
    },
    Group.CHANGES: {
        "annotation.added": "wrote",
        "annotation.reopened": "reopened",
        "annotation.replied": "replied",
        "annotation.resolved": "resolved",
        "annotation.withdrawn": "took back",
        "demonstration.loaded": "loaded the demonstration",
        "document.added": "added",
        "document.version_added": "added a version to",
        "organisation.added": "added",
        "organisation.ended": "ended",
        "room.closed": "closed",
        "room.created": "opened the new",
        "annotation.reply": "tried to reply",
        "annotation.resolve": "tried to resolve or reopen",
        "annotation.withdraw": "tried to take back",
        "document.annotate": "tried to annotate",
        "document.contribute": "tried to add a version to",
        "organisation.open_room": "tried to open a new room for",
        "room.contribute": "tried to add a document to",
    },
    Group.SHARING: {
        "annotation.release": "tried to release",
        "annotation.released": "released",
        "consent.recorded": "recorded",
        "consent.withdrawn": "recorded the withdrawal of",
        "consent_record.withdraw": "tried to withdraw",
        "document.marking_changed": "changed the marking of",
        "document.release_withdrawn": "withdrew a release of",
        "document.released": "released",
        "exclusion.added": "excluded from the room",
        "exclusion.ended": "ended the exclusion of",
        "membership.added": "added to the room",
        "membership.changed": "changed the role of",
        "membership.ended": "removed from the room",
        "access.declined": "declined the request for access of",
        "access.granted": "granted the request for access of",
        "access.requested": "asked to be let into a room",
        "access_request.manage": "tried to answer",
        "room.lead_named": "named a new lead of",
        "room.lead_transferred": "handed over the lead of",
        "room.left": "left",
        "participation.added": "brought in",
        "participation.ended": "ended the part of",
        "person.added": "added",
        "person.made_administrator": "made an administrator of",
        "person.suspended": "suspended",
        "suspension.ended": "ended the suspension of",
        "document.release": "tried to release",
        "document.withdraw": "tried to change who can see",
        "organisation.administer": "tried to administer",
        "organisation.manage": "tried to manage",
        "room.admit": "tried to bring an agency into",
        "room.dismiss": "tried to end access to",
        "room.manage": "tried to change who is in",
        "agreement.registered": "registered and signed",
        "agreement.signed": "signed",
        "agreement.signature_withdrawn": "withdrew their agency’s signature from",
        "agreement.renewed": "renewed and signed",
        "agreement.ended": "ended",
        "agreement.party_added": "named one more party to",
        "agreement.read": "tried to open",
        "agreement.sign": "tried to sign",
        "agreement.manage": "tried to renew or end",
        "organisation.sign": "tried to register an agreement for",
    },
    Group.SIGNING_IN: {
        "password.changed": "changed their password",
        "password.refused": "gave a wrong password to change it",
        "person.password_given": "gave a new password to",
        "person.sessions_ended": "ended the sessions of",
        "session.ended": "signed out",
        "session.opened": "signed in",
        "session.refused": "tried to sign in",
    },
}
WORDS = {action: Act(did, group) for group, acts in ACTS.items() for action, did in acts.items()}

# What entries call things is mostly the word for it; these are the others.
KINDS = {"audit_entry": "audit entry", "release_purpose": "purpose of a release", "consent_record": "consent"}
WITHOUT_THING = frozenset({"", "audit", "page", "password", "platform", "session"})  # the verb says it all

# Facts that pages show, with what stands before their value. Everything is in the export.
FACTS = {
    "role": "as ",
    "from_role": "was ",
    "audience": "for ",
    "category": "",
    "level": "",
    "from_level": "was ",
    "minimum_role": "for at least a ",
    "basis": "basis: ",
    "because": "because: ",
    "outcome": "",
}
# Values of facts that are names in the program, by the fact.
VALUES = {
    "audience": {
        "me": "its author only",
        "agency": "the author’s agency",
        "agencies": "chosen agencies",
        "everyone": "everyone who can see the document",
    }
}
_LEAST_ID = 1 << 40  # ids carry the time in their upper bits; no count or version comes near


def did(action: str) -> str:
    """The verb for an action; for one that has no words yet, its own name."""
    return WORDS[action].did if action in WORDS else action.partition(".")[2].replace("_", " ") or action


def kind(thing: str) -> str:
    """The noun for a kind of thing."""
    return KINDS.get(thing, thing.replace("_", " "))


def actions_of(group: Group) -> list[str]:
    """The actions of one kind of acts."""
    return list(ACTS[group])


def short(id: int) -> str:
    """The last six letters of an id: enough to tell the things of a page apart."""
    return encode(id)[-6:]


def to_the_second(moment: datetime) -> str:
    """A moment as pages say it, with its seconds: "today at 14:05:58"."""
    return f"{when(moment).partition(' at ')[0]} at {moment.astimezone(LONDON):%H:%M:%S}"


def but(asked: dict[str, str], **changes: str) -> dict[str, str]:
    """What is asked for in an address, with something else asked instead."""
    return asked | changes


def said(facts: dict[str, Any]) -> list[str]:
    """The facts of an entry that pages show, in words."""
    return [
        before + VALUES.get(name, {}).get(str(facts[name]), str(facts[name]).replace("_", " "))
        for name, before in FACTS.items()
        if facts.get(name) not in (None, "")
    ]


def version_of(facts: dict[str, Any]) -> int | None:
    """The number of the version that an entry is about, if about one."""
    number = facts.get("number", facts.get("version"))
    return number if isinstance(number, int) else None


def document_of(thing: str, facts: dict[str, Any]) -> int | None:
    """The id of the document that an annotation stands on; None for what is no annotation."""
    id = facts.get("document")
    return id if thing == "annotation" and isinstance(id, int) else None


def with_ids_encoded(value: Any) -> Any:
    """The value of a fact with every id in it written as addresses write it."""
    if isinstance(value, dict):
        return {name: with_ids_encoded(each) for name, each in value.items()}
    if isinstance(value, list):
        return [with_ids_encoded(each) for each in value]
    if isinstance(value, int) and not isinstance(value, bool) and value >= _LEAST_ID:
        return encode(value)
    return value
