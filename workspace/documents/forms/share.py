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
from workspace.documents.services.releases import LONGEST_PURPOSE, ReleaseChoice
from workspace.errors import Invalid
from workspace.forms import Form
from workspace.identifiers import decode, encode
from workspace.periods import last_day, upper_of
from workspace.sharing.models import Basis, ConsentRecord, Release

AS_AGREED = ""
BASES = {AS_AGREED: "As each agreement says"} | {str(int(basis)): basis.label for basis in Basis}
WHAT = {"information": "For information: know it", "action": "For action: do something about it"}


@dataclass(frozen=True)
class Ticked:
    """The agencies and people that are ticked in a list of offers; `stray` if anything else was sent."""

    organisations: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    stray: bool = field(default=False, compare=False)


def ticked(sent: MultiDict[str, str]) -> Ticked:
    """What is ticked in a list of offers, to show it again and to make choices of it."""
    organisations, people = _ids(sent.getlist("see")), _ids(sent.getlist("person"))
    stray = organisations is None or people is None
    return Ticked(frozenset(organisations or ()), frozenset(people or ()), stray)


def choices(boxes: Ticked, offered: Iterable[Offer], **more: Any) -> list[ReleaseChoice]:
    """One choice for each ticked agency, narrowed to its ticked people; ``more`` is the same for all.

    Raises `Invalid` when what is ticked does not fit what was offered. Whether an agreement covers it
    is decided when it is saved.
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
    return [ReleaseChoice(id, named[id], **more) for id in by_id if id in boxes.organisations]


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
    consent = SelectField("Consent", default="", description="Only when the basis is consent.")
    until = DateField("Last day", [Optional()], description="Empty: until the agreement ends.")
    what = RadioField("What should they do with it?", choices=WHAT, default="information")
    may_annotate = BooleanField("They may annotate it", default=True)
    seen = HiddenField()
    preview_as = SelectField("Preview as", default="", validate_choice=False)

    def __init__(self, consents: Iterable[ConsentRecord], offered: Iterable[Offer]) -> None:
        super().__init__()
        self.see.choices = {}
        self.consent.choices = {"": "None"} | {
            encode(one.consent_id): f"{one.reference}, {one.subject}" for one in consents
        }
        viewers = {value: words for offer in offered if not offer.owner for value, words in _viewers(offer)}
        self.preview_as.choices = {"": "The first agency you ticked"} | viewers if viewers else {}

    def prefill(
        self, offered: Sequence[Offer], changing: Release | None, wanted: str, standing: Iterable[Release]
    ) -> Ticked:
        """Fill in what is so already, or what the agreement says where all that is offered has the same one.

        Gives what is to be ticked: ``wanted`` is an agency in an address.
        """
        self.seen.data = released_ids(standing)
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
            self.purpose.data, self.basis.data = agreement.purpose, str(int(agreement.basis))
        return Ticked(organisations)

    def _as_it_is(self, release: Release) -> Ticked:
        self.purpose.data = purpose_of(release.id)
        self.basis.data = str(int(release.basis))
        self.consent.data = encode(release.consent_id) if release.consent_id is not None else ""
        self.until.data = last_day(release.during)
        self.what.data = "action" if release.for_action else "information"
        self.may_annotate.data = release.may_annotate
        return Ticked(frozenset({release.organisation_id}), frozenset(release.people or ()))

    def terms(self) -> dict[str, Any]:
        """What is entered, as the further values of a `ReleaseChoice`."""
        consent = self.consent.data
        return {
            "purpose": (self.purpose.data or "").strip() or None,
            "basis": Basis(int(self.basis.data)) if self.basis.data != AS_AGREED else None,
            "consent_id": decode(consent) if consent else None,
            "for_action": self.what.data == "action",
            "may_annotate": bool(self.may_annotate.data),
            "until": end_of(self.until.data),
        }

    def seen_ids(self) -> frozenset[int]:
        """The releases that stood when the form was shown."""
        return frozenset(_ids((self.seen.data or "").split()) or ())


def released_ids(standing: Iterable[Release]) -> str:
    """The releases that stand, for the form to bring back."""
    return " ".join(encode(release.id) for release in standing)


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
