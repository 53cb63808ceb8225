"""What stands in the family's room: its members, documents, remarks, and who sees which.

Days count from the day of loading: -4 is four days before. The table of the project's domain, who
sees what, is `DOCUMENTS` and nothing else; a test asks it through pages, sockets and SQL.
"""

from dataclasses import dataclass

from workspace.annotations.models import Audience
from workspace.rooms.models import Level, Role
from workspace.sharing.models import Category

O, OS = Level.OFFICIAL, Level.OFFICIAL_SENSITIVE  # noqa: E741 - as the table writes it
LANTERN_JOINS = 3
LANTERN_LEAVES = 95

# Who is in the room: agency, agreement, from which day, and its people with role and day.
MEMBERS: tuple[tuple[str, str | None, float, tuple[tuple[str, Role, float], ...]], ...] = (
    ("WCC", "ISA-1", -4.2, (("priya.nair", Role.LEAD, -4.2), ("owen.blyth", Role.CONTRIBUTOR, -4.1))),
    (
        "NHS", "ISA-1", -4.1,
        (("samira.haddad", Role.CONTRIBUTOR, -3.2), ("joy.okafor", Role.CONTRIBUTOR, -3.2)),
    ),
    ("POL", "ISA-1", -4.1, (("lena.fox", Role.CONTRIBUTOR, -3.1), ("amir.dar", Role.COMMENTER, -2.2))),
    ("HSG", "ISA-1", -4.1, (("carl.benning", Role.CONTRIBUTOR, -3.1),)),
    ("SCH", "ISA-1", -4.1, (("gwen.lyle", Role.CONTRIBUTOR, -4.1), ("idris.cole", Role.CONTRIBUTOR, -4.0))),
    ("DWP", "ISA-2", -2.2, (("nina.sorrell", Role.CONTRIBUTOR, -2.1),)),
    ("REF", "ISA-3", LANTERN_JOINS, (("ada.quill", Role.COMMENTER, LANTERN_JOINS),)),
)  # fmt: skip
EXCLUDED = "karl.voss"
EXCLUDED_BECAUSE = (
    "Cousin of the father, who is under a non-molestation order and must not learn the new address."
)


@dataclass(frozen=True)
class To:
    """A release: to which agency, resting on what, to whom there, and whether for annotating."""

    agency: str
    agreement: str = "ISA-1"
    consent: str | None = None
    people: tuple[str, ...] = ()
    annotate: bool = False


@dataclass(frozen=True)
class Made:
    """A version: by whom, on which day, and why."""

    by: str
    day: float
    reason: str


@dataclass(frozen=True)
class Paper:
    """A document of the demonstration; its files are named after `number` and `slug`."""

    number: int
    slug: str
    extension: str
    title: str
    owner: str
    category: Category
    level: Level
    versions: tuple[Made, ...]
    to: tuple[To, ...]
    takes_annotations: bool = True


