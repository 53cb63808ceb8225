"""What every route answers to whom: one line a route.

A route that is missing here fails `test_routes.py`. Most need one line: `on_document(may)`, `on_room(may)`
or another of these, where `may` is a predicate of `oracle` on who asks and the thing that is named first;
without one, whoever sees the thing may. What an address names besides is in `ARGUMENTS`.
"""

from collections.abc import Callable

from tests.matrix import oracle
from tests.matrix.cast import (
    AGREEMENTS,
    BY_SLUG,
    CONSENTS,
    CONTRIBUTOR,
    PAPER,
    PAPERS,
    PEOPLE,
    REMARK,
    REMARKS,
    REQUESTS,
    ROOMS,
    Paper,
    Somebody,
)
from tests.matrix.oracle import Answer

Asked = dict[str, str]  # the arguments of an address, each with the slug of what it names
Expected = Callable[[Somebody, Asked], Answer]

# What each argument of an address may name.
ARGUMENTS: dict[str, tuple[str, ...]] = {
    "room_id": tuple(ROOMS),
    "document_id": tuple(each.slug for each in PAPERS),
    "annotation_id": tuple(each.slug for each in REMARKS),
    "organisation_id": ("WCC", "NHS", "EAS", "DWP"),
    "person_id": ("reader", "partner"),
    "release_id": tuple(f"{each.slug}>{code}" for each in PAPERS for code in each.released),
    "number": ("1",),
    "agreement_id": tuple(AGREEMENTS),
    "term_id": tuple(AGREEMENTS),
    "consent_record_id": tuple(CONSENTS),
    "exclusion_reason_id": ("excluded",),
    "access_request_id": tuple(REQUESTS),
}
# Where all combinations would be too many: those worth asking about.
TOGETHER: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {
    ("room_id", "person_id"): (
        *(("main", who) for who in ("reader", "partner", "excluded", "removed", "suspended", "outsider")),
        ("other", "partner"),
        ("closed", "lead"),
    ),
    ("room_id", "organisation_id"): (
        *(("main", agency) for agency in ("WCC", "NHS", "SCH", "EAS")),
        ("other", "NHS"),
    ),
    ("organisation_id", "person_id"): (
        ("WCC", "reader"),
        ("WCC", "manager"),
        ("NHS", "suspended"),
        ("NHS", "reader"),
    ),
    ("agreement_id", "term_id"): (("family", "family"), ("east", "east"), ("family", "east")),
    ("document_id", "release_id"): tuple(
        (each.slug, f"{each.slug}>{code}") for each in PAPERS for code in list(each.released)[:1]
    ),
}
# Whoever is in no room is asked about fewer: what belongs to their agency, what was released to it, the rest.
FEWER = {
    "document_id": {"shared", "damp", "other"},
    "annotation_id": {"to_all", "to_council", "elsewhere"},
    "room_id": {"main", "other"},
}
# Everybody may know of these (who works where is a directory), so what is asked about them may differ.
DIRECTORY = "organisation_id"


def decide(sees: bool, may: bool = True) -> Answer:
    """The answer about a thing that somebody sees or not, and may act on or not."""
    return (Answer.ALLOWED if may else Answer.SEE_BUT_NOT_ACT) if sees else Answer.HIDDEN


def anybody(who: Somebody, asked: Asked) -> Answer:
    """Whoever comes by."""
    return Answer.ALLOWED


def signed_in(may: Callable[[Somebody], bool] = lambda who: True) -> Expected:
    """Whoever is signed in, of whom ``may`` holds; for the rest it is refused."""
    return lambda who, asked: decide(who.is_active, may(who))


def holding(duty: Callable[[Somebody], bool]) -> Expected:
    """Whoever has a duty; for the rest there is no such page."""
    return lambda who, asked: decide(duty(who))


def on_room(may: Callable[[Somebody, str], bool] = lambda who, room: True) -> Expected:
    """Whoever may enter the room, and ``may``."""
    return lambda who, asked: decide(oracle.enters(who, asked["room_id"]), may(who, asked["room_id"]))


def on_document(may: Callable[[Somebody, Paper], bool] = lambda who, paper: True) -> Expected:
    """Whoever reads the document, and ``may``."""

    def expected(who: Somebody, asked: Asked) -> Answer:
        paper = PAPER[asked["document_id"]]
        return decide(oracle.reads(who, paper), may(who, paper))

    return expected


def on_remark(may: Callable[[Somebody, str], bool]) -> Expected:
    """Whoever reads the annotation, and ``may``."""

    def expected(who: Somebody, asked: Asked) -> Answer:
        remark = REMARK[asked["annotation_id"]]
        return decide(oracle.reads_remark(who, remark, BY_SLUG[remark.by]), may(who, asked["annotation_id"]))

    return expected


