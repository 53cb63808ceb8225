"""Who may see and do what, written down from the domain's published order; it asks the program nothing."""

from enum import Enum

from tests.matrix.cast import (
    AGENCIES,
    AGENCY,
    AGREEMENTS,
    COMMENTER,
    CONSENTS,
    CONTRIBUTOR,
    EVERYONE,
    LEAD,
    PAPER,
    READER,
    REQUESTS,
    ROOMS,
    Paper,
    Remark,
    Somebody,
)


class Answer(Enum):
    """What an address answers to somebody."""

    ALLOWED = "is let in"
    SEE_BUT_NOT_ACT = "is told that they may not (403)"
    HIDDEN = "gets what an absent id gets (404)"
    SIGN_IN = "is shown the way in"


# The published decision order.


def enters(who: Somebody, room: str) -> bool:
    """Steps 1 to 3: active, not excluded, their agency takes part, they are a member. Never who operates."""
    leads, taking_part, _left, _open = ROOMS[room]
    return (
        who.is_active
        and not who.kept_out
        and who.duty != "administrator"
        and who.agency in (leads, *taking_part)
        and room in who.roles
    )


def role(who: Somebody, room: str) -> int:
    """What somebody is in a room that they may enter; 0 in every other."""
    return who.roles[room] if enters(who, room) else 0


def is_open(room: str) -> bool:
    """Whether a room is open."""
    return ROOMS[room][3]


def leads(who: Somebody, room: str) -> bool:
    """Whether somebody is a lead of a room, open or closed."""
    return role(who, room) == LEAD


def leads_for_all(who: Somebody, room: str) -> bool:
    """Whether they are a lead of the agency that leads it."""
    return leads(who, room) and who.agency == ROOMS[room][0]


def released(who: Somebody, paper: Paper) -> bool:
    """Step 5: it is released to their agency, and names nobody or them, and no role or theirs."""
    people = paper.released.get(who.agency)
    named = people is not None and (not people or who.slug in people)
    return named and role(who, paper.room) >= paper.least_role


def reads(who: Somebody, paper: Paper) -> bool:
    """Steps 1 to 5, for a document."""
    enough = role(who, paper.room) >= (COMMENTER if paper.sensitive else READER)
    return enters(who, paper.room) and enough and (owns(who, paper) or released(who, paper))


def owns(who: Somebody, paper: Paper) -> bool:
    """Whether it belongs to the agency they work for."""
    return who.agency == paper.owner


def shares(who: Somebody, paper: Paper) -> bool:
    """Whether they may withdraw what was released: contributors of the owner, in a closed room too."""
    return owns(who, paper) and role(who, paper.room) >= CONTRIBUTOR


def adds_version(who: Somebody, paper: Paper) -> bool:
    """Whether they may add a version: contributors of the owner, in an open room."""
    return shares(who, paper) and is_open(paper.room)


def downloads(who: Somebody, paper: Paper) -> bool:
    """Whether they may download it: contributors only what is sensitive; of others, if released so."""
    enough = not paper.sensitive or role(who, paper.room) >= CONTRIBUTOR
    return enough and (owns(who, paper) or paper.downloaded)


def annotates(who: Somebody, paper: Paper) -> bool:
    """Whether they may write beside it."""
    enough = role(who, paper.room) >= COMMENTER
    return reads(who, paper) and paper.annotated and is_open(paper.room) and enough


def reads_remark(who: Somebody, remark: Remark, by: Somebody) -> bool:
    """Whether somebody may read an annotation: its document, and it is meant for them."""
    if not reads(who, PAPER[remark.paper]):
        return False
    mine = who.slug == remark.by
    ours = remark.audience >= AGENCY and who.agency == by.agency
    chosen = remark.audience == AGENCIES and who.agency in remark.agencies
    return mine or ours or chosen or remark.audience == EVERYONE


def reads_consent(who: Somebody, consent: str) -> bool:
    """Whether somebody may read what a consent says: who recorded it, or reads what is released under it."""
    recorded_by, paper = CONSENTS[consent]
    return enters(who, "main") and (who.agency == recorded_by or (bool(paper) and reads(who, PAPER[paper])))


def reads_request(who: Somebody, by: Somebody) -> bool:
    """Whether somebody may read a request for access: who made it, and the leads who can answer it."""
    room = REQUESTS[by.slug]
    answers = bool(room) and leads(who, room) and who.agency in (ROOMS[room][0], by.agency)
    return who.is_active and (who == by or answers)


def answers_request(who: Somebody, by: Somebody) -> bool:
    """Whether somebody may answer a request for access: leads of the room, or of the agency that asks."""
    room = REQUESTS[by.slug]
    return bool(room) and is_open(room) and who != by and reads_request(who, by)


def may_ask_what_they_see(who: Somebody, room: str, person: Somebody) -> bool:
    """Whether somebody may ask what a person sees in a room: of all ever there, who owns something."""
    mine = any(owns(who, paper) and reads(who, paper) for paper in PAPER.values() if paper.room == room)
    return enters(who, room) and (room in person.roles if mine else enters(person, room))


# Duties.


def manages(who: Somebody, agency: str) -> bool:
    """Whether they look after an agency's people: its managers, and administrators."""
    return who.is_active and (who.duty == "administrator" or (who.duty == "manager" and who.agency == agency))


def audits(who: Somebody) -> bool:
    """Whether they read any audit."""
    return who.is_active and who.duty in ("auditor", "administrator")


def concerned(who: Somebody, agreement: str) -> bool:
    """Whether they may read an agreement: the people of its parties, and administrators."""
    return who.is_active and (who.duty == "administrator" or who.agency in AGREEMENTS[agreement])


def answers_for_agency(who: Somebody) -> bool:
    """Whether they bind their agency by signing: its managers and auditors."""
    return who.is_active and who.duty in ("manager", "auditor")


def signs(who: Somebody, agreement: str) -> bool:
    """Whether they may sign an agreement: who answers for a party."""
    return answers_for_agency(who) and who.agency in AGREEMENTS[agreement]


def keeps(who: Somebody, agreement: str) -> bool:
    """Whether they may renew and end an agreement: who answers for the agency that registered it."""
    return answers_for_agency(who) and who.agency == AGREEMENTS[agreement][0]


def withdraws_consent(who: Somebody, consent: str) -> bool:
    """Whether they may record that a consent was withdrawn: contributors of who recorded it."""
    recorded_by, _paper = CONSENTS[consent]
    return who.agency == recorded_by and role(who, "main") >= CONTRIBUTOR


def answers_for(who: Somebody, paper: Paper) -> bool:
    """Whether they may ask who could read a document: auditors of its owner, and administrators."""
    return audits(who) and (who.duty == "administrator" or owns(who, paper))
