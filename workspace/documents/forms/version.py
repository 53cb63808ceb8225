"""The form for adding a version to a document."""

from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from workspace.documents.forms.files import ArrivalsField
from workspace.documents.services.add import LONGEST_REASON
from workspace.forms import Form


class VersionForm(Form):
    """A file, what is different in it, and which version it was made from."""

    documents = ArrivalsField("The new version")
    reason = StringField(
        "What is different, and why",
        [
            InputRequired("Say what is different in this version."),
            Length(
                max=LONGEST_REASON, message=f"Give the reason in no more than {LONGEST_REASON} characters."
            ),
        ],
        description="Everyone who can see the document reads this in the list of its versions.",
    )
    based_on = HiddenField()

    @property
    def base(self) -> int:
        """The number of the version it was made from; 0 for nonsense, which conflicts with every one."""
        said = str(self.based_on.data or "")
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0
