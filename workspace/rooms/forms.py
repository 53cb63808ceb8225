"""What is entered on the pages about rooms."""

from datetime import date
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
from workspace.identifiers import decode
from workspace.rooms.models import Level, Role

MOST = 50  # people added at once
REFERENCE = r"^[A-Za-z0-9]+(?:[/-][A-Za-z0-9]+)*$"
ROLES = {role.name.lower(): role.label for role in Role}
LEVELS = {level.name.lower(): level.label for level in Level}
MARKS = {
    "official": "Every role may read it, if it is shared with their agency.",
    "official_sensitive": "Readers may not read it; commenters and above may, if it is shared with them.",
}


def trimmed(text: str | None) -> str:
    """What was typed, without spaces around it or runs of them inside."""
    return " ".join((text or "").split())


class OpenRoomForm(Form):
    """A new room."""

    title = StringField(
        "Title",
        description="The family or the matter: “Ashdown-Reyes family”. Only people in the room see it.",
        filters=[trimmed],
        validators=[
            DataRequired("Enter a title"),
            Length(max=120, message="The title must be 120 characters or fewer"),
        ],
    )
    reference = StringField(
        "Reference",
        description=(
            "Your own case number, for example FH/2026/0147: letters, digits, / and - only. Administrators"
            " see it in the audit, so do not put a name in it."
        ),
        filters=[trimmed],
        validators=[
            DataRequired("Enter a reference"),
            Length(max=40, message="The reference must be 40 characters or fewer"),
            Regexp(REFERENCE, message="Use letters, digits, / and - only, for example FH/2026/0147"),
        ],
    )
    purpose = TextAreaField(
        "Purpose",
        description="What the agencies work together for, for example “Whole-family support”.",
        filters=[trimmed],
        validators=[
            DataRequired("Enter a purpose"),
            Length(max=300, message="The purpose must be 300 characters or fewer"),
        ],
    )
    level = RadioField(
        "The most sensitive material the room may hold",
        choices=LEVELS,
        validators=[InputRequired("Choose a marking")],
    )

    def entered(self) -> dict[str, Any]:
        """What the service is given."""
        return {
            "title": self.title.data,
            "reference": str(self.reference.data).upper(),
            "purpose": self.purpose.data,
            "level": Level[str(self.level.data).upper()],
        }


class PeriodForm(Form):
    """From which day, until which."""

    first = DateField("From", description="Leave empty to start now.", validators=[Optional()])
    last = DateField("Last day", description="Leave empty if no end is known.", validators=[Optional()])

    def days(self) -> dict[str, date | None]:
        """What the services are given."""
        return {"first": self.first.data, "last": self.last.data}


class BringInForm(PeriodForm):
    """An organisation, with the agreement under which it takes part."""

    ground = RadioField(
        "Which agency, and under which agreement?",
        description="Agencies that have an agreement with yours and do not take part yet.",
        choices={},
        validators=[InputRequired("Choose an agency")],
    )

    def chosen(self) -> tuple[int, int]:
        """The ids of the organisation and the agreement."""
        organisation, _, agreement = str(self.ground.data).partition(".")
        return decode(organisation), decode(agreement)


class AddMemberForm(PeriodForm):
    """People, and what they will be in the room."""

    people = SelectMultipleField("People", choices={}, validate_choice=False)  # the service says why not
    role = RadioField("Role", choices=ROLES, validators=[InputRequired("Choose a role")])
    last = DateField(
        "Last day",
        description="Leave empty for as long as their agency takes part.",
        validators=[Optional()],
    )

    def chosen(self) -> list[int]:
        """The ids of the people; raises `Invalid` for what is no id, and for more than fit on a page."""
        entered = self.people.data or []
        if len(entered) > MOST:
            raise Invalid(f"Add at most {MOST} people at once", "people")
        return [_id(each, "people") for each in entered]


