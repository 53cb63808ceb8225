"""What managers and administrators fill in."""

from typing import Any

from wtforms import SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length, Regexp

from workspace.forms import Form
from workspace.people.models import Duty


def _plain(value: Any) -> Any:
    """Text on one line, without what stands around it."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _text(label: str, missing: str, most: int, hint: str = "", *more: Any) -> StringField:
    return StringField(
        label,
        description=hint,
        filters=[_plain],
        validators=[
            DataRequired(missing),
            Length(max=most, message=f"Use at most {most} characters"),
            *more,
        ],
    )


class OrganisationForm(Form):
    """An organisation to add."""

    name = _text("Name", "Enter the organisation’s name", 120, "In full, such as Westmoor County Council.")
    short_name = _text(
        "Short name", "Enter a short name", 20, "One word that people know it by. It is shown on every label."
    )


class PersonForm(Form):
    """Somebody to add to an organisation."""

    name = _text("Name", "Enter their name", 120, "As colleagues of other agencies know them.")
    email = _text(
        "E-mail address",
        "Enter their e-mail address",
        254,
        "They sign in with it.",
        Regexp(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message="Enter an address such as name@organisation.example"),
    )
    job_title = StringField(
        "Job title",
        filters=[_plain],
        validators=[Length(max=120, message="Use at most 120 characters")],
    )
    duties = SelectMultipleField(
        "Duties",
        description="Only for those who have one. None of them opens a room or a document.",
        coerce=int,
        choices=[],
    )

    def offer(self, *, administrator: bool) -> None:
        """Offer the duties that may be given."""
        offered = [Duty.MANAGER, Duty.AUDITOR, *([Duty.ADMINISTRATOR] if administrator else [])]
        self.duties.choices = [(int(duty), duty.label.capitalize()) for duty in offered]
