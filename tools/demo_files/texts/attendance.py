"""Document 11: every week of Tilly's attendance since September, with Jonah's beside it."""

from __future__ import annotations

from datetime import date

from tools.demo_files.blocks import Letterhead, Paper, Sheet
from tools.demo_files.editions import Edition, Original
from tools.demo_files.facts import BORN_TILLY, OFFICIAL, REFERENCE, SCHOOL
from tools.demo_files.workbook_pages import xlsx

TITLE = "Attendance record"
HEAD = Letterhead(SCHOOL.name, "Attendance", SCHOOL.colour, SCHOOL.contact)
PAPER = Paper(HEAD, TITLE, OFFICIAL, REFERENCE, "Idris Cole", 1, date(2026, 3, 9))

# Week beginning, sessions possible, attended, of those late, ill, unexplained, and what there is to say.
WEEKS = (
    (date(2025, 9, 1), 6, 6, 0, 0, 0, "Joined on Wednesday 3 September"),
    (date(2025, 9, 8), 10, 10, 0, 0, 0, ""),
    (date(2025, 9, 15), 10, 10, 1, 0, 0, ""),
    (date(2025, 9, 22), 10, 9, 0, 1, 0, ""),
    (date(2025, 9, 29), 10, 10, 1, 0, 0, ""),
    (date(2025, 10, 6), 10, 9, 1, 1, 0, ""),
    (date(2025, 10, 13), 10, 10, 1, 0, 0, ""),
    (date(2025, 10, 20), 10, 9, 2, 1, 0, "Half-term followed"),
    (date(2025, 11, 3), 10, 7, 2, 2, 1, ""),
    (date(2025, 11, 10), 10, 6, 2, 4, 0, ""),
    (date(2025, 11, 17), 10, 8, 1, 0, 2, "Met Tilly and her mother; later start on Mondays"),
    (date(2025, 11, 24), 10, 8, 0, 0, 2, ""),
    (date(2025, 12, 1), 10, 8, 1, 2, 0, ""),
    (date(2025, 12, 8), 10, 5, 3, 1, 4, "School nurse spoke with Tilly"),
    (date(2025, 12, 15), 10, 4, 1, 0, 6, "Holiday followed"),
    (date(2026, 1, 5), 8, 4, 2, 2, 2, "Staff training on Monday"),
    (date(2026, 1, 12), 10, 5, 2, 0, 5, ""),
    (date(2026, 1, 19), 10, 8, 1, 0, 2, "Attendance plan began"),
    (date(2026, 1, 26), 10, 9, 1, 0, 1, ""),
    (date(2026, 2, 2), 10, 4, 2, 1, 5, ""),
    (date(2026, 2, 9), 10, 3, 1, 1, 6, "Half-term followed"),
    (date(2026, 2, 23), 10, 4, 0, 0, 6, "Quiet room and named adult each morning"),
    (date(2026, 3, 2), 10, 3, 1, 0, 7, "Idris Cole listened to Tilly on 4 March"),
)
POSSIBLE, ATTENDED = sum(week[1] for week in WEEKS), sum(week[2] for week in WEEKS)
MISSED = POSSIBLE - ATTENDED

WEEKLY = Sheet(
    "Tilly by week",
    "Tilly Ashdown, Year 10, week by week",
    heads=(
        "Week beginning",
        "Possible",
        "Attended",
        "Of those late",
        "Ill (I)",
        "Unexplained (O)",
        "Attended, %",
        "Note",
    ),
    rows=(
        *((*week[:6], week[2] / week[1], week[6]) for week in WEEKS),
        (
            "Since September",
            POSSIBLE,
            ATTENDED,
            sum(week[3] for week in WEEKS),
            sum(week[4] for week in WEEKS),
            sum(week[5] for week in WEEKS),
            ATTENDED / POSSIBLE,
            "",
        ),
    ),
    widths=(17, 10, 10, 10, 9, 15, 12, 48),
    formats=("d mmm yyyy", "0", "0", "0", "0", "0", "0.0%", ""),
    strong_rows=frozenset({len(WEEKS)}),
    notes=(
        (
            "A session is a morning or an afternoon. I: ill. O: absence that nobody has explained or that "
            "was not agreed."
        ),
    ),
)

PATTERN = Sheet(
    "Pattern",
    "When Tilly is away",
    heads=("Day", "Mornings missed", "Afternoons missed", "Both together", "Art that day"),
    rows=(
        ("Monday", 13, 9, 22, "no"),
        ("Tuesday", 8, 6, 14, "no"),
        ("Wednesday", 6, 2, 8, "yes, first lesson after lunch"),
        ("Thursday", 9, 7, 16, "no"),
        ("Friday", 4, 1, 5, "yes, all morning"),
        ("All days", 40, 25, MISSED, ""),
    ),
    widths=(16, 18, 18, 16, 30),
    strong_rows=frozenset({5}),
    notes=(
        "Tilly is away most often on Mondays and least often on the two days that have art in them.",
        (
            "On 15 mornings she came in after the register closed at 9.20 but before lunch; each counts as "
            "missed."
        ),
        "Nobody at home has been fined or warned. Her mother has answered every call.",
    ),
)

SUMMARY = Sheet(
    "Summary",
    TITLE,
    (
        ("Pupil", "Tilly Ashdown, Year 10"),
        ("Born", BORN_TILLY),
        ("Period", "3 September 2025 to 6 March 2026"),
        ("Sessions possible", POSSIBLE),
        ("Sessions attended", ATTENDED),
        ("Attendance", "71 %"),
        ("To half-term in October", "96 %"),
        ("Last four school weeks", "35 %"),
        ("All of Year 10, same period", "92 %"),
        ("Brother", "Jonah Ashdown, Year 4: 224 of 224 sessions, 100 %; late nine times"),
        ("Head of year", "Idris Cole, 01632 960524"),
    ),
    notes=(
        (
            "Tilly was settled until half-term. Her attendance fell in November and again after the middle "
            "of January."
        ),
        "It rose each time an adult agreed something with her, and fell back within three weeks.",
        "Do not write home about attendance. Telephone Ms Ashdown between 10 and 2.",
    ),
    widths=(30, 62),
)

ORIGINAL = Original(
    11,
    "attendance-record",
    TITLE,
    "xlsx",
    (
        Edition(
            "Idris Cole",
            "Attendance from September to 6 March",
            lambda: xlsx(PAPER, (SUMMARY, WEEKLY, PATTERN)),
        ),
    ),
)
