"""What is entered about a consent of the family."""

from collections.abc import Iterable

from wtforms import DateField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from workspace.errors import Invalid
from workspace.forms import Form
from workspace.identifiers import decode, encode
from workspace.people.models import Organisation
from workspace.rooms.forms import trimmed
from workspace.sharing.models import Asked
from workspace.sharing.services.consents import LONGEST, LONGEST_NAME, Said

TOO_LONG = f"Say it in {LONGEST} characters or fewer"
OUTCOMES = {outcome.name.lower(): outcome.label for outcome in Asked}
OUTCOME_HINTS = {
    "given": "Things may be released that rest on it alone; they close when it is withdrawn.",
    "not_sought": "Nothing can rest on it. A release on another basis can name it, so that it is known why.",
    "refused": "Nothing can rest on it. Whatever is shared all the same needs another lawful basis.",
}


class ConsentForm(Form):
    """Whom of the family was asked, for what, and what came of it."""

    subject = StringField(
        "Who in the family?",
        description="Their full name. A young person who understands what is asked decides themselves, also "
        "under 16 (Gillick competence): enter their own name, and below how you know that they do.",
        filters=[trimmed],
        validators=[
            DataRequired("Enter the name of the person"),
            Length(max=LONGEST_NAME, message=f"Enter the name in {LONGEST_NAME} characters or fewer"),
        ],
    )
    outcome = RadioField(
        "What came of it?", choices=OUTCOMES, validators=[InputRequired("Choose what came of it")]
    )
    wording = TextAreaField(
        "What for?",
        description="In the words that were agreed: “Health information to the Council and the School”.",
        filters=[trimmed],
        validators=[DataRequired("Say what for"), Length(max=LONGEST, message=TOO_LONG)],
    )
    organisations = SelectMultipleField(
        "Which agencies may receive it?",
        description="If it was refused or not sought: which agencies it would have been for.",
        choices={},
        validators=[InputRequired("Tick at least one agency")],
    )
    given_how = TextAreaField(
        "How was it given?",
        description="If it was given: how, and to whom, for example “In person, signed, at the home visit”. "
        "Of a young person who decides themselves, say so here.",
        filters=[trimmed],
        validators=[Optional(), Length(max=LONGEST, message=TOO_LONG)],
    )
    because = TextAreaField(
        "Why not?",
        description="If it was refused or not sought: because of what.",
        filters=[trimmed],
        validators=[Optional(), Length(max=LONGEST, message=TOO_LONG)],
    )
    last = DateField("Last day", description="Empty: until it is withdrawn.", validators=[Optional()])

    def offer(self, agencies: Iterable[Organisation]) -> None:
        """Have ``agencies`` be what can be ticked."""
        self.organisations.choices = {encode(one.id): one.name for one in agencies}

    def said(self) -> Said:
        """What was entered, for the service."""
        try:
            ticked = frozenset(decode(str(each)) for each in self.organisations.data or ())
        except ValueError:
            raise Invalid("Choose among the agencies of the list", "organisations") from None
        return Said(
            subject=str(self.subject.data),
            outcome=Asked[str(self.outcome.data).upper()],
            wording=str(self.wording.data),
            organisations=ticked,
            given_how=self.given_how.data or "",
            because=self.because.data or "",
            last=self.last.data,
        )


class WithdrawForm(Form):
    """Nothing but the certainty that it was meant."""
