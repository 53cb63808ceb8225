"""The form for adding documents to a room."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from workspace.documents.forms.files import ArrivalsField
from workspace.documents.forms.share import ROLES, Ticked, choices, refuse_unconfirmed
from workspace.documents.forms.share import WHOM as WHOM_OF_AGENCY
from workspace.documents.queries.offers import Offer
from workspace.documents.services.add import LONGEST_REASON, LONGEST_TITLE, Details
from workspace.documents.services.choosing import ReleaseChoice, role_as_marked
from workspace.errors import Invalid
from workspace.forms import Form
from workspace.rooms.models import Level
from workspace.sharing.models import Category

CATEGORIES = {category.name.lower(): category for category in sorted(Category, key=lambda each: each.label)}
AS_MARKED = ""
WHOM = {AS_MARKED: "As marked: everybody for OFFICIAL, else commenters and up"} | WHOM_OF_AGENCY
DOWNLOADS = {AS_MARKED: "As marked: yes for OFFICIAL, else no", "yes": "Yes", "no": "No"}
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

    role = SelectField(
        "Who in the agencies you tick?", choices=WHOM, default=AS_MARKED, validate_choice=False
    )
    download = SelectField(
        "May they download them?", choices=DOWNLOADS, default=AS_MARKED, validate_choice=False
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

    def chosen(self, boxes: Ticked, offered: Sequence[Offer]) -> list[ReleaseChoice]:
        """To whom they are to be released. Raises `Invalid` where it does not fit what is offered."""
        level, role, download = LEVELS[self.level.data], self.role.data, self.download.data
        if role not in WHOM:
            raise Invalid("Choose from the list", "role")
        if download not in DOWNLOADS:
            raise Invalid("Choose from the list", "download")
        refuse_unconfirmed(boxes, offered)
        return choices(
            boxes,
            offered,
            role=role_as_marked(level) if role == AS_MARKED else ROLES.get(role),
            may_download=None if download == AS_MARKED else download == "yes",
        )

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
