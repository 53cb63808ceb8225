"""Who may read an annotation, answer it, resolve it or take it back.

Nobody reads one whose document they may not read; within that, its author chose whom it is for.
"""

from sqlalchemy import any_, select

from workspace.annotations.models import Annotation, Audience
from workspace.documents.models import Document
from workspace.documents.policy import reads_document
from workspace.permissions.policies import Action, declare, rule_for
from workspace.permissions.rules import Condition, Moment, Some, Who, all_of, any_of, clause, in_force, inside
from workspace.rooms.policy import ever_in


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
def is_for_everyone(who: Who, at: Moment) -> Condition:
    """It is for everyone who can see the document."""
    return Annotation.audience == Audience.EVERYONE


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
    },
    room=select(Document.room_id)
    .where(Document.id == Annotation.document_id)
    .correlate_except(Document)
    .scalar_subquery(),
    owner=Annotation.organisation_id,
    crowd=ever_in(
        Annotation,
        select(Document.room_id)
        .where(Document.id == Annotation.document_id)
        .correlate_except(Document)
        .scalar_subquery(),
    ),
)
