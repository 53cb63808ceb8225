"""On what ground things are shared in the family's room: agreements and consents.

Days count from the day of loading: -4 is four days before.
"""

from dataclasses import dataclass

from workspace.demo.records import LANTERN_LEAVES, MEMBERS
from workspace.sharing.models import Category


@dataclass(frozen=True)
class Pact:
    """An agreement: parties, what it covers, from and until which day, and when it is due for review."""

    reference: str
    title: str
    purpose: str
    parties: tuple[str, ...]
    covers: tuple[Category, ...]
    start: float
    end: float
    review: int

    @property
    def keeper(self) -> str:
        """The party that registered it."""
        return self.parties[0]


SIGNED_BY = {
    "WCC": "farah.aziz", "NHS": "tom.raine", "POL": "ruth.kemp", "HSG": "carl.benning",
    "SCH": "gwen.lyle", "DWP": "nina.sorrell", "REF": "ada.quill",
}  # fmt: skip

AGREEMENTS = (
    Pact(
        "ISA-1", "Westmoor Family Help", "Whole-family support", ("WCC", "NHS", "POL", "HSG", "SCH"),
        (
            Category.HEALTH, Category.HOUSING, Category.POLICE, Category.EDUCATION, Category.PLAN,
            Category.MINUTES, Category.REFERRAL,
        ),
        -200, 380, 18,
    ),
    Pact(
        "ISA-2", "Employment support", "Help into work", ("WCC", "HSG", "DWP"),
        (Category.EMPLOYMENT, Category.FINANCE), -150, 470, 160,
    ),
    Pact(
        "ISA-3", "Lantern", "Safety of a survivor of domestic abuse", ("WCC", "POL", "REF"),
        (Category.POLICE, Category.PLAN), -1, LANTERN_LEAVES, 80,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Agreed:
    """A consent of somebody in the family, who recorded it, and who may receive what is shared under it."""

    reference: str
    subject: str
    wording: str
    given_how: str
    recorded_by: str
    receivers: tuple[str, ...]
    because: str = ""

    @property
    def agency(self) -> str:
        """The agency that recorded it."""
        return next(
            agency
            for agency, _ground, _day, people in MEMBERS
            for person in people
            if person[0] == self.recorded_by
        )


CONSENTS = (
    Agreed(
        "C1", "Dana Ashdown", "Health information to the Council and the School",
        "In person, signed, with Joy Okafor at the home visit", "joy.okafor", ("WCC", "SCH"),
    ),
    Agreed(
        "C2", "Tilly Ashdown", "Her own CAMHS summary to the lead practitioner and the safeguarding lead",
        "In person, with Dr Samira Haddad; Tilly decides about this herself",
        "samira.haddad", ("WCC", "SCH"),
    ),
    Agreed(
        "C3", "Dana Ashdown", "Rent account and arrears to the Council and the Jobcentre",
        "By telephone, confirmed in writing, with Carl Benning", "carl.benning", ("WCC", "DWP"),
    ),
    Agreed(
        "C4", "Marek Reyes", "Police information about his visits and the order", "", "lena.fox",
        ("WCC", "SCH", "REF"),
        because="Asking him would tell him what is known and raise the risk to Dana and the children",
    ),
)  # fmt: skip
