"""Who can see an annotation, and why one person can or cannot."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from workspace.annotations.models import Annotation, Audience
from workspace.database import session
from workspace.documents.models import Document
from workspace.documents.queries.chain import Chain, Link, chain_of, continued
from workspace.documents.queries.why import in_the_room, sight_of, told_closely
from workspace.people.queries import Named, organisation_of, organisations_named, people_named
from workspace.permissions.policies import Action
from workspace.permissions.questions import audience, explain
from workspace.permissions.rules import Reason
from workspace.rooms.order import in_order
from workspace.sharing.queries.grounds import in_words


@dataclass(frozen=True)
class AnnotationSight:
    """Who can see an annotation, and about whom whoever asks may ask why.

    The author's colleagues may ask about everybody whom they may ask about the document; others about
    those who can see the annotation now. ``choices`` are those of them who are named: whoever has left the
    room, or is kept out, can be asked about by somebody who knows them, and is not listed.
    """

    annotation: Annotation
    document: Document
    people: tuple[Named, ...]
    choices: tuple[Named, ...]
    askable: frozenset[int]


def sight_of_annotation(annotation: Annotation, who: int, at: datetime | None) -> AnnotationSight:
    """Who can see ``annotation``, now or at the moment ``at``, as far as ``who``, who sees it, may know."""
    document = session().get_one(Document, annotation.document_id)
    employer = organisation_of(who)
    readers = frozenset(audience(Action.READ, Annotation, annotation.id, at))
    if employer is not None and employer.id == annotation.organisation_id:
        sight = sight_of(document, who, at)
        askable = sight.askable | {who}
        listed = {one.id for group in (*sight.inside, *sight.outside) for one, _can in group.people} | {who}
    else:
        askable = frozenset(audience(Action.READ, Annotation, annotation.id)) | {who}
        listed = {*askable}
    readers &= askable  # of past days, too: whoever is not to be asked about is not named
    named = people_named(readers | listed)
    return AnnotationSight(
        annotation, document, _by_name(named, readers), _by_name(named, listed & named.keys()), askable
    )


def annotation_chain(sight: AnnotationSight, who: int, person: Named, at: datetime | None) -> Chain:
    """Why ``person`` can or cannot see an annotation: the document's links, and whom it is meant for."""
    document = sight.document
    closely = told_closely(document, who, person)
    chain = chain_of(document, person, at, in_the_room(document), closely=closely)
    reason = explain(person.id, Action.READ, Annotation, sight.annotation.id, at)
    return continued(chain, _meant_for(sight.annotation, reason, chain))


def _meant_for(annotation: Annotation, reason: Reason, chain: Chain) -> Link:
    if not reason.parts[1].holds:
        return Link("missing", "It had not been written yet")
    meant = reason.find("is_meant_for_them")
    evidence = _audience_in_words(annotation)
    if meant.holds:
        own = reason.find("is_author").holds
        return Link("held", "They wrote it" if own else "It is meant for them", evidence)
    if annotation.audience == Audience.EVERYONE:
        agency = chain.agency.name if chain.agency else "Their organisation"
        missed = (
            f"{agency} took no part in the room when it was written, and it was not released to it since."
        )
        return Link("missing", "It is not meant for them", f"{evidence} {missed}", _author(annotation))
    return Link("missing", "It is not meant for them", evidence)


def _audience_in_words(annotation: Annotation) -> str:
    own = organisations_named([annotation.organisation_id])[annotation.organisation_id]
    if annotation.audience == Audience.ME:
        return "It is for whoever wrote it alone."
    if annotation.audience == Audience.AGENCY:
        return f"It is for {own.short_name} alone."
    if annotation.audience == Audience.AGENCIES:
        named = organisations_named({*annotation.organisations, own.id})
        return f"It is for {in_words(one.short_name for one in in_order(named.values()))}."
    return "It is for everyone who can see the document and whose agency was there."


def _author(annotation: Annotation) -> str:
    own = organisations_named([annotation.organisation_id])[annotation.organisation_id]
    return f"contributors of {own.short_name}"


def _by_name(named: dict[int, Named], ids: Collection[int]) -> tuple[Named, ...]:
    return tuple(sorted((named[id] for id in ids if id in named), key=lambda one: one.name))
