"""Who may read a document, and do what to it: the whole decision order. Read it aloud."""

from workspace.documents.models import Document, Version
from workspace.documents.policy.marking import marking_permits, marking_permits_download
from workspace.documents.policy.release import (
    is_released,
    is_released_for_annotating,
    is_released_for_downloading,
)
from workspace.people.models import Duty
from workspace.permissions.policies import Action, declare
from workspace.permissions.rules import (
    Condition,
    Moment,
    Some,
    Who,
    all_of,
    any_of,
    clause,
    in_force,
    inside,
    no,
    some,
)
from workspace.permissions.standing import has_duty, is_active
from workspace.rooms.models import Exclusion, Role, Room
from workspace.rooms.policy import enters_room, ever_in, has_role, room_is_open
from workspace.sharing.models import ReleasePurpose


@inside(Room, enters_room)
def may_enter_its_room(who: Who, at: Moment) -> Condition:
    """The person may enter the room it is in."""
    return Room.id == Document.room_id


@clause
def is_own(who: Who, at: Moment) -> Condition:
    """It belongs to the person's organisation."""
    return Document.owner_id == who.organisation(at)


reads_document = all_of(
    "reads_document",
    "The person may read the document",
    may_enter_its_room,
    in_force(Document),
    marking_permits,
    any_of("is_theirs_to_see", "It is theirs to see", is_own, is_released),
)


# 6. The action is one that their role allows.


def as_(role: Role) -> Some:
    """The rule that a person has at least ``role`` in the document's room, which is open."""
    return Some(
        f"as_{role.name.lower()}",
        f"The room is open and the person is at least a {role.label.lower()}",
        (room_is_open, has_role(role)),
        model=Room,
        link=lambda _who, _at: Room.id == Document.room_id,
    )


@some(Room, has_role(Role.CONTRIBUTOR))
def contributes_to_its_room(who: Who, at: Moment) -> Condition:
    """The person is at least a contributor, open or closed the room."""
    return Room.id == Document.room_id


@clause
def takes_annotations(who: Who, at: Moment) -> Condition:
    """The document takes annotations."""
    return Document.takes_annotations.is_(True)


# Auditors and administrators answer for who could see a document, and read nothing of it themselves.


@no(Exclusion, in_force(Exclusion))
def is_not_kept_from_its_room(who: Who, at: Moment) -> Condition:
    """The person is not excluded from the room it is in."""
    return (Exclusion.room_id == Document.room_id) & (Exclusion.person_id == who.id)


answers_for_document = any_of(
    "answers_for_document",
    "They answer for it",
    has_duty(Duty.ADMINISTRATOR),
    all_of("audits_the_owner", "They are an auditor of its owner", has_duty(Duty.AUDITOR), is_own),
)


@inside(Document, reads_document)
def may_read_its_document(who: Who, at: Moment) -> Condition:
    """The person may read the document it belongs to."""
    return Document.id == Version.document_id


@inside(Document, reads_document)
def may_read_what_it_is_of(who: Who, at: Moment) -> Condition:
    """The person may read the document that was released."""
    return Document.id == ReleasePurpose.document_id


declare(
    Document,
    {
        Action.READ: reads_document,
        Action.ANNOTATE: all_of(
            "may_annotate",
            "Commenters may annotate what takes annotations and is theirs or released to them for annotating",
            reads_document,
            takes_annotations,
            as_(Role.COMMENTER),
            any_of("is_theirs_to_annotate", "It is theirs to annotate", is_own, is_released_for_annotating),
        ),
        Action.DOWNLOAD: all_of(
            "may_download",
            "Readers may download OFFICIAL documents, contributors OFFICIAL-SENSITIVE ones too, of another "
            "agency where its release says so",
            reads_document,
            marking_permits_download,
            any_of("is_theirs_to_download", "It is theirs to download", is_own, is_released_for_downloading),
        ),
        Action.CONTRIBUTE: all_of(
            "may_add_version",
            "Contributors of the owner organisation may add versions",
            reads_document,
            is_own,
            as_(Role.CONTRIBUTOR),
        ),
        Action.WITHDRAW: all_of(
            "may_withdraw_release",
            "Contributors of the owner organisation may withdraw what was released, in a closed room too",
            reads_document,
            is_own,
            contributes_to_its_room,
        ),
        Action.RELEASE: all_of(
            "may_release",
            "Contributors of the owner organisation may decide who else can see it",
            reads_document,
            is_own,
            as_(Role.CONTRIBUTOR),
        ),
        Action.AUDIT: all_of(
            "may_audit_document",
            "Auditors of the owner, and administrators, may learn who could see it, not what it says",
            is_active,
            is_not_kept_from_its_room,
            answers_for_document,
        ),
    },
    room=Document.room_id,
    owner=Document.owner_id,
    crowd=ever_in(Document, Document.room_id),
)
declare(
    Version,
    {
        Action.READ: all_of(
            "reads_version", "Whoever may read a document may read all its versions", may_read_its_document
        )
    },
)
declare(
    ReleasePurpose,
    {
        Action.READ: all_of(
            "reads_purpose", "Those who read a document may read why it was released", may_read_what_it_is_of
        )
    },
)
