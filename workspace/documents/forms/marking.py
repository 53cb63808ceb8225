"""What is chosen when the marking of a document is changed."""

from typing import Any

from wtforms import BooleanField, HiddenField, RadioField

from workspace.documents.forms.share import released_ids, seen_ids
from workspace.errors import Invalid
from workspace.forms import Form
from workspace.rooms.models import Level
from workspace.sharing.models import Release

LEVELS = {level.name.lower().replace("_", "-"): level for level in Level}
NAMES = {level: name for name, level in LEVELS.items()}
NARROW = {
    "narrow": "Release it to commenters and up instead, not for downloading",
    "leave": "Leave them as they are: they stop counting",
}


class MarkingForm(Form):
    """The marking to come, what becomes of releases it does not permit, and what was seen when choosing."""

    level = HiddenField()
    releases = RadioField("What becomes of them?", choices=NARROW, default="narrow", validate_choice=False)
    confirm = BooleanField("I have checked that it needs no more protection than OFFICIAL")
    seen_level = HiddenField()
    seen = HiddenField()

    def show(self, now: Level, then: Level, standing: list[Release]) -> None:
        """Fill in from which marking and which releases it is decided, and what for."""
        self.level.data, self.seen_level.data = NAMES[then], NAMES[now]
        self.seen.data = released_ids(standing)

    def chosen(self) -> dict[str, Any]:
        """What was entered, as `change_marking` takes it. Raises `Invalid` for what was not offered."""
        level, seen_level = LEVELS.get(self.level.data or ""), LEVELS.get(self.seen_level.data or "")
        if level is None or seen_level is None:
            raise Invalid("There is no such marking. Choose again.", "level")
        if level < seen_level and not self.confirm.data:
            raise Invalid(
                "Tick the box to say that you have checked it: more people could see it.", "confirm"
            )
        if level > seen_level and self.releases.data not in NARROW:
            raise Invalid("Choose what becomes of the releases.", "releases")
        return {
            "level": level,
            "narrow": self.releases.data == "narrow",
            "seen_level": seen_level,
            "seen": seen_ids(self.seen.data),
        }
