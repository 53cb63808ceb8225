"""Who may do what, told a second time: plain Python over a list of plain facts.

Written from the published decision order and not from the rules, of which it imports nothing. What it
says and what they say must be the same, for everybody, every thing and every day.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from workspace.annotations.models import Audience
from workspace.audit.models import Outcome
from workspace.people.models import Duty
from workspace.rooms.models import Level, Role
from workspace.sharing.models import Asked, Basis

FOREVER = 10**6
Question = tuple[str, str]  # a model's name and an action
Answers = dict[Question, set[tuple[int, int]]]  # who may, and to which thing


@dataclass
class Fact:
    """A row: its table, its id, the days for which it is so, and what it says."""

    kind: str
    id: int
    starts: int
    ends: int
    about: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["about"][name]
        except KeyError:
            raise AttributeError(name) from None

    def holds(self, day: int) -> bool:
        """Whether it is so on that day."""
        return self.starts <= day < self.ends


class Facts:
    """Everything that was ever so."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self.kinds: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            self.add(Fact(fact.kind, fact.id, fact.starts, fact.ends, fact.about))

    def __iter__(self) -> Iterator[Fact]:
        return (fact for facts in self.kinds.values() for fact in facts)

    def add(self, fact: Fact) -> None:
        """Take in another fact."""
        self.kinds[fact.kind].append(fact)

    def all(self, kind: str, **about: Any) -> list[Fact]:
        """The facts of a kind that say so, whenever they hold."""
        wanted = about.items()
        return [f for f in self.kinds[kind] if all(f.about[k] == v for k, v in wanted)]

    def on(self, day: int, kind: str, **about: Any) -> list[Fact]:
        """The facts of a kind that say so and hold on that day."""
        wanted = about.items()
        return [
            f
            for f in self.kinds[kind]
            if f.starts <= day < f.ends and all(f.about[k] == v for k, v in wanted)
        ]

    def one(self, kind: str, id: int) -> Fact:
        """The fact of a kind with that id."""
        return next(f for f in self.kinds[kind] if f.id == id)


