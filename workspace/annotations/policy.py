"""Who may read an annotation, answer it, resolve it or take it back.

Nobody reads one whose document they may not read; within that, its author chose whom it is for.
"""

from sqlalchemy import any_, func

from workspace.annotations.models import Annotation, AnnotationRelease, Audience
from workspace.documents.models import Document
from workspace.documents.policy.document import reads_document
from workspace.permissions.policies import Action, declare, rule_for
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
from workspace.rooms.models import Participation, Role, Room
from workspace.rooms.policy import ever_in, has_role, room_is_open


@inside(Document, reads_document)
def may_read_what_it_is_on(who: Who, at: Moment) -> Condition:
    """The person may read the document it is on."""
    return Document.id == Annotation.document_id


@clause
def is_author(who: Who, at: Moment) -> Condition:
    """The person wrote it, for the organisation they work for."""
    return (Annotation.by_id == who.id) & (Annotation.organisation_id == who.organisation(at))


@clause
def is_for_agency(who: Who, at: Moment) -> Condition:
    """It is for the organisation that wrote it."""
    shared = Annotation.audience >= Audience.AGENCY
    return shared & (Annotation.organisation_id == who.organisation(at))


@clause
def is_for_chosen(who: Who, at: Moment) -> Condition:
    """It is for organisations that include the person's."""
    shared = Annotation.audience >= Audience.AGENCIES
    return shared & (who.organisation(at) == any_(Annotation.organisations))


@clause
def is_for_all_readers(who: Who, at: Moment) -> Condition:
    """It is for everyone who can see the document."""
    return Annotation.audience == Audience.EVERYONE


def _takes_part(who: Who, at: Moment) -> Condition:
    return (Participation.room_id == Annotation.room_id) & (
        Participation.organisation_id == who.organisation(at)
    )


@clause
def ran_when_it_was_written(who: Who, at: Moment) -> Condition:
    """That was so when it was written."""
    return Participation.during.contains(Annotation.created_at)


@clause
def ran_when_its_thread_began(who: Who, at: Moment) -> Condition:
    """That was so when its thread began."""
    return Participation.during.contains(func.coalesce(Annotation.begun_at, Annotation.created_at))


@some(Participation, ran_when_it_was_written)
def took_part_when_it_was_written(who: Who, at: Moment) -> Condition:
    """Their organisation took part in the room when it was written."""
    return _takes_part(who, at)


@some(Participation, ran_when_its_thread_began)
def took_part_when_its_thread_began(who: Who, at: Moment) -> Condition:
    """Their organisation took part in the room when its thread began."""
    return _takes_part(who, at)


@some(AnnotationRelease, in_force(AnnotationRelease))
def is_released_to_them(who: Who, at: Moment) -> Condition:
    """Its thread was released to their organisation."""
    return (AnnotationRelease.thread_id == func.coalesce(Annotation.thread_id, Annotation.id)) & (
        AnnotationRelease.organisation_id == who.organisation(at)
    )


# Whoever joins later reads nothing that was said before, and whoever returns nothing that was said
# meanwhile, unless it is released to them.
is_for_everyone = all_of(
    "is_for_everyone",
    "It is for everyone who can see the document, and their organisation was there or got it released",
    is_for_all_readers,
    any_of(
        "was_there_or_released",
        "Their organisation was there, or got it released",
        is_released_to_them,
        all_of(
            "was_there",
            "Their organisation was there",
            took_part_when_it_was_written,
            took_part_when_its_thread_began,
        ),
    ),
)

reads_annotation = all_of(
    "reads_annotation",
    "The person may read the annotation",
    may_read_what_it_is_on,
    in_force(Annotation),
    any_of(
        "is_meant_for_them", "It is meant for them", is_author, is_for_agency, is_for_chosen, is_for_everyone
    ),
)

may_annotate_what_it_is_on = Some(
    "may_annotate_what_it_is_on",
    "The person may annotate the document it is on",
    (rule_for(Action.ANNOTATE, Document),),
    model=Document,
    link=lambda _who, _at: Document.id == Annotation.document_id,
)


@clause
def begins_a_thread(who: Who, at: Moment) -> Condition:
    """It begins a thread."""
    return Annotation.thread_id.is_(None)


@clause
def was_written_by_theirs(who: Who, at: Moment) -> Condition:
    """The organisation they work for wrote it."""
    return Annotation.organisation_id == who.organisation(at)


@some(Room, room_is_open, has_role(Role.CONTRIBUTOR))
def contributes_to_its_room(who: Who, at: Moment) -> Condition:
    """The room is open and the person is at least a contributor."""
    return Room.id == Annotation.room_id


_answers = (reads_annotation, begins_a_thread, may_annotate_what_it_is_on)

declare(
    Annotation,
    {
        Action.READ: reads_annotation,
        Action.REPLY: all_of("may_reply", "Whoever reads a thread and may annotate may reply", *_answers),
        Action.RESOLVE: all_of(
            "may_resolve",
            "Whoever reads a thread and may annotate may resolve it or open it again",
            *_answers,
        ),
        Action.WITHDRAW: all_of(
            "may_withdraw", "Authors may take back what they wrote", reads_annotation, is_author
        ),
        Action.RELEASE: all_of(
            "may_release_thread",
            "Contributors may release their agency's threads for everyone to agencies that joined later",
            reads_annotation,
            begins_a_thread,
            is_for_all_readers,
            was_written_by_theirs,
            contributes_to_its_room,
        ),
    },
    room=Annotation.room_id,
    owner=Annotation.organisation_id,
    crowd=ever_in(Annotation, Annotation.room_id),
)
