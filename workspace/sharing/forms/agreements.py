"""What is entered on the pages about agreements."""

from collections.abc import Iterator, Sequence
from typing import Any

from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from workspace.errors import Invalid
from workspace.forms import Form
from workspace.identifiers import decode, encode
from workspace.people.models import Organisation
from workspace.rooms.forms import trimmed
from workspace.sharing.models import Basis, Category
from workspace.sharing.services.terms import Entered

REFERENCE = r"^[A-Za-z0-9]+(?:[/-][A-Za-z0-9]+)*$"
CATEGORIES = {each.name.lower(): each.label for each in Category}
# Not consent: it is one person's, for one sharing, and withdrawn when they like.
BASES = {each.name.lower(): each.label for each in Basis if each is not Basis.CONSENT}
TERM = ("categories", "first", "last", "review_on")
STATES = {
    "": "All agreements",
    "waiting": "Waiting for our signature",
    "running": "In force",
    "soon": "Ending or due for review soon",
    "ended": "Ended",
}


def id_of(word: str, field: str) -> int:
    """The id that a choice stands for; raises `Invalid` at ``field`` for what is none."""
    try:
        return decode(word)
    except ValueError:
        raise Invalid("Choose agencies from the list", field) from None


class TermForm(Form):
    """When an agreement runs, what it covers then, and when it is reviewed."""

    categories = SelectMultipleField(
        "What may be shared under it?",
        choices=CATEGORIES,
        description="Nothing is shared by this: each agency decides about its own documents.",
        validators=[InputRequired("Choose at least one category")],
    )
    first = DateField("From", description="Leave empty to start now.", validators=[Optional()])
    last = DateField(
        "Last day",
        description="At most 5 years after it begins. What rests on it closes at the end of that day.",
        validators=[InputRequired("Enter the last day")],
    )
    review_on = DateField(
        "Review by",
        description="A day on which it runs. You are reminded 14 days before.",
        validators=[InputRequired("Enter the day by which it is to be reviewed")],
    )

    def term(self) -> Entered:
        """What the services are given."""
        if self.last.data is None or self.review_on.data is None:
            raise Invalid("Enter the last day and the day of the review", "last")
        return Entered(
            categories=frozenset(Category[str(name).upper()] for name in self.categories.data or []),
            first=self.first.data,
            last=self.last.data,
            review_on=self.review_on.data,
        )


class RegisterForm(TermForm):
    """A new agreement."""

    reference = StringField(
        "Reference",
        description="The agreement’s own number, for example ISA-7: letters, digits, / and - only.",
        filters=[trimmed],
        validators=[
            DataRequired("Enter a reference"),
            Length(max=40, message="The reference must be 40 characters or fewer"),
            Regexp(REFERENCE, message="Use letters, digits, / and - only, for example ISA-7"),
        ],
    )
    title = StringField(
        "Title",
        description="What people call it, for example “Westmoor Family Help”. Put no family’s name in it.",
        filters=[trimmed],
        validators=[
            DataRequired("Enter a title"),
            Length(max=120, message="The title must be 120 characters or fewer"),
        ],
    )
    purposes = TextAreaField(
        "Purposes",
        description="What may be shared under it is shared for these and nothing else. One on each line.",
        validators=[DataRequired("Enter at least one purpose")],
    )
    basis = RadioField(
        "Lawful basis",
        choices=BASES,
        description="What sharing under it rests on as a rule. Each release can name another one.",
        validators=[InputRequired("Choose a lawful basis")],
    )
    parties = SelectMultipleField("Which agencies, besides yours?", choices={}, validate_choice=False)

    def __iter__(self) -> Iterator[Any]:
        """The fields as the page has them, the term's last, so that its errors are listed in that order."""
        return iter(sorted(super().__iter__(), key=lambda field: field.name in TERM))

    def offer(self, organisations: Sequence[Organisation]) -> None:
        """Let these be chosen as parties."""
        self.parties.choices = {encode(each.id): each.name for each in organisations}

    def entered(self) -> dict[str, Any]:
        """What the service is given; raises `Invalid` for a party that is no id."""
        return {
            "reference": str(self.reference.data).upper(),
            "title": self.title.data,
            "purposes": [trimmed(line) for line in str(self.purposes.data).splitlines()],
            "basis": Basis[str(self.basis.data).upper()],
            "party_ids": [id_of(str(word), "parties") for word in self.parties.data or []],
            "term": self.term(),
        }


class RenewForm(TermForm):
    """A new term. ``seen`` is the newest one that there was when the page was opened."""

    seen = HiddenField()

    def seen_id(self) -> int:
        """The id of the term that was the newest; of none that ever was, for what is no id."""
        try:
            return decode(str(self.seen.data))
        except ValueError:
            return 0


class AddPartyForm(Form):
    """One more party."""

    party = SelectField("Agency", choices={}, validate_choice=False)

    def offer(self, organisations: Sequence[Organisation]) -> None:
        """Let these be chosen."""
        self.party.choices = {
            "": "Choose an agency",
            **{encode(each.id): each.name for each in organisations},
        }

    def chosen(self) -> int:
        """The id of the agency; raises `Invalid` for none."""
        if not self.party.data:
            raise Invalid("Choose an agency", "party")
        return id_of(str(self.party.data), "party")


class EndForm(Form):
    """From when on an agreement is to count no more."""

    last = DateField("Last day", description="Leave empty to end it now.", validators=[Optional()])


class SureForm(Form):
    """Nothing but the certainty that it was meant."""
