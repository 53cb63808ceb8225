"""Registering an agreement, signing it, renewing it, naming more parties, and ending it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from workspace.errors import Conflict, NotAllowed
from workspace.forms import accepted
from workspace.identifiers import encode
from workspace.people.models import Organisation
from workspace.people.queries import agencies, organisation_of, organisations_named
from workspace.periods import day_of, first_day, last_day
from workspace.permissions.guards import fetched_for, requires, signed_in, whoever_asks
from workspace.permissions.policies import Action
from workspace.rooms.order import in_order
from workspace.sharing.forms.agreements import AddPartyForm, EndForm, RegisterForm, RenewForm, SureForm
from workspace.sharing.models import Agreement, Category
from workspace.sharing.queries.grounds import in_words
from workspace.sharing.queries.listed import signatures_of
from workspace.sharing.queries.register import Registered, of_agreement
from workspace.sharing.services import agreements as services
from workspace.sharing.services.terms import LONGEST_YEARS, years_after
from workspace.sharing.views.blueprint import blueprint, page

ADDRESS = "/agreements/<id:agreement_id>"


@blueprint.route("/agreements/new", methods=["GET", "POST"])
@signed_in
def register_agreement() -> Any:
    """Register an agreement of one's own organisation, and sign it."""
    own = organisation_of(whoever_asks())
    if own is None:
        raise NotAllowed(services.FOR_NOBODY)
    fetched_for(whoever_asks(), Action.SIGN, Organisation, own.id)  # nobody fills in a form in vain
    form = RegisterForm()
    form.offer(_others(own))
    made: list[int] = []
    if accepted(form, lambda: made.append(services.register_agreement(by=whoever_asks(), **form.entered()))):
        flash(
            f"{str(form.reference.data).upper()} is registered and signed for {own.short_name}. "
            "It counts between you and each of the others as soon as they have signed it too.",
            "success",
        )
        return redirect(url_for("sharing.agreement", agreement_id=made[0]))
    return page("register_agreement", form, own=own)


@blueprint.route(f"{ADDRESS}/terms/<id:term_id>/sign", methods=["GET", "POST"])
@requires(Action.SIGN, Agreement)
def sign_agreement(agreement: Agreement, term_id: int) -> Any:
    """Show what signing a term binds to, and sign it."""
    form, one, own, now = SureForm(), of_agreement(agreement), _own(), datetime.now(UTC)
    each = services.term_of(one, term_id)
    if accepted(
        form, lambda: services.sign_agreement(by=whoever_asks(), agreement_id=agreement.id, term_id=term_id)
    ):
        with_them = [party.short_name for party in one.parties if party.id in each.standing(now)]
        flash(f"{one.name} is signed for {own.short_name}. {_counts(own, with_them)}", "success")
        return _back(agreement)
    if not form.errors:
        services.refuse_signing(one, each, own, now)
    return page("sign_agreement", form, one=one, own=own, each=each, signatures=signatures_of(one, each, now))


def _others(own: Organisation) -> list[Organisation]:
    return in_order(each for each in agencies() if each.id != own.id)


def _counts(own: Organisation, others: list[str]) -> str:
    if not others:
        return "It counts as soon as another party has signed it too."
    return f"It counts between {own.short_name} and {in_words(others)}."


@blueprint.route(f"{ADDRESS}/withdraw", methods=["GET", "POST"])
@requires(Action.SIGN, Agreement)
def withdraw_signature(agreement: Agreement) -> Any:
    """Say what closes, and withdraw one's organisation's signature."""
    form, one, own, now = SureForm(), of_agreement(agreement), _own(), datetime.now(UTC)
    if accepted(form, lambda: services.withdraw_signature(by=whoever_asks(), agreement_id=agreement.id)):
        flash(
            f"The signature of {own.short_name} under {agreement.reference} is withdrawn. What was shared "
            "under it with you or by you is closed.",
            "success",
        )
        return _back(agreement)
    if not form.errors and not any(own.id in each.standing(now) for each in one.going_on(now)):
        raise Conflict(services.not_bound(own, agreement))
    return page("withdraw_signature", form, one=one, own=own, others=_bound_with(one, own, now))


