"""What had been before a history begins: something of every kind that is over, and a gap in who was there.

What is over must count for nothing, so each of these would let somebody in, or keep somebody out, if it
still counted.
"""

from tests.permissions.oracle import Fact
from tests.permissions.story import (
    ADA,
    FAMILY,
    HEALTH,
    HELP,
    JOY,
    NHS,
    OTHER,
    OWEN,
    PRIYA,
    REF,
    SAMIRA,
    SCH,
    WCC,
    Story,
    annotate,
    begin,
    consent,
    release,
)
from workspace.rooms.models import Role
from workspace.sharing.models import Asked, Basis

KEPT = 33  # a third agreement


def some_days_later(story: Story) -> None:
    """Let the story begin, and go on until a good deal is over."""
    begin(story)
    plan, summary, attendance, letter, _risk = story.facts.all("document")
    _for_a_day(story, plan, summary, attendance, letter)
    over = annotate(story, plan, PRIYA, 4)
    thread = annotate(story, plan, PRIYA, 4)
    again = annotate(story, plan, OWEN, 4)
    lantern = _former_and_elsewhere(story)
    _nearly_released(story, plan, summary, attendance)
    story.pass_days(1)
    story.end(over, lantern, *story.on("employment", person_id=ADA))
    story.add("employment", person_id=ADA, organisation_id=REF)
    story.add("membership", room_id=FAMILY, person_id=JOY, role=1)
    story.end_all("participation", room_id=FAMILY, organisation_id=SCH)
    story.pass_days(1)
    # What was said while the school was away, in what began before, and what began then.
    annotate(story, plan, SAMIRA, 4, thread_id=thread.id)
    meanwhile = annotate(story, plan, PRIYA, 4)
    heard = annotate(story, plan, SAMIRA, 4)
    story.pass_days(1)
    story.add("participation", room_id=FAMILY, organisation_id=SCH)
    story.pass_days(1)
    annotate(story, plan, SAMIRA, 4, thread_id=meanwhile.id)
    annotate(story, plan, SAMIRA, 4, thread_id=again.id)
    story.add("annotation_release", 1, thread_id=meanwhile.id, organisation_id=SCH)
    story.add("annotation_release", thread_id=heard.id, organisation_id=SCH)
    story.pass_days(1)


def _for_a_day(story: Story, plan: Fact, summary: Fact, attendance: Fact, letter: Fact) -> None:
    """Things that were so on the first day only."""
    for person in (PRIYA, JOY):
        story.add("exclusion", 1, room_id=FAMILY, person_id=person)
        story.add("suspension", 1, person_id=person)
    story.instead("membership", {"room_id": FAMILY, "person_id": JOY}, 1, role=4)
    for duty in (1, 2, 3):
        story.add("appointment", 1, person_id=PRIYA, organisation_id=WCC, duty=duty)
    story.add("leadership", 1, room_id=FAMILY, organisation_id=SCH)
    story.add("access_request", 1, person_id=JOY, organisation_id=NHS, lead_id=WCC, room_id=FAMILY)
    story.add("marking", 1, document_id=plan.id, level=2)
    story.add("marking", 1, document_id=summary.id, level=1)
    about = {"category": 7, "level": 1, "takes_annotations": True}
    gone = story.add("document", 1, room_id=FAMILY, owner_id=WCC, **about)
    story.add("version", document_id=gone.id, organisation_id=WCC)
    story.add("party", 1, agreement_id=HEALTH, organisation_id=SCH)
    term = story.add("term", 1, agreement_id=HEALTH, categories=[4])
    for organisation in (SCH, NHS, WCC):
        story.add("signature", term_id=term.id, organisation_id=organisation)
    release(story, attendance, NHS, agreement_id=HEALTH)
    unsigned = story.add("term", agreement_id=HEALTH, categories=[4])
    story.add("signature", 1, term_id=unsigned.id, organisation_id=SCH)
    story.add("signature", term_id=unsigned.id, organisation_id=NHS)
    release(story, letter, WCC, 1, may_annotate=True)
    withdrawn = consent(story, FAMILY, WCC, Asked.GIVEN, [SCH, NHS], 1)
    release(story, plan, SCH, basis=Basis.CONSENT, consent_id=withdrawn.id)


def _former_and_elsewhere(story: Story) -> Fact:
    """Ada came from the council to an agency that is no longer active, and is still everywhere in the lists.

    Priya has duties for an agency that she does not work for. The council keeps an agreement that it is no
    party to. Returns the agency that is to end.
    """
    lantern = story.add("organisation", id=REF)
    story.add("membership", room_id=FAMILY, person_id=ADA, role=3)
    story.add("participation", room_id=FAMILY, organisation_id=REF)
    story.add("party", agreement_id=HELP, organisation_id=REF)
    exclusion = story.add("exclusion", 1, room_id=OTHER, person_id=ADA)
    story.add("exclusion_reason", exclusion_id=exclusion.id, room_id=OTHER, organisation_id=REF)
    for duty in (1, 2):
        story.add("appointment", person_id=ADA, organisation_id=REF, duty=duty)
        story.add("appointment", person_id=PRIYA, organisation_id=NHS, duty=duty)
    story.add("agreement", id=KEPT, organisation_id=WCC)
    story.add("party", agreement_id=KEPT, organisation_id=NHS)
    story.add("term", agreement_id=KEPT, categories=[1, 4, 7])
    return lantern


def _nearly_released(story: Story, plan: Fact, summary: Fact, attendance: Fact) -> None:
    """Releases that lack one thing each, of what the same people read by others, or not at all."""
    not_sought, health = (story.facts.all("consent", organisation_id=by)[0] for by in (SCH, NHS))
    main = story.facts.all("term", agreement_id=HEALTH)[0]
    story.add("signature", term_id=main.id, organisation_id=SCH)
    release(story, attendance, NHS, basis=Basis.CONSENT, consent_id=not_sought.id)
    release(story, attendance, NHS, basis=Basis.CONSENT, consent_id=health.id)
    release(story, plan, SCH, 1)
    release(story, plan, SCH, agreement_id=KEPT)
    release(story, plan, SCH, people=[PRIYA])
    release(story, summary, SCH)
    release(story, attendance, WCC, people=[OWEN], may_annotate=False, may_download=False)
    release(story, attendance, WCC, people=[OWEN], minimum_role=Role.LEAD)