class SuccessorForm(Form):
    """Who becomes lead of a room, for what would leave it without one."""

    successor = RadioField(
        "Who takes over the lead?",
        description="They become lead at the same moment, without a last day.",
        choices={},
        validate_choice=False,  # the service says why not
        validators=[Optional()],
    )

    def successor_id(self) -> int | None:
        """The id of whoever was chosen; raises `Invalid` for what is no id."""
        return _id(self.successor.data, "successor") if self.successor.data else None


class ChangeMemberForm(SuccessorForm):
    """What a member is from now on, and until when."""

    role = RadioField("Role", choices=ROLES, validators=[InputRequired("Choose a role")])
    last = DateField(
        "Last day in the room",
        description="Leave empty if no end is known.",
        validators=[Optional()],
    )


class ExcludeForm(SuccessorForm):
    """Who is never to see the room, and why."""

    person = RadioField("Who is it?", choices={}, validators=[InputRequired("Choose a person")])
    reason = TextAreaField(
        "Why?",
        description=(
            "For the auditors of your agency. Nobody in the room can read it, and it is not shown again."
        ),
        filters=[trimmed],
        validators=[
            DataRequired("Say why"),
            Length(max=500, message="The reason must be 500 characters or fewer"),
        ],
    )


class TransferLeadForm(Form):
    """What the one who hands over the lead is from then on."""

    person = HiddenField(validators=[InputRequired("Choose a person")])
    afterwards = RadioField(
        "What are you in the room from then on?",
        choices={},
        validators=[InputRequired("Choose what you are from then on")],
    )

    def person_id(self) -> int:
        """The id of whoever is to lead; raises `Invalid` for what is no id."""
        return _id(self.person.data, "person")


class AddAgainForm(Form):
    """Former members to add again."""

    people = SelectMultipleField("People", choices={}, validate_choice=False)  # the service says why not

    def chosen(self) -> list[int]:
        """The ids of the people; raises `Invalid` for what is no id."""
        return [_id(each, "people") for each in self.people.data or []]


class AskForAccessForm(Form):
    """A room that somebody knows of, and why they ask to be let in."""

    lead = SelectField(
        "Which agency leads the room?",
        choices={},
        validate_choice=False,
        validators=[DataRequired("Choose an agency")],
    )
    reference = StringField(
        "Reference of the room",
        description="The case number the room’s leads use, for example FH/2026/0147. Ask them for it.",
        filters=[trimmed],
        validators=[
            DataRequired("Enter the reference"),
            Length(max=40, message="The reference must be 40 characters or fewer"),
            Regexp(REFERENCE, message="Use letters, digits, / and - only, for example FH/2026/0147"),
        ],
    )
    reason = TextAreaField(
        "Why do you need access?",
        description="The leads of the room read this. Do not write about the family.",
        filters=[trimmed],
        validators=[
            DataRequired("Say why you need access"),
            Length(max=500, message="The reason must be 500 characters or fewer"),
        ],
    )

    def entered(self) -> dict[str, Any]:
        """What the service is given; raises `Invalid` for an agency that is no id."""
        return {
            "lead_id": _id(self.lead.data, "lead"),
            "reference": str(self.reference.data).upper(),
            "reason": self.reason.data,
        }


class GrantAccessForm(PeriodForm):
    """What somebody who asked for access becomes, and for how long."""

    role = RadioField("Role", choices=ROLES, validators=[InputRequired("Choose a role")])
    last = DateField(
        "Last day",
        description="Leave empty for as long as their agency takes part.",
        validators=[Optional()],
    )


class ConfirmForm(Form):
    """Nothing but the certainty that it was meant."""


class LeaveForm(SuccessorForm):
    """That it was meant, and who becomes lead where somebody must."""


def _id(word: Any, field: str) -> int:
    try:
        return decode(str(word))
    except ValueError:
        raise Invalid(f"Choose{' people' if field == 'people' else ''} from the list", field) from None


def role_of(name: Any) -> Role:
    """The role that a form calls ``name``."""
    return Role[str(name).upper()]