def on_agency(may: Callable[[Somebody, str], bool]) -> Expected:
    """Whoever looks after the agency's people; for the rest it is not there. ``may`` refuses aloud."""
    return lambda who, asked: decide(
        oracle.manages(who, asked["organisation_id"]), may(who, asked["organisation_id"])
    )


def on_colleague(may: Callable[[Somebody, str], bool] = lambda who, agency: True) -> Expected:
    """Whoever looks after the agency for which the person works."""

    def expected(who: Somebody, asked: Asked) -> Answer:
        agency = asked["organisation_id"]
        works_there = BY_SLUG[asked["person_id"]].agency == agency
        return decide(oracle.manages(who, agency) and works_there, may(who, agency))

    return expected


def on_agreement(may: Callable[[Somebody, str], bool] = lambda who, agreement: True) -> Expected:
    """Whoever may read the agreement, and ``may``."""
    return lambda who, asked: decide(
        oracle.concerned(who, asked["agreement_id"]), may(who, asked["agreement_id"])
    )


# What needs more than one thing to be said.


def shown_content(who: Somebody, asked: Asked) -> Answer:
    """Only what a browser shows by itself is there to be shown."""
    paper = PAPER[asked["document_id"]]
    return decide(oracle.reads(who, paper) and paper.media != "text/plain")


def a_release(who: Somebody, asked: Asked) -> Answer:
    """A release that stands, of the document under which it is named."""
    found = on_document(oracle.shares)(who, asked)
    of_it = asked["release_id"].partition(">")[0] == asked["document_id"]
    return found if of_it or found != Answer.ALLOWED else Answer.HIDDEN


def a_member(may: Callable[[Somebody, str], bool]) -> Expected:
    """A member whom a lead manages; one of another agency is seen, unless something keeps them out."""

    def expected(who: Somebody, asked: Asked) -> Answer:
        found = on_room(may)(who, asked)
        if found != Answer.ALLOWED:
            return found
        member, room = BY_SLUG[asked["person_id"]], asked["room_id"]
        is_in = room in member.roles and member.kept_out not in ("removed", "expired")
        if oracle.leads_for_all(who, room) or who.agency == member.agency:
            return decide(is_in)
        return decide(oracle.enters(member, room), False)

    return expected


def an_exclusion(who: Somebody, asked: Asked) -> Answer:
    """An exclusion, for leads who manage the person."""
    found = on_room(oracle.leads)(who, asked)
    if found != Answer.ALLOWED:
        return found
    person, room = BY_SLUG[asked["person_id"]], asked["room_id"]
    reaches = oracle.leads_for_all(who, room) or who.agency == person.agency
    return decide(reaches and room in person.roles and person.kept_out == "excluded")


def a_term(who: Somebody, asked: Asked) -> Answer:
    """A term, under its own agreement."""
    found = on_agreement(oracle.signs)(who, asked)
    fits = asked["term_id"] == asked["agreement_id"]
    return found if fits or found != Answer.ALLOWED else Answer.HIDDEN


def an_access_request(who: Somebody, asked: Asked) -> Answer:
    """A request, for whoever can answer it; for the rest it is not there."""
    return decide(oracle.answers_request(who, BY_SLUG[asked["access_request_id"]]))


def a_consent(who: Somebody, asked: Asked) -> Answer:
    """A consent, for those who may read it; contributors of who recorded it may end it."""
    consent = asked["consent_record_id"]
    return decide(oracle.reads_consent(who, consent), oracle.withdraws_consent(who, consent))


def what_they_see(who: Somebody, asked: Asked) -> Answer:
    """What somebody in the room sees there."""
    return decide(oracle.may_ask_what_they_see(who, asked["room_id"], BY_SLUG[asked["person_id"]]))


def a_participation(who: Somebody, asked: Asked) -> Answer:
    """An agency that takes part; only leads of the one that leads the room may end that."""
    room = asked["room_id"]
    found = on_room(oracle.leads)(who, asked)
    leading, taking_part, _left, _open = ROOMS[room]
    if found == Answer.ALLOWED and asked["organisation_id"] not in (leading, *taking_part):
        return Answer.HIDDEN
    return decide(oracle.enters(who, room), oracle.leads_for_all(who, room))


def an_agency_again(who: Somebody, asked: Asked) -> Answer:
    """An agency that takes part, for leads who manage its people."""
    room, agency = asked["room_id"], asked["organisation_id"]
    found = on_room(_open(oracle.leads))(who, asked)
    if found != Answer.ALLOWED:
        return found
    return decide(_takes_part(room, agency), oracle.leads_for_all(who, room) or who.agency == agency)


def a_newcomer(who: Somebody, asked: Asked) -> Answer:
    """Another agency that takes part, for whoever may share with it."""
    room, agency = asked["room_id"], asked["organisation_id"]
    found = on_room(_contributes)(who, asked)
    if found != Answer.ALLOWED:
        return found
    return decide(_takes_part(room, agency) and agency != who.agency)