@blueprint.route(f"{ADDRESS}/renew", methods=["GET", "POST"])
@requires(Action.MANAGE, Agreement)
def renew_agreement(agreement: Agreement) -> Any:
    """Add a term, filled in from the last one, and sign it."""
    one, own = of_agreement(agreement), _own()
    form = RenewForm(data=_next(one))

    def act() -> None:
        services.renew_agreement(
            by=whoever_asks(), agreement_id=agreement.id, seen=form.seen_id(), term=form.term()
        )

    if accepted(form, act):
        others = in_words(party.short_name for party in one.parties if party.id != own.id)
        flash(
            f"{agreement.reference} is renewed and signed for {own.short_name}. "
            f"{others} can sign it now; the new term counts only between those who have.",
            "success",
        )
        return _back(agreement)
    if form.form_errors:  # somebody else was first: the terms below are those they have seen now
        one = of_agreement(agreement)
        form.seen.data = encode(services.newest(one))
    return page("renew_agreement", form, one=one, own=own, terms=one.terms)


def _next(one: Registered) -> dict[str, Any]:
    """What the next term would be: from the day after the last one, as long, and the same otherwise."""
    last = max(one.terms, key=lambda each: each.term.during.upper or datetime.max.replace(tzinfo=UTC)).term
    today = day_of(datetime.now(UTC))
    ends = last_day(last.during)
    first = max(today, ends + timedelta(days=1)) if ends else today
    length = (ends - first_day(last.during)) if ends else timedelta(days=364)
    until = min(first + length, years_after(first, LONGEST_YEARS))
    return {
        "seen": encode(services.newest(one)),
        "categories": [Category(number).name.lower() for number in last.categories],
        "first": first,
        "last": until,
        "review_on": _review(last.review_on, first_day(last.during), first, until),
    }


def _review(review_on: date, began: date, first: date, last: date) -> date:
    return min(max(first, first + (review_on - began)), last)


@blueprint.route(f"{ADDRESS}/end", methods=["GET", "POST"])
@requires(Action.MANAGE, Agreement)
def end_agreement(agreement: Agreement) -> Any:
    """Say what closes, and end an agreement, now or on a day."""
    form, one, own, now = EndForm(), of_agreement(agreement), _own(), datetime.now(UTC)
    if accepted(
        form,
        lambda: services.end_agreement(by=whoever_asks(), agreement_id=agreement.id, last=form.last.data),
    ):
        flash(
            f"{agreement.reference} ends on {form.last.data:%-d %B %Y}."
            if form.last.data
            else f"{agreement.reference} has ended. What was shared under it is closed.",
            "success",
        )
        return _back(agreement)
    if not form.errors and not one.going_on(now):
        raise Conflict(f"{agreement.reference} has ended already.")
    return page("end_agreement", form, one=one, own=own)


@blueprint.route(f"{ADDRESS}/parties/new", methods=["GET", "POST"])
@requires(Action.MANAGE, Agreement)
def add_party(agreement: Agreement) -> Any:
    """Name one more party."""
    form, one, own = AddPartyForm(), of_agreement(agreement), _own()
    form.offer([each for each in _others(own) if not one.is_party(each.id)])
    added: list[int] = []

    def act() -> None:
        added.append(form.chosen())
        services.add_party(by=whoever_asks(), agreement_id=agreement.id, organisation_id=added[0])

    if accepted(form, act):
        name = organisations_named(added)[added[0]].short_name
        flash(
            f"{name} is a party to {agreement.reference}, and is bound by it once it has signed.", "success"
        )
        return _back(agreement)
    return page("add_party", form, one=one, own=own)


def _bound_with(one: Registered, own: Organisation, now: datetime) -> str:
    """With whom a signature counts, in words."""
    others = [
        party.short_name
        for party in one.parties
        if party.id != own.id
        and any({own.id, party.id} <= each.standing(now).keys() for each in one.going_on(now))
    ]
    return in_words(others)


def _own() -> Organisation:
    own = organisation_of(whoever_asks())
    if own is None:
        raise NotAllowed(services.FOR_NOBODY)
    return own


def _back(agreement: Agreement) -> Response:
    return redirect(url_for("sharing.agreement", agreement_id=agreement.id))
