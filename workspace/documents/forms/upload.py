"""The form for adding documents to a room."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from workspace.documents.forms.files import ArrivalsField
from workspace.documents.services.add import LONGEST_REASON, LONGEST_TITLE, Details
from workspace.forms import Form
from workspace.rooms.models import Level
from workspace.sharing.models import Category

CATEGORIES = {category.name.lower(): category for category in sorted(Category, key=lambda each: each.label)}
LEVELS = {level.name.lower().replace("_", "-"): level for level in Level}


class UploadForm(Form):
    """What is asked about new documents; who else can see them is asked beside it."""

    documents = ArrivalsField("Documents")
    title = StringField(
        "Title (optional)",
        [Length(max=LONGEST_TITLE, message=f"A title has no more than {LONGEST_TITLE} characters.")],
        description="Left empty, a document is called after its file.",
    )
    category = SelectField(
        "Category",
        [InputRequired("Choose the category: the agreements say which of them they cover.")],
        choices={"": "Choose one"} | {name: each.label for name, each in CATEGORIES.items()},
    )
    level = RadioField("Marking", [InputRequired("Choose the marking.")], validate_choice=False)
    reason = StringField(
        "Reason (optional)",
        [Length(max=LONGEST_REASON, message=f"Give the reason in no more than {LONGEST_REASON} characters.")],
        description="Why you add it, for the list of its versions.",
    )
    takes_annotations = BooleanField(
        "People may annotate it",
        default=True,
        description="Leave this out for what has to stay as it is, such as a court order or agreed minutes.",
    )

    see = SelectMultipleField("Who can see this?", validate_choice=False)  # drawn by documents/_offer.html

    def __init__(self, up_to: Level, **more: Any) -> None:
        super().__init__(**more)
        self.up_to = up_to
        self.level.choices = {name: each.label for name, each in LEVELS.items() if each <= up_to}

    def begin(self, category: str) -> None:
        """Fill in what most people would choose, and the category of the page they came from."""
        self.category.data = category
        self.level.data = Level.OFFICIAL.name.lower()

    def validate_level(self, field: Any) -> None:
        """Refuse a marking that the room does not hold, in words that say which it does."""
        if field.data not in field.choices:
            raise ValidationError(f"This room holds material up to {self.up_to.label}.")

    @property
    def chosen_category(self) -> Category | None:
        """The category that is chosen, if one is."""
        return CATEGORIES.get(self.category.data or "")

    @property
    def details(self) -> Details:
        """What was entered, once it is valid."""
        return Details(
            category=CATEGORIES[self.category.data],
            level=LEVELS[self.level.data],
            title=(self.title.data or "").strip(),
            reason=(self.reason.data or "").strip(),
            takes_annotations=bool(self.takes_annotations.data),
        )
