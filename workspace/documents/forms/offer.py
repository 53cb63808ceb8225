"""What is ticked and entered when an agency that joined later is shown what was there before."""

from collections.abc import Iterable
from typing import Any

from flask import request
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, Optional

from workspace.documents.queries.newcomers import OfferTo
from workspace.documents.remarks import Remark
from workspace.documents.services.choosing import LONGEST_PURPOSE
from workspace.documents.services.releases import ReleaseChoice
from workspace.errors import Invalid
from workspace.forms import Form
from workspace.identifiers import decode, encode
from workspace.rooms.models import Role
from workspace.sharing.models import Basis
from workspace.sharing.queries.consents import Nameable

AS_AGREED = ""
PEOPLE = "people"
WHOM = {
    Role.COMMENTER.name.lower(): "Commenters and up",
    Role.CONTRIBUTOR.name.lower(): "Contributors and up",
    PEOPLE: "Only the people I tick",
}
STRAY = "One of the things you ticked cannot be offered any more. Look at the list again."


class OfferForm(Form):
    """Which documents and remarks, for whom of the agency, why and on what basis."""

    first = BooleanField()
    documents = SelectMultipleField("Which of your documents should they see?", choices={})
    remarks = SelectMultipleField("Remarks of yours on what you show them", choices={})
    whom = RadioField("Who of them sees what is OFFICIAL-SENSITIVE?", choices=WHOM, default="commenter")
    people = SelectMultipleField("The people who may see it", choices={})
    purpose = StringField(
        "Purpose",
        [
            Optional(),
            Length(max=LONGEST_PURPOSE, message=f"Say it in {LONGEST_PURPOSE} characters or fewer."),
        ],
        description="The same for all that you tick. Leave it empty for what the agreement says.",
    )
    basis = SelectField("Lawful basis", default=AS_AGREED, description="What makes it lawful to share.")
    consent = SelectField("Consent", default="", description="Needed when the basis is consent.")

    def __init__(self, to: OfferTo, remarks: Iterable[Remark], consents: Iterable[Nameable]) -> None:
        super().__init__()
        self.to = to
        self.documents.choices = {encode(one.listed.document.id): one.listed.document.title for one in to.can}
        self.remarks.choices = {encode(one.id): one.words for one in remarks}
        self.people.choices = {encode(one.id): one.name for one in to.people}
        name = to.newcomer.organisation.short_name
        self.first.label.text = f"I know that {name} is shown something for the first time"
        self.basis.choices = {AS_AGREED: "As the agreement says"} | {
            str(int(basis)): basis.label for basis in Basis
        }
        self.consent.choices = {"": "None"} | {encode(one.record.consent_id): one.words for one in consents}
        if request.method == "GET" and to.ground:
            self.purpose.data, self.basis.data = to.ground.purpose, str(int(to.ground.agreement.basis))

    def chosen(self) -> dict[int, ReleaseChoice]:
        """A choice for each ticked document, by its id."""
        ticked = set(self.documents.data or ())
        own = {encode(one.listed.document.id): one for one in self.to.can}
        if (
            any(own[each].is_sensitive for each in ticked)
            and self.whom.data == PEOPLE
            and not self.people.data
        ):
            raise Invalid("Tick the people who may see what is OFFICIAL-SENSITIVE.", "people")
        return {
            one.listed.document.id: ReleaseChoice(
                self.to.newcomer.organisation.id,
                **self._terms(),
                **(self._whom() if one.is_sensitive else {}),
            )
            for key, one in own.items()
            if key in ticked
        }

    def refuse_unconfirmed(self) -> None:
        """Raise `Invalid` when they would be shown something for the first time and nobody said they know."""
        if self.to.first_time and self.documents.data and not self.first.data:
            raise Invalid(f"{self.to.first_time} Tick the box that says you know.", "first")

    def threads(self) -> list[int]:
        """The ids of the ticked remarks."""
        return [decode(each) for each in self.remarks.data or ()]

    def _terms(self) -> dict[str, Any]:
        return {
            "purpose": (self.purpose.data or "").strip() or None,
            "basis": Basis(int(self.basis.data)) if self.basis.data else None,
            "consent_id": decode(self.consent.data) if self.consent.data else None,
        }

    def _whom(self) -> dict[str, Any]:
        if self.whom.data == PEOPLE:
            return {"people": tuple(decode(each) for each in self.people.data or ())}
        return {"minimum_role": Role[str(self.whom.data).upper()]}
