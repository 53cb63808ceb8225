"""What is ticked and entered about who else can see a document."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import Length, Optional

from workspace.documents.queries.offers import Offer, purpose_of
from workspace.documents.services.choosing import (
    LONGEST_PURPOSE,
    ReleaseChoice,
    download_as_marked,
    role_as_marked,
)
from workspace.errors import Invalid
from workspace.forms import Form
from workspace.identifiers import decode, encode
from workspace.periods import last_day, upper_of
from workspace.rooms.models import Level, Role
from workspace.sharing.models import Basis, Release
from workspace.sharing.queries.consents import Nameable
from workspace.sharing.queries.grounds import purpose_of as purposes_of

AS_AGREED = ""
BASES = {AS_AGREED: "As each agreement says"} | {str(int(basis)): basis.label for basis in Basis}
WHAT = {"information": "For information: know it", "action": "For action: do something about it"}
EVERYBODY = "everybody"
ROLES = {"commenters": Role.COMMENTER, "contributors": Role.CONTRIBUTOR, "leads": Role.LEAD}
WHOM = {
    EVERYBODY: "Everybody in it, also those who join later",
    "commenters": "Commenters and up",
    "contributors": "Contributors and up",
    "leads": "Leads",
}
NO_ROLE = "Choose who in each agency may see it, or name people below the agency."


@dataclass(frozen=True)
class Ticked:
    """The agencies and people that are ticked in a list of offers; `stray` if anything else was sent.

    `first` are the agencies for which it is confirmed that they are shown something for the first time.
    """

    organisations: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    first: frozenset[int] = frozenset()
    stray: bool = field(default=False, compare=False)


def ticked(sent: MultiDict[str, str]) -> Ticked:
    """What is ticked in a list of offers, to show it again and to make choices of it."""
    organisations, people = _ids(sent.getlist("see")), _ids(sent.getlist("person"))
    first = _ids(sent.getlist("first"))
    stray = organisations is None or people is None or first is None
    return Ticked(frozenset(organisations or ()), frozenset(people or ()), frozenset(first or ()), stray)


def choices(
    boxes: Ticked, offered: Iterable[Offer], *, role: Role | None = None, **more: Any
) -> list[ReleaseChoice]:
    """One choice for each ticked agency, narrowed to its ticked people, or else to ``role`` and more.

    ``more`` is the same for all. Raises `Invalid` when what is ticked does not fit what was offered.
    Whether an agreement covers it is decided when it is saved.
    """
    by_id = {offer.organisation.id: offer for offer in offered if not offer.owner}
    if boxes.stray or not boxes.organisations <= by_id.keys():
        raise Invalid("One of the agencies you ticked is not in this room any more.", "see")
    named = {id: _named(by_id[id], boxes) for id in by_id}
    for id, people in named.items():
        if people and id not in boxes.organisations:
            name = by_id[id].organisation.short_name
            raise Invalid(f"You named people of {name} but did not tick {name}. Do both, or neither.", "see")
    if boxes.people - {person for people in named.values() for person in people}:
        raise Invalid("Somebody you named is not in this room any more.", "see")
    return [
        ReleaseChoice(id, named[id], minimum_role=None if named[id] else role, **more)
        for id in by_id
        if id in boxes.organisations
    ]


def refuse_unconfirmed(boxes: Ticked, offered: Iterable[Offer]) -> None:
    """Raise `Invalid` when an agency is ticked that would be shown something for the first time ever, and
    nobody has said that they know.
    """
    for offer in offered:
        id, name = offer.organisation.id, offer.organisation.short_name
        if offer.first_time and id in boxes.organisations and id not in boxes.first:
            raise Invalid(f"{offer.first_time} Tick the box that says you know, or untick {name}.", "see")


def _named(offer: Offer, boxes: Ticked) -> tuple[int, ...]:
    return tuple(person.id for person in offer.people if person.id in boxes.people)


def _ids(words: Iterable[str]) -> set[int] | None:
    try:
        return {decode(word) for word in words}
    except ValueError:
        return None


class ShareForm(Form):
    """Why, on what basis, until when and for what a document is released."""

    see = SelectMultipleField("Who can see this?", validate_choice=False)  # drawn by documents/_offer.html
    purpose = StringField(
        "Purpose",
        [
            Optional(),
            Length(max=LONGEST_PURPOSE, message=f"Say it in {LONGEST_PURPOSE} characters or fewer."),
        ],
        description="Leave it empty for what each agency’s agreement says, as it stands above.",
    )
    basis = SelectField(
        "Lawful basis", choices=BASES, default=AS_AGREED, description="What makes it lawful to share."
    )
    consent = SelectField(
        "Consent",
        default="",
        description="With the basis Consent they see it as long as the consent stands. Named beside another "
        "basis, it is only noted: they still see it when the consent is withdrawn.",
    )
    until = DateField("Last day", [Optional()], description="Empty: until the agreement ends.")
    what = RadioField("What should they do with it?", choices=WHAT, default="information")
    act_by = DateField("By which day?", [Optional()], description="For action only. Empty: no day is named.")
    may_annotate = BooleanField("They may annotate it", default=True)
    may_download = BooleanField("They may download it", default=True)
    role = RadioField("Who in the agencies you tick?", validate_choice=False)
    seen = HiddenField()
    preview_as = SelectField("Preview as", default="", validate_choice=False)

    def __init__(self, consents: Iterable[Nameable], offered: Sequence[Offer], level: Level) -> None:
        super().__init__()
        self.level = level
        narrow = level is Level.OFFICIAL_SENSITIVE
        self.role.choices = {name: label for name, label in WHOM.items() if name in ROLES or not narrow}
        self.role.description = _role_hint(level)
        self.may_download.description = (
            "Of what is OFFICIAL-SENSITIVE, contributors and leads only." if narrow else ""
        )
        self.see.choices = {}
        self.consent.choices = {"": "None"} | {encode(one.record.consent_id): one.words for one in consents}
        viewers = {value: words for offer in offered if not offer.owner for value, words in _viewers(offer)}
        self.preview_as.choices = {"": "The first agency you ticked"} | viewers if viewers else {}

    def prefill(
        self, offered: Sequence[Offer], changing: Release | None, wanted: str, standing: Iterable[Release]
    ) -> Ticked:
        """Fill in what is so already, or what the agreement says where all that is offered has the same one.

        Gives what is to be ticked: ``wanted`` is an agency in an address.
        """
        self.seen.data = released_ids(standing)
        self.role.data = _name_of(role_as_marked(self.level))
        self.may_download.data = download_as_marked(self.level)
        if changing is not None:
            return self._as_it_is(changing)
        organisations = frozenset(_ids([wanted]) or ())
        agreements = {
            offer.agreement.id: offer.agreement
            for offer in offered
            if offer.agreement
            and not offer.already
            and (not organisations or offer.organisation.id in organisations)
        }
        if len(agreements) == 1:
            (agreement,) = agreements.values()
            self.purpose.data, self.basis.data = purposes_of(agreement), str(int(agreement.basis))
        return Ticked(organisations)

    def _as_it_is(self, release: Release) -> Ticked:
        self.purpose.data = purpose_of(release.id)
        self.basis.data = str(int(release.basis))
        self.consent.data = encode(release.consent_id) if release.consent_id is not None else ""
        self.until.data = last_day(release.during)
        self.what.data = "action" if release.for_action else "information"
        self.act_by.data = release.act_by
        self.may_annotate.data, self.may_download.data = release.may_annotate, release.may_download
        if release.minimum_role is not None or self.level is Level.OFFICIAL:
            self.role.data = _name_of(release.minimum_role)
        return Ticked(frozenset({release.organisation_id}), frozenset(release.people or ()))

    def terms(self) -> dict[str, Any]:
        """What is entered, as the further values of a `ReleaseChoice`."""
        consent = self.consent.data
        return {
            "purpose": (self.purpose.data or "").strip() or None,
            "basis": Basis(int(self.basis.data)) if self.basis.data != AS_AGREED else None,
            "consent_id": decode(consent) if consent else None,
            "for_action": self.what.data == "action",
            "act_by": self.act_by.data,
            "may_annotate": bool(self.may_annotate.data),
            "may_download": bool(self.may_download.data),
            "until": end_of(self.until.data),
        }

    def chosen(self, boxes: Ticked, offered: Sequence[Offer]) -> list[ReleaseChoice]:
        """What is ticked and entered, as choices. Raises `Invalid` where it does not fit what is offered."""
        found = choices(boxes, offered, role=ROLES.get(self.role.data or ""), **self.terms())
        if self.role.data not in WHOM and not all(choice.people for choice in found):
            raise Invalid(NO_ROLE, "role")
        return found

    def seen_ids(self) -> frozenset[int]:
        """The releases that stood when the form was shown."""
        return seen_ids(self.seen.data)


def seen_ids(words: str | None) -> frozenset[int]:
    """The releases that a form brought back; none of them when they cannot be read."""
    return frozenset(_ids((words or "").split()) or ())


def released_ids(standing: Iterable[Release]) -> str:
    """The releases that stand, for the form to bring back."""
    return " ".join(encode(release.id) for release in standing)


def _name_of(role: Role | None) -> str:
    """What a form calls a least role; a release to readers is one to everybody."""
    return next((name for name, each in ROLES.items() if each is role), EVERYBODY)


def _role_hint(level: Level) -> str:
    named = "Where you name people of an agency above, only they see it, whatever you choose here."
    if level is Level.OFFICIAL_SENSITIVE:
        return f"{level.label} is released to named people or to a role, never to everybody. {named}"
    return named


def _viewers(offer: Offer) -> Iterator[tuple[str, str]]:
    name = offer.organisation.short_name
    if len(offer.people) > 1:
        yield f"agency-{encode(offer.organisation.id)}", f"Anybody of {name}"
    for person in offer.people:
        yield f"person-{encode(person.id)}", f"{person.name}, {name}"


def end_of(last: date | None) -> datetime | None:
    """The moment at which a day is over where the people who use this are."""
    try:
        return upper_of(last, date.min)
    except Invalid as error:
        raise Invalid(str(error), "until") from None
