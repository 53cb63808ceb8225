"""What people ask of the audit: a sentence of filters in the address of the page."""

from datetime import date, timedelta

from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # not in its published types yet
from wtforms.validators import Optional, ValidationError

from workspace.audit.models import Outcome
from workspace.audit.queries import PEOPLE_OF_OTHERS, PEOPLE_OF_OURS, Wanted
from workspace.audit.words import Group
from workspace.forms import Form
from workspace.identifiers import decode

DAYS = 7  # shown at first, today included
FIRST, LAST = date(2026, 1, 1), date(2095, 1, 1)  # between these ids can be made
OUTCOMES = {"refused": Outcome.REFUSED, "allowed": Outcome.ALLOWED}


class EntriesForm(Form):
    """Which entries to show."""

    class Meta(Form.Meta):
        """It changes nothing, so it is sent by address and carries no token."""

        csrf = False

    what = SelectField(
        "Show",
        choices=[SelectChoice("", "every act"), *(SelectChoice(each.value, each.label) for each in Group)],
        default="",
    )
    by = SelectField("by", validate_choice=False, default="")
    on = SelectField("on", validate_choice=False, default="")
    since = DateField("from", validators=[Optional()])
    until = DateField("to", validators=[Optional()])
    outcome = SelectField(
        "with",
        choices=[
            SelectChoice("", "any outcome"),
            SelectChoice("refused", "refusals only"),
            SelectChoice("allowed", "no refusals"),
        ],
        default="",
    )

    def validate_by(self, field: SelectField) -> None:
        """Refuse what is nobody."""
        if field.data not in (None, "", PEOPLE_OF_OURS, PEOPLE_OF_OTHERS):
            _id(field.data)

    def validate_on(self, field: SelectField) -> None:
        """Refuse what is nothing."""
        if field.data:
            _id(field.data)

    def validate_since(self, field: DateField) -> None:
        """Refuse days in the wrong order."""
        if field.data and self.until.data and field.data > self.until.data:
            raise ValidationError("The first day must not be after the last")

    def wanted(self, today: date) -> Wanted:
        """What was asked for, once it is valid; without days, those up to ``today``."""
        until = _held(self.until.data or max(today, self.since.data or today))
        since = _held(self.since.data or min(today, until) - timedelta(days=DAYS - 1))
        by = self.by.data or ""
        return Wanted(
            since=min(since, until),
            until=until,
            group=Group(self.what.data) if self.what.data else None,
            whose=by if by in (PEOPLE_OF_OURS, PEOPLE_OF_OTHERS) else "",
            by=None if by in ("", PEOPLE_OF_OURS, PEOPLE_OF_OTHERS) else decode(by),
            on=decode(self.on.data) if self.on.data else None,
            outcome=OUTCOMES.get(self.outcome.data or ""),
        )


def _held(the_day: date) -> date:
    return min(max(the_day, FIRST), LAST)


def _id(word: str) -> int:
    try:
        return decode(word)
    except ValueError:
        raise ValidationError("Choose from the list") from None
