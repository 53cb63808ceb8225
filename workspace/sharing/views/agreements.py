"""The register of agreements, and each of them."""

from datetime import UTC, datetime
from typing import Any

from flask import render_template, request

from workspace.database import session
from workspace.identifiers import encode
from workspace.people.queries import organisation_of
from workspace.permissions.guards import requires, signed_in, whoever_asks
from workspace.permissions.policies import Action
from workspace.permissions.questions import abilities
from workspace.rooms.order import in_order
from workspace.sharing.forms.agreements import STATES
from workspace.sharing.models import Agreement
from workspace.sharing.queries.ends import notices
from workspace.sharing.queries.listed import MOST, Listed, State, history, listed, signatures_of
from workspace.sharing.queries.notices import may_sign
from workspace.sharing.queries.register import of_agreement, registered
from workspace.sharing.queries.rooms import rooms_naming
from workspace.sharing.views.blueprint import blueprint


@blueprint.get("/agreements")
@signed_in
def agreements() -> Any:
    """The agreements of one's own organisation; an administrator reads those of all."""
    own, now = organisation_of(whoever_asks()), datetime.now(UTC)
    own_id = own.id if own else 0
    every = [listed(one, own_id, now) for one in registered(who=whoever_asks(), most=MOST).values()]
    signs = own is not None and may_sign(whoever_asks(), own)
    told = notices([each.one for each in every], whoever_asks(), own_id, signs=signs)
    near = {notice.agreement_id for notice in told if not notice.waits}
    wanted = request.args.get("state", "") if request.args.get("state", "") in STATES else ""
    others = {each.id: each for one in every for each in one.one.parties if each.id != own_id}
    with_id = next((id for id in others if encode(id) == request.args.get("with", "")), None)
    return render_template(
        "sharing/agreements.html",
        listed=[each for each in every if _wanted(each, wanted, with_id, near)],
        total=len(every),
        most=MOST,
        notices=told,
        signs=signs,
        own=own,
        states=STATES,
        state=wanted,
        others=in_order(others.values()),
        with_id=with_id,
        State=State,
    )


def _wanted(each: Listed, state: str, with_id: int | None, near: set[int]) -> bool:
    """Whether an agreement is among those that were asked for."""
    if with_id is not None and not each.one.is_party(with_id):
        return False
    return {
        "waiting": each.waits,
        "running": each.state is State.RUNNING,
        "soon": each.one.agreement.id in near,
        "ended": each.state is State.ENDED,
    }.get(state, True)


@blueprint.get("/agreements/<id:agreement_id>")
@requires(Action.READ, Agreement)
def agreement(agreement: Agreement) -> Any:
    """Everything about one agreement."""
    one, own, now = of_agreement(agreement), organisation_of(whoever_asks()), datetime.now(UTC)
    own_id = own.id if own else 0
    may = abilities(session(), whoever_asks(), agreement)
    shown = listed(one, own_id, now)
    return render_template(
        "sharing/agreement.html",
        listed=shown,
        one=one,
        own=own,
        may={action.value for action in may},
        notices=notices([one], whoever_asks(), own_id, signs=Action.SIGN in may),
        signatures=signatures_of(one, shown.shown, now),
        terms=[(each, signatures_of(one, each, now)) for each in reversed(one.terms)],
        unsigned={each.term.id for each in one.unsigned(own_id, now)} if Action.SIGN in may else set(),
        has_signed=any(own_id in each.standing(now) for each in one.going_on(now)),
        goes_on=bool(one.going_on(now)),
        rooms=rooms_naming(agreement.id, own_id, whoever_asks()),
        history=history(one, now),
        now=now,
        State=State,
    )
