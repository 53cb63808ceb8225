"""What every form has: refusals in our own words, and a place for what a service refuses."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import MultipleFileField

from workspace.errors import Conflict, Invalid

UNREADABLE = "Take out the characters that cannot be read, then send it again"
WORDS = {
    "Not a valid choice.": "Choose from the list",
    "Invalid Choice: could not coerce.": "Choose from the list",
    "Not a valid date value.": "Enter a real day, such as 31 3 2027",
    "This field is required.": "Fill this in",
}


class _OurWords:
    """Says WTForms' own sentences as we would."""

    def gettext(self, string: str) -> str:
        if string.endswith("valid choices for this field.") or string.startswith("'%(value)s'"):
            return "Choose from the list"
        return WORDS.get(string, string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        if singular.startswith("'%(value)s'"):
            return "Choose from the list"
        return singular if n == 1 else plural


class Form(FlaskForm):
    """A form that refuses text PostgreSQL cannot hold, and shows what a service refuses at its field."""

    class Meta(FlaskForm.Meta):
        """How WTForms' sentences are said, and what of a request it is given."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent as text, and files for the fields that take files.

            A file under another field's name is not there, and nor is JSON: a field would have to
            expect every kind of value there is.
            """
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            if not form.is_submitted():
                return None
            taking = [field.name for field in form if isinstance(field, MultipleFileField)]
            files = MultiDict((name, file) for name in taking for file in request.files.getlist(name))
            return CombinedMultiDict([files, request.form])

        def get_translations(self, form: Any) -> _OurWords:
            return _OurWords()

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)  # type: ignore[no-untyped-call]

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Whether the form was sent and can be accepted."""
        return bool(super().validate_on_submit(extra_validators))  # type: ignore[no-untyped-call]

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything that was entered can be accepted; what cannot has its error beside it."""
        valid = bool(super().validate(extra_validators))
        for field in self:
            if any("\0" in text for text in _texts(field.data)):
                field.errors = [UNREADABLE]
                valid = False
        return valid

    def refuse(self, error: Exception) -> None:
        """Show what a service refused, at the field it is about where it names one."""
        field = error.field if isinstance(error, Invalid) else None
        if field is not None and field in self:
            self[field].errors = [*self[field].errors, str(error)]
        else:
            self.form_errors.append(str(error))


def accepted(form: Form, act: Callable[[], object]) -> bool:
    """Whether ``form`` was sent, can be accepted, and ``act`` did not refuse it; else it shows why."""
    if not form.validate_on_submit():
        return False
    try:
        act()
    except (Invalid, Conflict) as refusal:
        form.refuse(refusal)
        return False
    return True


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, (list, tuple)):
        yield from (item for item in data if isinstance(item, str))
