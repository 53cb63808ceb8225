"""Asks the one rule in all six ways and insists that the answers agree."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from workspace.database import Base, acting_as, session
from workspace.errors import NotAllowed, NotFound
from workspace.permissions.policies import Action
from workspace.permissions.questions import abilities, audience, explain, fetch, permitted, permitted_then


def reads(person_id: int, model: type[Base], id: int) -> bool:
    """Whether somebody may read a row: the check, the list, the buttons, the audience, the
    explanation and row-level security alone, which must all say the same.
    """
    answers: dict[str, bool] = {}
    with acting_as(person_id):
        answers["fetch"] = _fetches(person_id, Action.READ, model, id)
        listed = session().scalars(permitted(person_id, Action.READ, model).where(model.id == id)).all()
        answers["permitted"] = bool(listed)
        rows = session().scalars(select(model).where(model.id == id)).all()
        answers["row-level security"] = bool(rows)
        answers["abilities"] = bool(rows) and Action.READ in abilities(session(), person_id, rows[0])
    answers["audience"] = person_id in audience(Action.READ, model, id)
    answers["explain"] = explain(person_id, Action.READ, model, id).holds
    assert len(set(answers.values())) == 1, answers
    return answers["fetch"]


def may(person_id: int, action: Action, thing: Any) -> bool:
    """Whether somebody may act on a row: the check, the buttons, the audience and the explanation."""
    model = type(thing)
    with acting_as(person_id):
        fetched = _fetches(person_id, action, model, thing.id)
        able = action in abilities(session(), person_id, thing)
    named = person_id in audience(action, model, thing.id)
    explained = explain(person_id, action, model, thing.id).holds
    # The check also asks whether they may read it at all, which every rule about acting includes.
    assert fetched == able == named == explained, (fetched, able, named, explained)
    return fetched


def read_then(person_id: int, model: type[Base], id: int, at: datetime) -> bool:
    """Whether somebody might read a row at a past moment: filter, audience and explanation agree."""
    filtered = id in permitted_then(person_id, Action.READ, model, at)
    named = person_id in audience(Action.READ, model, id, at)
    explained = explain(person_id, Action.READ, model, id, at).holds
    assert filtered == named == explained, (filtered, named, explained)
    return filtered


def _fetches(person_id: int, action: Action, model: type[Base], id: int) -> bool:
    try:
        fetch(session(), person_id, action, model, id)
    except (NotFound, NotAllowed):
        return False
    return True
