"""Decision order, steps 4 to 6, for documents and their versions. Read it aloud."""

from sqlalchemy import ColumnElement, any_, case, exists, func, select

from workspace.documents.models import Document, Marking, Version
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
    some,
)
from workspace.rooms.models import Level, Membership, Role, Room
from workspace.rooms.policy import enters_room, ever_in, has_role, room_is_open, works_for_lead
from workspace.sharing.models import Basis, Consent, ConsentRecord, Release, ReleasePurpose, Signature, Term

READ_BY = {Level.OFFICIAL: Role.READER, Level.OFFICIAL_SENSITIVE: Role.COMMENTER}
DOWNLOADED_BY = {Level.OFFICIAL: Role.READER, Level.OFFICIAL_SENSITIVE: Role.CONTRIBUTOR}


@inside(Room, enters_room)
def may_enter_its_room(who: Who, at: Moment) -> Condition:
    """The person may enter the room it is in."""
    return Room.id == Document.room_id


# 4. The marking permits their role in the room.


def level_at(at: Moment) -> ColumnElement[int]:
    """The marking of a document at a moment: the change that stands then, or the first one."""
    changed = (Marking.document_id == Document.id) & Marking.during.contains(at)
    change = select(Marking.level).where(changed).correlate_except(Marking).scalar_subquery()
    return func.coalesce(change, Document.level)


def _role_for(needed: dict[Level, Role], at: Moment) -> ColumnElement[int]:
    return case(*((level_at(at) == int(level), int(role)) for level, role in needed.items()))


def _fellow(who: Who, at: Moment) -> Condition:
    return (Membership.room_id == Document.room_id) & (Membership.person_id == who.id)


@clause
def role_meets_marking(who: Who, at: Moment) -> Condition:
    """The role is one that the marking permits."""
    return Membership.role >= _role_for(READ_BY, at)


@some(Membership, in_force(Membership), role_meets_marking)
def marking_permits(who: Who, at: Moment) -> Condition:
    """The marking permits the person's role."""
    return _fellow(who, at)


@clause
def role_may_download(who: Who, at: Moment) -> Condition:
    """The role is one that may download what is marked so."""
    return Membership.role >= _role_for(DOWNLOADED_BY, at)


@some(Membership, in_force(Membership), role_may_download)
def marking_permits_download(who: Who, at: Moment) -> Condition:
    """The marking permits the person's role to download."""
    return _fellow(who, at)


# 5. It belongs to their organisation, or it is released to it and the release is in force.


@clause
def is_own(who: Who, at: Moment) -> Condition:
    """It belongs to the person's organisation."""
    return Document.owner_id == who.organisation(at)


@clause
def covers_category(who: Who, at: Moment) -> Condition:
    """It covers this category of information."""
    return Document.category == any_(Term.categories)


@some(Term, in_force(Term), covers_category)
def agreement_runs(who: Who, at: Moment) -> Condition:
    """The agreement is in force and covers it."""
    return Term.agreement_id == Release.agreement_id


@some(Signature, in_force(Signature))
def owner_has_signed(who: Who, at: Moment) -> Condition:
    """The owner is a party to the agreement."""
    return (Signature.agreement_id == Release.agreement_id) & (Signature.organisation_id == Document.owner_id)


@some(Signature, in_force(Signature))
def receiver_has_signed(who: Who, at: Moment) -> Condition:
    """The person's organisation is a party to the agreement."""
    return (Signature.agreement_id == Release.agreement_id) & (
        Signature.organisation_id == Release.organisation_id
    )


@clause
def rests_on_more_than_consent(who: Who, at: Moment) -> Condition:
    """The basis is not consent."""
    return Release.basis != Basis.CONSENT


@some(Consent, in_force(Consent))
def consent_stands(who: Who, at: Moment) -> Condition:
    """The consent stands."""
    return Consent.id == Release.consent_id


@clause
def is_for_them(who: Who, at: Moment) -> Condition:
    """It is for the whole organisation, or names this person."""
    return Release.people.is_(None) | (who.id == any_(Release.people))


RELEASE_STANDS = (
    in_force(Release),
    agreement_runs,
    owner_has_signed,
    receiver_has_signed,
    any_of("basis_stands", "It rests on a basis that stands", rests_on_more_than_consent, consent_stands),
    is_for_them,
)


def _released(who: Who, at: Moment) -> Condition:
    return (Release.document_id == Document.id) & (Release.organisation_id == who.organisation(at))


@some(Release, *RELEASE_STANDS)
def is_released(who: Who, at: Moment) -> Condition:
    """It is released to the person's organisation, and the release is in force."""
    return _released(who, at)


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


@clause
def release_lets_annotate(who: Who, at: Moment) -> Condition:
    """The release lets them annotate."""
    return Release.may_annotate.is_(True)


@some(Release, *RELEASE_STANDS, release_lets_annotate)
def is_released_for_annotating(who: Who, at: Moment) -> Condition:
    """It is released to the person's organisation for annotating."""
    return _released(who, at)


@inside(Document, reads_document)
def may_read_its_document(who: Who, at: Moment) -> Condition:
    """The person may read the document it belongs to."""
    return Document.id == Version.document_id


@inside(Document, reads_document)
def may_read_what_it_is_of(who: Who, at: Moment) -> Condition:
    """The person may read the document that was released."""
    return Document.id == ReleasePurpose.document_id


@inside(Room, enters_room)
def may_enter_the_consents_room(who: Who, at: Moment) -> Condition:
    """The person may enter the room the consent is about."""
    return Room.id == ConsentRecord.room_id


@some(Room, works_for_lead, has_role(Role.LEAD))
def leads_the_consents_room(who: Who, at: Moment) -> Condition:
    """The person is a lead of the room, from the organisation that leads it."""
    return Room.id == ConsentRecord.room_id


@inside(Document, reads_document)
def may_read_what_rests_on_it(who: Who, at: Moment) -> Condition:
    """The person may read a document of which a release rests, or rested, on the consent."""
    rests = (Release.document_id == Document.id) & (Release.consent_id == ConsentRecord.consent_id)
    there_is = exists(Release.id).where(rests).correlate_except(Release)
    return (Document.room_id == ConsentRecord.room_id) & there_is


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
            "Readers may download OFFICIAL documents, contributors OFFICIAL-SENSITIVE ones too",
            reads_document,
            marking_permits_download,
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
declare(
    ConsentRecord,
    {
        Action.READ: all_of(
            "reads_consent",
            "The room's leads and those who may read what rests on a consent may read what it says",
            may_enter_the_consents_room,
            any_of("needs_it", "They need to know", leads_the_consents_room, may_read_what_rests_on_it),
        )
    },
    room=ConsentRecord.room_id,
)
