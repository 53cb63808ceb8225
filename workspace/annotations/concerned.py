"""Which organisations an annotation concerns: how many of their people can read it, or its document."""

from collections.abc import Sequence

from sqlalchemy import func, select

from workspace.annotations.models import Annotation, Audience
from workspace.database import session
from workspace.documents.models import Document
from workspace.people.models import Employment
from workspace.permissions.policies import Action
from workspace.permissions.questions import NOW, audience


def organisations_seeing(document_id: int) -> dict[int, int]:
    """How many people of each organisation may read a document now."""
    return _by_organisation(audience(Action.READ, Document, document_id))


def organisations_reading(annotation_id: int) -> dict[int, int]:
    """How many people of each organisation may read an annotation now."""
    return _by_organisation(audience(Action.READ, Annotation, annotation_id))


def concerned(annotation: Annotation) -> list[int]:
    """The organisations that an entry about an annotation concerns: only those that can read it."""
    if annotation.audience == Audience.EVERYONE:  # not whoever joined after the thread had begun
        readers = [*organisations_reading(annotation.thread_id or annotation.id)]
    else:
        readers = annotation.organisations
    return sorted({*readers, annotation.organisation_id})


def _by_organisation(people: Sequence[int]) -> dict[int, int]:
    employed = Employment.person_id.in_(people) & Employment.during.contains(NOW)
    counted = session().execute(
        select(Employment.organisation_id, func.count())
        .where(employed)
        .group_by(Employment.organisation_id)
        .order_by(Employment.organisation_id)
    )
    return dict(counted.all())