class Oracle:
    """What may be done on one day."""

    def __init__(self, facts: Facts, day: int) -> None:
        self.facts, self.day = facts, day
        self.people = [p.id for p in facts.all("person")]
        self.works_for = {p: self._employer(p) for p in self.people}
        self.active = {p for p in self.people if self._active(p)}
        self.roles = {(p, r.id): self._role(p, r.id) for p in self.people for r in facts.all("room")}
        self.read = {
            (p, d.id)
            for d in facts.all("document")
            if d.holds(day)
            for p in self.people
            if self.reads_document(p, d)
        }

    def answers(self) -> Answers:
        """Everything that may be done on this day, by whom, to which thing."""
        found: Answers = defaultdict(set)
        for kind, tell in (
            ("organisation", self.about_organisation),
            ("person", lambda _p, _it: ["read"]),
            ("room", self.about_room),
            ("exclusion_reason", self.about_exclusion_reason),
            ("access_request", self.about_access_request),
            ("document", self.about_document),
            ("version", lambda p, it: ["read"] if (p, it.document_id) in self.read else []),
            ("release_purpose", lambda p, it: ["read"] if (p, it.document_id) in self.read else []),
            ("annotation", self.about_annotation),
            ("audit_entry", self.about_audit_entry),
            ("consent_record", self.about_consent_record),
            ("agreement", self.about_agreement),
        ):
            for it in self.facts.kinds[kind]:
                for person in self.people:
                    for action in tell(person, it):
                        found[kind, action].add((person, it.id))
                    if self.was_member(person, it.id if kind == "room" else it.about.get("room_id")):
                        found[kind, "crowd"].add((person, it.id))
        return found

    # Standing: who somebody is on this day.

    def on(self, kind: str, **about: Any) -> list[Fact]:
        """The facts of a kind that say so and hold on this day."""
        return self.facts.on(self.day, kind, **about)

    def _employer(self, person: int) -> int | None:
        jobs = self.on("employment", person_id=person)
        return jobs[0].organisation_id if jobs else None

    def _active(self, person: int) -> bool:
        employer = self.works_for[person]
        runs = employer is not None and self.facts.one("organisation", employer).holds(self.day)
        return runs and not self.on("suspension", person_id=person)

    def _role(self, person: int, room: int) -> int:
        return max((m.role for m in self.on("membership", room_id=room, person_id=person)), default=0)

    def duties(self, person: int) -> set[int]:
        """The duties somebody holds for the organisation they work for."""
        held = self.on("appointment", person_id=person, organisation_id=self.works_for[person])
        return {a.duty for a in held}

    def runs_platform(self, person: int) -> bool:
        """Whether somebody is an administrator, for whichever organisation."""
        return bool(self.on("appointment", person_id=person, duty=Duty.ADMINISTRATOR))

    def was_member(self, person: int, room: int | None) -> bool:
        """Whether somebody is, was or will be a member of a room: of these an audience is made up."""
        return bool(room and self.facts.all("membership", room_id=room, person_id=person))

    def excluded(self, person: int, room: int) -> bool:
        """Whether somebody is never to see a room."""
        return bool(self.on("exclusion", room_id=room, person_id=person))

    def enters(self, person: int, room: int) -> bool:
        """Steps 1 to 3."""
        if person not in self.active or self.runs_platform(person) or self.excluded(person, room):
            return False
        takes_part = self.on("participation", room_id=room, organisation_id=self.works_for[person])
        return bool(takes_part) and self.roles[person, room] > 0

    def leads_room(self, organisation: int | None, room: Fact) -> bool:
        """Whether an organisation leads a room on this day."""
        later = self.on("leadership", room_id=room.id)
        return bool(organisation == (later[0].organisation_id if later else room.first_lead_id))

    # Rooms, and what is about being in them.

    def about_organisation(self, person: int, it: Fact) -> list[str]:
        """What somebody may do to an organisation."""
        able = ["read"]
        if person not in self.active:
            return able
        duties = self.duties(person)
        if Duty.ADMINISTRATOR in duties:
            able += ["manage", "administer"]
        if it.id == self.works_for[person]:
            able += ["open_room"] if not self.runs_platform(person) else []
            able += ["manage"] if Duty.MANAGER in duties else []
            able += ["sign"] if duties & {Duty.MANAGER, Duty.AUDITOR} else []
            able += ["audit"] if Duty.AUDITOR in duties else []
        return able

    def about_room(self, person: int, it: Fact) -> list[str]:
        """What somebody may do in a room."""
        if not self.enters(person, it.id):
            return []
        role, is_open = self.roles[person, it.id], it.holds(self.day)
        able = ["read"]
        if role >= Role.CONTRIBUTOR and is_open:
            able.append("contribute")
        if role == Role.LEAD:
            able.append("dismiss")
            if is_open:
                able.append("manage")
                able += ["admit"] if self.leads_room(self.works_for[person], it) else []
        return able

    def about_exclusion_reason(self, person: int, it: Fact) -> list[str]:
        """Why somebody is excluded is for auditors of the organisation that excluded them."""
        audits = person in self.active and Duty.AUDITOR in self.duties(person)
        theirs = it.organisation_id == self.works_for[person]
        return ["read"] if audits and theirs and not self.excluded(person, it.room_id) else []

    def about_access_request(self, person: int, it: Fact) -> list[str]:
        """A request is for whoever asked and for the leads who could say yes."""
        if person not in self.active:
            return []
        answers = False
        for room in self.facts.all("room"):
            if room.id == it.room_id and self.enters(person, room.id):
                employer = self.works_for[person]
                concerned = employer == it.organisation_id or self.leads_room(employer, room)
                answers = concerned and self.roles[person, room.id] == Role.LEAD
        able = ["read"] if answers or it.person_id == person else []
        return able + (["manage"] if answers and it.holds(self.day) else [])

    # Documents: steps 4 to 6.

    def level(self, document: Fact) -> int:
        """The marking of a document on this day."""
        changes = self.on("marking", document_id=document.id)
        return int(changes[0].level if changes else document.level)

    def reads_document(self, person: int, it: Fact) -> bool:
        """Whether somebody may read a document."""
        if not it.holds(self.day) or not self.enters(person, it.room_id):
            return False
        least = Role.COMMENTER if self.level(it) == Level.OFFICIAL_SENSITIVE else Role.READER
        if self.roles[person, it.room_id] < least:
            return False
        return it.owner_id == self.works_for[person] or bool(self.shared(person, it))

    def shared(self, person: int, document: Fact) -> list[Fact]:
        """The releases by which somebody gets a document on this day."""
        to = self.on("release", document_id=document.id, organisation_id=self.works_for[person])
        return [r for r in to if self.stands(r, document) and self.is_meant(r, person, document)]

    def is_meant(self, release: Fact, person: int, document: Fact) -> bool:
        """Whether a release is for this person, and as narrow as the marking asks."""
        if release.people is None and release.minimum_role is None:
            return self.level(document) == Level.OFFICIAL
        named = release.people is None or person in release.people
        role = self.roles[person, document.room_id]
        return named and (release.minimum_role is None or role >= release.minimum_role)

    def stands(self, release: Fact, document: Fact) -> bool:
        """Whether what a release rests on is in force."""
        both = {document.owner_id, release.organisation_id}
        covered = any(
            document.category in term.categories
            and both <= {s.organisation_id for s in self.on("signature", term_id=term.id)}
            for term in self.on("term", agreement_id=release.agreement_id)
        )
        if not covered or release.basis != Basis.CONSENT:
            return covered
        consent = self.facts.one("consent", release.consent_id)
        agreed = consent.outcome == Asked.GIVEN and consent.holds(self.day)
        return agreed and release.organisation_id in consent.organisations

    def about_document(self, person: int, it: Fact) -> list[str]:
        """What somebody may do to a document."""
        able = ["audit"] if self.answers_for(person, it) else []
        if (person, it.id) not in self.read:
            return able
        own, role = it.owner_id == self.works_for[person], self.roles[person, it.room_id]
        is_open = self.facts.one("room", it.room_id).holds(self.day)
        by = self.shared(person, it)
        able.append("read")
        downloads = Role.CONTRIBUTOR if self.level(it) == Level.OFFICIAL_SENSITIVE else Role.READER
        if role >= downloads and (own or any(r.may_download for r in by)):
            able.append("download")
        lets = own or any(r.may_annotate for r in by)
        if it.takes_annotations and is_open and role >= Role.COMMENTER and lets:
            able.append("annotate")
        if own and role >= Role.CONTRIBUTOR:
            able += ["withdraw", *(["contribute", "release"] if is_open else [])]
        return able

    def answers_for(self, person: int, it: Fact) -> bool:
        """Whether somebody may learn who could see a document, and nothing of what it says."""
        if person not in self.active or self.excluded(person, it.room_id):
            return False
        duties, own = self.duties(person), it.owner_id == self.works_for[person]
        return Duty.ADMINISTRATOR in duties or (Duty.AUDITOR in duties and own)

    # What hangs on documents.

    def was_there(self, organisation: int | None, room: int, day: int) -> bool:
        """Whether an organisation took part in a room on some day."""
        return bool(self.facts.on(day, "participation", room_id=room, organisation_id=organisation))

    def is_for(self, person: int, note: Fact) -> bool:
        """Whether an annotation is meant for somebody."""
        employer, audience = self.works_for[person], note.audience
        if employer == note.organisation_id and (audience > Audience.ME or note.by_id == person):
            return True
        if audience in (Audience.AGENCIES, Audience.EVERYONE) and employer in note.organisations:
            return True
        if audience != Audience.EVERYONE:
            return False
        thread = note.thread_id or note.id
        if self.on("annotation_release", thread_id=thread, organisation_id=employer):
            return True
        began = self.facts.one("annotation", thread).starts
        return all(self.was_there(employer, note.room_id, day) for day in (note.starts, began))

    def about_annotation(self, person: int, it: Fact) -> list[str]:
        """What somebody may do to an annotation."""
        if (person, it.document_id) not in self.read or not it.holds(self.day) or not self.is_for(person, it):
            return []
        able = ["read"]
        document = self.facts.one("document", it.document_id)
        if it.thread_id is None and "annotate" in self.about_document(person, document):
            able += ["reply", "resolve"]
        theirs = it.organisation_id == self.works_for[person]
        if theirs and it.by_id == person:
            able.append("withdraw")
        contributes = self.roles[person, it.room_id] >= Role.CONTRIBUTOR
        is_open = self.facts.one("room", it.room_id).holds(self.day)
        for_all = it.thread_id is None and it.audience == Audience.EVERYONE
        return able + (["release"] if theirs and for_all and contributes and is_open else [])

    def about_consent_record(self, person: int, it: Fact) -> list[str]:
        """A consent is for whoever recorded it and for those who read what rests, or rested, on it."""
        if not self.enters(person, it.room_id):
            return []
        recorded = self.facts.one("consent", it.consent_id).organisation_id == self.works_for[person]
        rested = [r for r in self.facts.all("release", consent_id=it.consent_id) if r.starts <= self.day]
        needs = any((person, r.document_id) in self.read and r.room_id == it.room_id for r in rested)
        able = ["read"] if recorded or needs else []
        contributes = self.roles[person, it.room_id] >= Role.CONTRIBUTOR
        return able + (["withdraw"] if recorded and contributes else [])

    # Agreements and the audit.

    def about_agreement(self, person: int, it: Fact) -> list[str]:
        """An agreement is for the people of its parties; those who answer for them sign and keep it."""
        if person not in self.active:
            return []
        employer, duties = self.works_for[person], self.duties(person)
        keeps = it.organisation_id == employer
        named = self.facts.all("party", agreement_id=it.id, organisation_id=employer)
        if not (keeps or named or Duty.ADMINISTRATOR in duties):
            return []
        able = ["read"]
        if duties & {Duty.MANAGER, Duty.AUDITOR}:
            able += ["sign"] if any(party.holds(self.day) for party in named) else []
            able += ["manage"] if keeps else []
        return able

    def about_audit_entry(self, person: int, it: Fact) -> list[str]:
        """Administrators read all entries, auditors what concerns their organisation; the excluded, none."""
        if person not in self.active:
            return []
        refused_to_them = it.person_id == person and it.outcome == Outcome.REFUSED
        if it.room_id is not None and self.excluded(person, it.room_id) and not refused_to_them:
            return []
        duties, employer = self.duties(person), self.works_for[person]
        concerns = it.organisation_id == employer or employer in it.material_of
        answers = Duty.ADMINISTRATOR in duties or (Duty.AUDITOR in duties and concerns)
        return ["read"] if answers else []
