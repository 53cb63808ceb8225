"""What people send: a new annotation, and a reply."""

from uuid import UUID, uuid4

from wtforms import Form, SelectMultipleField, StringField, TextAreaField, ValidationError

from workspace import identifiers
from workspace.annotations import targets
from workspace.annotations.models import Audience
from workspace.errors import Invalid

LONGEST_BODY = 10_000
AUDIENCES = {audience.name.lower(): audience for audience in Audience}


def _trimmed(text: str | None) -> str:
    # Browsers send two characters for an end of line, and count one.
    return (text or "").replace("\r\n", "\n").strip()


class ReplyForm(Form):
    """A reply: its words, and the browser's name for the attempt."""

    body = TextAreaField(filters=[_trimmed])
    request_id = StringField(filters=[_trimmed])

    def validate_body(self, field: TextAreaField) -> None:
        """Words there must be, and not a book."""
        text = field.data or ""
        if not text:
            raise ValidationError("Write something first.")
        if len(text) > LONGEST_BODY:
            raise ValidationError(f"Shorten it to {LONGEST_BODY:,} characters; it has {len(text):,}.")
        if "\0" in text:
            raise ValidationError("It contains a character that cannot be kept (NUL). Remove it.")

    def validate_request_id(self, field: StringField) -> None:
        """Without scripts there is none, and then each sending is a new one."""
        try:
            self.attempt = UUID(field.data) if field.data else uuid4()
        except ValueError:
            raise ValidationError("Load the page again, then send it once more.") from None

    @property
    def sentences(self) -> dict[str, str]:
        """The first thing wrong with each field."""
        return {name: str(field.errors[0]) for name, field in self._fields.items() if field.errors}


class AnnotationForm(ReplyForm):
    """A new annotation: its words, whom they are for, and the passage."""

    audience = StringField()
    organisations = SelectMultipleField(validate_choice=False)
    target = StringField()

    def validate_audience(self, field: StringField) -> None:
        """One of the four."""
        if field.data not in AUDIENCES:
            raise ValidationError("Choose who sees it.")

    def validate_organisations(self, field: SelectMultipleField) -> None:
        """Ids, as the form's own boxes have them; whether they may be chosen is asked later."""
        try:
            self.chosen = sorted({identifiers.decode(word) for word in field.data or ()})
        except ValueError:
            raise ValidationError("Choose among the agencies that can see this document.") from None
        if AUDIENCES.get(self.audience.data or "") == Audience.AGENCIES and not self.chosen:
            raise ValidationError("Choose at least one agency.")

    def validate_target(self, field: StringField) -> None:
        """A passage, a page or, empty, the whole document."""
        try:
            self.passage = targets.read(field.data or "")
        except Invalid as wrong:
            raise ValidationError(str(wrong)) from None
