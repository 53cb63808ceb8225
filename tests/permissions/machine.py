"""Random histories: after every step, every question must get the oracle's answer.

`Histories` has a step for everything that may begin, change or end who sees what. What a step finds
nothing to do about it leaves alone, so every sequence of steps is a history.
"""

from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from psycopg.pq import TransactionStatus

from tests.permissions.asked import ACTS, SECURITY, WAYS, Answer, Inquiry, disagreements
from tests.permissions.oracle import FOREVER, Answers, Fact, Oracle
from tests.permissions.story import (
    AGREEMENTS,
    FAMILY,
    OPS,
    ORGANISATIONS,
    PEOPLE,
    ROOMS,
    Story,
    annotate,
    consent,
    release,
)
from workspace.sharing.models import Asked, Basis

organisation, person = st.sampled_from(ORGANISATIONS), st.sampled_from(PEOPLE)
room = st.sampled_from([FAMILY, FAMILY, *ROOMS])
agreement, role = st.sampled_from(AGREEMENTS), st.integers(1, 4)
lasts = st.sampled_from([FOREVER, FOREVER, FOREVER, 1, 2, 4])
which = st.integers(0, 99)
some = st.none() | st.lists(person, min_size=1, max_size=3, unique=True)
several = st.lists(organisation, max_size=2, unique=True)
yes = st.booleans()


class Disagreement(AssertionError):
    """A way of asking did not say what the oracle says."""