DOCUMENTS = (
    Paper(
        1, "referral-from-school", "docx", "Referral from school", "SCH", Category.REFERRAL, O,
        (Made("gwen.lyle", -4.0, "Referral sent to Family Help"),),
        (To("WCC", annotate=True), To("NHS")),
    ),
    Paper(
        2, "whole-family-assessment", "pdf", "Whole-family assessment", "WCC", Category.PLAN, OS,
        (
            Made("owen.blyth", -3.1, "First full draft"),
            Made("owen.blyth", -1.9, "Views of Tilly and Jonah added"),
            Made("priya.nair", -0.2, "Seen Isla at home; end date of the order corrected"),
        ),
        (To("NHS", annotate=True), To("POL", annotate=True)),
    ),
    Paper(
        3, "family-plan", "md", "Family plan", "WCC", Category.PLAN, O,
        (
            Made("owen.blyth", -2.9, "First draft, written with Dana"),
            Made("owen.blyth", -2.0, "Tilly’s wishes added"),
            Made("priya.nair", -1.1, "Dates from the meeting added"),
            Made("owen.blyth", -0.1, "School actions agreed with Gwen"),
        ),
        (
            To("NHS", annotate=True), To("POL", annotate=True), To("HSG", annotate=True),
            To("SCH", annotate=True), To("REF", "ISA-3"),
        ),
    ),
    Paper(
        4, "camhs-summary-tilly", "pdf", "CAMHS summary, Tilly", "NHS", Category.HEALTH, OS,
        (Made("samira.haddad", -2.2, "Summary agreed with Tilly"),),
        (To("WCC", consent="C2", people=("priya.nair",)), To("SCH", consent="C2", people=("gwen.lyle",))),
    ),
    Paper(
        5, "health-visitor-report-isla", "pdf", "Health-visitor report, Isla", "NHS", Category.HEALTH, O,
        (
            Made("joy.okafor", -3.0, "Report from the clinic’s records"),
            Made("joy.okafor", -1.2, "Home visit and new weight added"),
        ),
        (To("WCC", consent="C1"),),
    ),
    Paper(
        6, "asthma-letter-jonah", "png", "Asthma letter, Jonah", "NHS", Category.HEALTH, O,
        (Made("joy.okafor", -3.0, "Scan of the clinic’s letter"),),
        (To("WCC", consent="C1"), To("SCH", consent="C1")),
        takes_annotations=False,
    ),
    Paper(
        7, "damp-survey-and-repair-order", "pdf", "Damp survey and repair order", "HSG", Category.HOUSING, O,
        (Made("carl.benning", -2.1, "Survey with the repair order"),),
        (To("WCC"), To("NHS")),
    ),
    Paper(
        8, "rent-account-and-arrears-plan", "xlsx", "Rent account and arrears plan", "HSG",
        Category.FINANCE, O,
        (
            Made("carl.benning", -2.0, "Account and the plan agreed that day"),
            Made("carl.benning", -1.1, "First instalment and the Jobcentre’s direct payment added"),
        ),
        (To("WCC", "ISA-2", consent="C3"), To("DWP", "ISA-2", consent="C3")),
        takes_annotations=False,
    ),
    Paper(
        9, "domestic-abuse-risk-assessment", "pdf", "Domestic-abuse risk assessment", "POL",
        Category.POLICE, OS,
        (Made("lena.fox", -2.1, "Assessment after the two sightings"),),
        (To("WCC", people=("priya.nair",)), To("REF", "ISA-3")),
        takes_annotations=False,
    ),
    Paper(
        10, "non-molestation-order", "pdf", "Non-molestation order", "POL", Category.POLICE, OS,
        (Made("lena.fox", -3.0, "Scan of the sealed order"),),
        (To("WCC"), To("SCH"), To("REF", "ISA-3")),
        takes_annotations=False,
    ),
    Paper(
        11, "attendance-record", "xlsx", "Attendance record", "SCH", Category.EDUCATION, O,
        (Made("idris.cole", -3.9, "Attendance from September"),),
        (To("WCC"),),
    ),
    Paper(
        12, "employment-action-plan", "docx", "Employment action plan", "DWP", Category.EMPLOYMENT, O,
        (
            Made("nina.sorrell", -2.0, "Plan agreed with Dana"),
            Made("nina.sorrell", -1.0, "Course moved to after Easter; childcare and its cost added"),
        ),
        (To("WCC", "ISA-2"),),
        takes_annotations=False,
    ),
    Paper(
        13, "team-around-the-family-minutes", "docx", "Team-around-the-family minutes", "WCC",
        Category.MINUTES, O,
        (
            Made("owen.blyth", -1.2, "Draft sent to all who came"),
            Made("owen.blyth", -0.9, "Approved by all who came"),
        ),
        (To("NHS"), To("POL"), To("HSG"), To("SCH")),
        takes_annotations=False,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Remark:
    """An annotation, with its replies (by whom, on which day, what)."""

    document: int
    version: int
    page: int
    start: int  # of the quote in the text of the page, about
    quote: str
    by: str
    day: float
    audience: Audience
    body: str
    to: tuple[str, ...] = ()
    replies: tuple[tuple[str, float, str], ...] = ()
    resolved: tuple[str, float] | None = None


REMARKS = (
    Remark(
        2, 3, 1, 540, "stays home to keep an eye on things", "priya.nair", -0.11, Audience.ME,
        "Ask Dana on Monday whether Tilly knows what the order says.",
    ),
    Remark(
        2, 3, 1, 1007,
        "Jonah has used his reliever inhaler most nights since December. The wall beside his bed is wet to"
        " the touch.",
        "joy.okafor", -0.18, Audience.EVERYONE,
        "I saw the wall on Wednesday: mould about a metre square, behind the headboard. Jonah should **not**"
        " sleep in that room until it is treated.",
        replies=(
            ("owen.blyth", -0.16, "He can share with Tilly for now. I will move the bed this afternoon."),
            ("joy.okafor", -0.15, "Thank you. I will ask the clinic for a letter."),
        ),
    ),
    Remark(
        2, 3, 1, 1264, "was discharged from CAMHS in November after two missed appointments", "samira.haddad",
        -0.05, Audience.AGENCIES,
        "This is not right. Tilly was not discharged: her next appointment is 18 March. Please correct it in"
        " version 4.",
        to=("WCC",),
        replies=(("priya.nair", -0.04, "Sorry, and thank you. Corrected in the draft of version 4."),),
    ),
    Remark(
        2, 3, 1, 1510, "He has been seen twice near the school at collection time", "lena.fox", -0.03,
        Audience.AGENCIES,
        "Both sightings are logged. The order covers the school gates: anyone who sees him should ring 999"
        " and not approach.",
        to=("WCC",),
    ),
    Remark(
        2, 3, 1, 1701, "The rent account is £1,140 in arrears", "owen.blyth", -0.12, Audience.AGENCY,
        "Figure is from 6 March. Check with Housing before the meeting.",
    ),
    Remark(
        2, 2, 1, 1349, "A non-molestation order runs to 4 October", "amir.dar", -1.5, Audience.EVERYONE,
        "The order ends on 14 October, not 4 October.", resolved=("priya.nair", -0.19),
    ),
)  # fmt: skip