def _takes_part(room: str, agency: str) -> bool:
    leading, taking_part, _left, _is_open = ROOMS[room]
    return agency in (leading, *taking_part)


def _open(lead: Callable[[Somebody, str], bool]) -> Callable[[Somebody, str], bool]:
    return lambda who, room: lead(who, room) and oracle.is_open(room)


def _contributes(who: Somebody, room: str) -> bool:
    return oracle.role(who, room) >= CONTRIBUTOR and oracle.is_open(room)


def _answers(who: Somebody, remark: str) -> bool:
    return not REMARK[remark].thread and oracle.annotates(who, PAPER[REMARK[remark].paper])


def _adds_people(who: Somebody, agency: str) -> bool:
    managed = {each.agency for each in PEOPLE if each.duty == "manager"}
    return who.agency == agency or agency not in managed


def _administers(who: Somebody) -> bool:
    return who.is_active and who.duty == "administrator"


ROUTES: dict[str, Expected] = {
    "accounts.sign_in": anybody,
    "accounts.sign_out": anybody,
    "accounts.change_password": signed_in(),
    "administration.own": signed_in(),
    "administration.organisations": holding(_administers),
    "administration.people": on_agency(oracle.manages),
    "administration.add_person": on_agency(_adds_people),
    "administration.end_organisation": lambda who, asked: decide(_administers(who)),
    "administration.give_password": on_colleague(lambda who, agency: who.agency == agency),
    "administration.suspend": on_colleague(),
    "administration.end_suspension": on_colleague(),
    "administration.end_sessions": on_colleague(),
    "annotations.list": on_document(),
    "annotations.why": on_remark(lambda who, remark: True),
    "annotations.add": on_document(oracle.annotates),
    "annotations.reply": on_remark(_answers),
    "annotations.resolve": on_remark(_answers),
    "annotations.reopen": on_remark(_answers),
    "annotations.withdraw": on_remark(lambda who, remark: REMARK[remark].by == who.slug),
    "audit.entries": holding(oracle.audits),
    "audit.export": holding(oracle.audits),
    "documents.room": on_room(),
    "documents.upload": on_room(_contributes),
    "documents.read": on_document(),
    "documents.read_version": on_document(),
    "documents.versions": on_document(),
    "documents.add_version": on_document(oracle.adds_version),
    "documents.content": shown_content,
    "documents.download": on_document(oracle.downloads),
    "documents.change_marking": on_document(oracle.adds_version),
    "documents.offer": a_newcomer,
    "documents.readers": lambda who, asked: decide(oracle.answers_for(who, PAPER[asked["document_id"]])),
    "documents.sees": what_they_see,
    "documents.why_room": on_room(oracle.leads),
    "documents.share": on_document(oracle.shares),
    "documents.withdraw_release": a_release,
    "documents.why": on_document(),
    "rooms.home": signed_in(),
    "rooms.open_room": signed_in(lambda who: who.duty != "administrator"),
    "rooms.people": on_room(),
    "rooms.bring_in": on_room(_open(oracle.leads_for_all)),
    "rooms.end_participation": a_participation,
    "rooms.add_member": on_room(_open(oracle.leads)),
    "rooms.change_member": a_member(_open(oracle.leads)),
    "rooms.remove_member": a_member(oracle.leads),
    "rooms.exclude": on_room(oracle.leads),
    "rooms.end_exclusion": an_exclusion,
    "rooms.close_room": on_room(_open(oracle.leads_for_all)),
    "rooms.add_again": an_agency_again,
    "rooms.ask_for_access": signed_in(),
    "rooms.grant_access": an_access_request,
    "rooms.decline_access": an_access_request,
    "rooms.exclusion_reason": lambda who, asked: decide(who.slug == "auditor"),  # of who excluded them
    "rooms.leave": on_room(),
    "rooms.transfer_lead": on_room(_open(oracle.leads_for_all)),
    "sharing.agreements": signed_in(),
    "sharing.agreement": on_agreement(),
    "sharing.register_agreement": signed_in(oracle.answers_for_agency),
    "sharing.sign_agreement": a_term,
    "sharing.withdraw_signature": on_agreement(oracle.signs),
    "sharing.renew_agreement": on_agreement(oracle.keeps),
    "sharing.end_agreement": on_agreement(oracle.keeps),
    "sharing.add_party": on_agreement(oracle.keeps),
    "sharing.consents": on_room(),
    "sharing.record_consent": on_room(_contributes),
    "sharing.withdraw_consent": a_consent,
}

# Events: the one thing that each names, and who may have it open. Closing what is not open is nothing.
EVENTS: dict[str, Expected] = {
    "document.open": on_document(),
    "document.close": signed_in(),
}