class Histories(RuleBasedStateMachine):
    """A case room lived in: joined, left, released to, withdrawn from; and asked about after each step."""

    inquiry: ClassVar[Inquiry]
    base: ClassVar[Story]
    thorough: ClassVar[bool] = False
    told: ClassVar[dict[str, int]] = {"histories": 0, "steps": 0}

    def __init__(self) -> None:
        super().__init__()
        self.story, self.sound = self.base.copy(), True
        self.told["histories"] += 1
        if self.told["histories"] % 20 == 0:
            self.inquiry.sweep()

    def teardown(self) -> None:
        """Ask in all ways at the end, and in some about a day before."""
        turn = self.told["histories"]
        try:
            if self.sound and self.story.db.info.transaction_status is not TransactionStatus.INERROR:
                self.ask(self.story.today)
                if self.thorough or turn % 4 == 0:
                    self.ask(self.story.today, (ACTS,))
                self.ask(turn % self.story.today, () if self.thorough else (WAYS[turn % 4],))
        finally:
            self.story.db.rollback()

    @invariant()
    def everybody_agrees(self) -> None:
        """Whatever is asked now, and however, is answered as the oracle does.

        In the everyday histories each step asks for the lists, of the database alone, and one way more in
        turn; in the long ones, and at the end of each, all are asked.
        """
        self.told["steps"] += 1
        turn = WAYS[1 + self.told["steps"] % 3]
        self.ask(self.story.today, () if self.thorough else (WAYS[0], turn, SECURITY))

    def ask(self, day: int, ways: tuple[str, ...] = ()) -> None:
        """Ask everything about a day: today's as now, others as of then."""
        self.sound = False
        answers = Oracle(self.story.facts, day).answers()
        now = day == self.story.today
        at = None if now else self.story.midday(day)
        for way, got in self.inquiry.everything(at, ways):
            self.compare(way, now, day, got, answers)
        self.sound = True

    def compare(self, way: str, now: bool, day: int, got: set[Answer], answers: Answers) -> None:
        """Insist that one way of asking says what the oracle says."""
        if wrong := disagreements(way, now, got, answers):
            when = "now" if now else f"as of day {day}"
            raise Disagreement(f"{when}, on day {self.story.today}: " + "; ".join(wrong[:5]))

    def any(self, kind: str, number: int, **about: Any) -> list[Fact]:
        """One of the facts of a kind that hold today, if there are any."""
        found = self.story.on(kind, **about)
        return [found[number % len(found)]] if found else []

    # Time.

    def days_pass(self, days: int) -> None:
        self.story.pass_days(days)

    # Much only shows when time goes by, so it does so more often than any other step is taken.
    a_day_passes = rule(days=st.just(1))(days_pass)
    some_days_pass = rule(days=st.integers(1, 3))(days_pass)
    a_week_passes = rule(days=st.integers(3, 7))(days_pass)

    @rule(days=st.integers(1, 6))
    def somebody_looks_back(self, days: int) -> None:
        if self.story.today:
            self.ask(max(self.story.today - days, 0))

    # Who is where.

    @rule(p=person, r=room, role=role, lasts=lasts)
    def join(self, p: int, r: int, role: int, lasts: int) -> None:
        self.story.instead("membership", {"room_id": r, "person_id": p}, lasts, role=role)

    @rule(p=person, r=room)
    def leave(self, p: int, r: int) -> None:
        self.story.end_all("membership", room_id=r, person_id=p)

    @rule(p=person, r=room, role=role)
    def role_changes(self, p: int, r: int, role: int) -> None:
        if self.story.on("membership", room_id=r, person_id=p):
            self.story.instead("membership", {"room_id": r, "person_id": p}, role=role)

    @rule(o=organisation, r=room, lasts=lasts)
    def organisation_joins(self, o: int, r: int, lasts: int) -> None:
        self.story.instead("participation", {"room_id": r, "organisation_id": o}, lasts)

    @rule(o=organisation, r=room)
    def organisation_leaves(self, o: int, r: int) -> None:
        self.story.end_all("participation", room_id=r, organisation_id=o)

    @rule(p=person, r=room, by=organisation, lasts=lasts)
    def exclude(self, p: int, r: int, by: int, lasts: int) -> None:
        made = self.story.add("exclusion", lasts, room_id=r, person_id=p)
        self.story.add("exclusion_reason", exclusion_id=made.id, room_id=r, organisation_id=by)

    @rule(n=which)
    def lift_exclusion(self, n: int) -> None:
        self.story.end(*self.any("exclusion", n))

    @rule(p=person, lasts=lasts)
    def suspend(self, p: int, lasts: int) -> None:
        self.story.add("suspension", lasts, person_id=p)

    @rule(n=which)
    def lift_suspension(self, n: int) -> None:
        self.story.end(*self.any("suspension", n))

    @rule(p=person, o=st.sampled_from([*ORGANISATIONS, OPS, None]), lasts=lasts)
    def change_employer(self, p: int, o: int | None, lasts: int) -> None:
        self.story.end_all("employment", person_id=p)
        if o is not None:
            self.story.add("employment", lasts, person_id=p, organisation_id=o)

    @rule(o=st.sampled_from([*ORGANISATIONS, OPS]))
    def organisation_ends(self, o: int) -> None:
        self.story.end(self.story.facts.one("organisation", o))

    @rule(p=person, duty=st.integers(1, 3), o=st.none() | organisation, lasts=lasts)
    def appoint(self, p: int, duty: int, o: int | None, lasts: int) -> None:
        employers = [job.organisation_id for job in self.story.on("employment", person_id=p)]
        for at in [o] if o else employers:
            self.story.add("appointment", lasts, person_id=p, organisation_id=at, duty=duty)

    @rule(n=which)
    def end_duty(self, n: int) -> None:
        self.story.end(*self.any("appointment", n))

    @rule(r=room)
    def close_room(self, r: int) -> None:
        self.story.end(self.story.facts.one("room", r))

    @rule(r=room, o=organisation, lasts=lasts)
    def transfer_lead(self, r: int, o: int, lasts: int) -> None:
        self.story.instead("leadership", {"room_id": r}, lasts, organisation_id=o)

    @rule(p=person, o=organisation, r=room, lasts=st.integers(1, 14))
    def ask_for_access(self, p: int, o: int, r: int, lasts: int) -> None:
        self.story.add("access_request", lasts, person_id=p, organisation_id=o, lead_id=o, room_id=r)

    @rule(n=which)
    def answer_request(self, n: int) -> None:
        self.story.end(*self.any("access_request", n))

    # On what ground things are shared.

    @rule(a=agreement, categories=st.sampled_from([[1], [7], [1, 4, 7], [4, 7]]), lasts=lasts, signed=several)
    def renew(self, a: int, categories: list[int], lasts: int, signed: list[int]) -> None:
        term = self.story.add("term", lasts, agreement_id=a, categories=categories)
        for o in signed:
            self.story.add("signature", term_id=term.id, organisation_id=o)

    @rule(n=which)
    def end_term(self, n: int) -> None:
        self.story.end(*self.any("term", n))

    @rule(n=which, o=organisation, lasts=lasts)
    def sign(self, n: int, o: int, lasts: int) -> None:
        for term in self.any("term", n):
            self.story.instead("signature", {"term_id": term.id, "organisation_id": o}, lasts)

    @rule(n=which)
    def withdraw_signature(self, n: int) -> None:
        self.story.end(*self.any("signature", n))

    @rule(a=agreement, o=organisation, lasts=lasts)
    def name_party(self, a: int, o: int, lasts: int) -> None:
        self.story.instead("party", {"agreement_id": a, "organisation_id": o}, lasts)

    @rule(n=which)
    def end_party(self, n: int) -> None:
        self.story.end(*self.any("party", n))

    @rule(r=room, o=organisation, outcome=st.sampled_from([1, 1, 2, 3]), to=several, lasts=lasts)
    def ask_the_family(self, r: int, o: int, outcome: int, to: list[int], lasts: int) -> None:
        consent(self.story, r, o, Asked(outcome), to, lasts)

    @rule(n=which)
    def withdraw_consent(self, n: int) -> None:
        self.story.end(*self.any("consent", n))

    # Documents and who gets them.

    @rule(r=room, o=organisation, category=st.sampled_from([1, 4, 7]), level=st.integers(1, 2), takes=yes)
    def add_document(self, r: int, o: int, category: int, level: int, takes: bool) -> None:
        about = {"category": category, "level": level, "takes_annotations": takes}
        made = self.story.add("document", room_id=r, owner_id=o, **about)
        self.story.add("version", document_id=made.id, organisation_id=o)

    @rule(n=which)
    def end_document(self, n: int) -> None:
        self.story.end(*self.any("document", n))

    @rule(n=which, level=st.integers(1, 2), lasts=lasts)
    def mark(self, n: int, level: int, lasts: int) -> None:
        for it in self.any("document", n):
            self.story.instead("marking", {"document_id": it.id}, lasts, level=level)

    @rule(n=which)
    def unmark(self, n: int) -> None:
        self.story.end(*self.any("marking", n))

    @rule(
        n=which,
        to=organisation,
        agreement=agreement,
        consented=st.sampled_from([Basis.CONSENT, Basis.CONSENT, Basis.PUBLIC_TASK]),
        which=which,
        people=some,
        least=st.none() | role,
        lets=st.tuples(yes, yes),
        when=st.tuples(lasts, st.sampled_from([0, 0, 0, 2])),
    )
    def share(
        self,
        n: int,
        to: int,
        agreement: int,
        consented: Basis,
        which: int,
        people: list[int] | None,
        least: int | None,
        lets: tuple[bool, bool],
        when: tuple[int, int],
    ) -> None:
        consents = self.story.facts.all("consent")
        for it in self.any("document", n):
            release(
                self.story,
                it,
                to,
                when[0],
                after=when[1],
                agreement_id=agreement,
                basis=consented,
                consent_id=consents[which % len(consents)].id,
                people=people,
                minimum_role=least,
                may_annotate=lets[0],
                may_download=lets[1],
            )

    @rule(n=which, people=some, least=st.none() | role, lasts=lasts)
    def narrow(self, n: int, people: list[int] | None, least: int | None, lasts: int) -> None:
        for old in self.any("release", n):
            self.story.end(old)
            document = self.story.facts.one("document", old.document_id)
            same = {
                k: v for k, v in old.about.items() if k not in ("document_id", "room_id", "organisation_id")
            }
            narrowed = {**same, "people": people, "minimum_role": least}
            release(self.story, document, old.organisation_id, lasts, **narrowed)

    @rule(n=which)
    def withdraw_release(self, n: int) -> None:
        self.story.end(*self.any("release", n))

    # What is said about them.

    @rule(n=which, p=person, audience=st.sampled_from([1, 2, 3, 4, 4]), to=several)
    def remark(self, n: int, p: int, audience: int, to: list[int]) -> None:
        self._write(n, p, audience, to, None)

    @rule(n=which, p=person)
    def reply(self, n: int, p: int) -> None:
        for thread in self.any("annotation", n, thread_id=None):
            self._write(n, p, thread.audience, thread.organisations, thread)

    def _write(self, n: int, p: int, audience: int, to: list[int], thread: Fact | None) -> None:
        for job in self.story.on("employment", person_id=p):
            on = {"id": thread.document_id} if thread else {}
            documents = [d for d in self.story.facts.all("document") if not on or d.id == on["id"]]
            annotate(
                self.story,
                documents[n % len(documents)],
                p,
                audience,
                organisation_id=job.organisation_id,
                organisations=to,
                thread_id=thread and thread.id,
            )

    @rule(n=which)
    def take_back(self, n: int) -> None:
        self.story.end(*self.any("annotation", n))

    @rule(n=which, o=organisation, lasts=lasts)
    def release_thread(self, n: int, o: int, lasts: int) -> None:
        for thread in self.any("annotation", n, thread_id=None):
            key = {"thread_id": thread.id, "organisation_id": o}
            self.story.instead("annotation_release", key, lasts)

    @rule(n=which)
    def withdraw_thread(self, n: int) -> None:
        self.story.end(*self.any("annotation_release", n))

    @rule(p=person, o=organisation, r=st.none() | room, refused=yes, owners=several)
    def something_is_recorded(self, p: int, o: int, r: int | None, refused: bool, owners: list[int]) -> None:
        about: dict[str, Any] = {"room_id": r, "outcome": 1 + refused, "material_of": owners}
        self.story.add("audit_entry", person_id=p, organisation_id=o, thing_id=None, **about)
