"""Document 13: what the people round the family agreed when they met."""

from __future__ import annotations

from datetime import date
from functools import partial

from tools.demo_files.blocks import Block, Facts, Grid, Heading, Notice, Paper, Prose, Signed
from tools.demo_files.editions import Edition, Original
from tools.demo_files.facts import ADDRESS, COUNCIL, OFFICIAL, REFERENCE
from tools.demo_files.word_pages import docx

TITLE = "Team-around-the-family minutes"
DAY = date(2026, 3, 12)

PRESENT = Grid(
    ("Name", "Role", "Agency"),
    (
        ("Priya Nair (in the chair)", "lead practitioner", "Westmoor County Council, Family Help"),
        ("Owen Blyth (minutes)", "support worker", "Westmoor County Council, Family Help"),
        ("Dana Ashdown", "mother", "items 1 to 5"),
        ("Joy Okafor", "health visitor", "Westmoor Community & Mental Health Trust"),
        ("DC Lena Fox", "domestic abuse unit", "Westmoor Constabulary"),
        ("Carl Benning", "housing officer", "Harrow Vale Homes"),
        ("Gwen Lyle", "safeguarding lead", "Tarn Hill Academy Trust"),
        ("Idris Cole", "head of year", "Tarn Hill Academy Trust"),
    ),
    (3.4, 3, 5),
)


def _actions(version: int) -> Grid:
    rows: list[tuple[str, str, str, str]] = [
        (
            "1",
            "Treat the wall and mend the gutter and the vent",
            "Carl Benning",
            "27 March" if version == 1 else "20 March",
        ),
        ("2", "Say where Jonah sleeps until the room is dry", "Owen Blyth", "17 March"),
        ("3", "Tell school which inhalers Jonah has, and how he uses them", "Joy Okafor", "16 March"),
        (
            "4",
            "Ask Tilly what would get her to school, and write it into the plan",
            "Owen Blyth",
            "done, in plan",
        ),
        ("5", "Brief the office staff and the staff at the gate", "Gwen Lyle, DC Lena Fox", "20 March"),
        ("6", "Send everybody the account to 12 March", "Carl Benning", "12 March"),
        ("7", "Arrange two mornings a week at the family hub", "Joy Okafor", "24 March"),
    ]
    if version == 2:
        rows.append(
            ("8", "Keep a place for Tilly in the art room before registration", "Idris Cole", "16 March")
        )
    return Grid(("No.", "What", "Who", "By"), tuple(rows), (0.8, 6, 3.2, 2))


def _story(version: int) -> tuple[Block, ...]:
    by = "27 March" if version == 1 else "20 March"
    idris = (
        ""
        if version == 1
        else (
            " Idris Cole will keep a place for her in the art room before registration, without asking why "
            "she has come."
        )
    )
    status = (
        "<b>Draft.</b> Please send corrections to Owen Blyth by 16:30 today."
        if version == 1
        else "<b>Approved</b> on 12 March 2026 by all who came, with two corrections: the date of the "
        "repair, and Idris Cole’s action."
    )
    return (
        Notice(status),
        Facts(
            (
                ("Met", "Thursday 12 March 2026, 09:30 to 10:40, County Hall and by video"),
                ("Family", "Dana Ashdown, Tilly, Jonah and Isla"),
                ("Address", ADDRESS),
                ("Apologies", "Dr Samira Haddad; Sgt Amir Dar"),
                ("Next meeting", "Thursday 26 March 2026, 09:30"),
            )
        ),
        PRESENT,
        Heading("1. Welcome, and what Dana wants from today"),
        Prose(
            "Priya Nair asked each person to say who they were and what they could decide. Dana said that "
            "she wanted the damp gone, Tilly back at school, and one person to ring. It was agreed that the "
            "person is Owen Blyth."
        ),
        Heading("2. Home"),
        Prose(
            "Carl Benning reported on the inspection of 26 February. The water comes from an overflowing "
            "gutter and a failed seal; the mould follows from that and from a vent that does not work. The "
            f"gutter was cleared on 4 March. The wall will be treated and the vent replaced by {by}. Two "
            "named workers will come, on days agreed with Dana, and nobody else at Harrow Vale Homes can "
            "open the job."
        ),
        Prose(
            "Joy Okafor had seen the wall the day before and asked that Jonah not sleep beside it. Dana "
            "said that he would not want to leave his room. Owen Blyth will work out with them what is "
            "possible."
        ),
        Heading("3. Health"),
        Prose(
            "Isla was weighed on 11 March and is doing well. Jonah’s preventer inhaler was increased after "
            "his asthma review on 3 March. Joy Okafor will make sure that school has the same plan. Tilly’s "
            "health was not discussed: she was not there, and it is hers to speak about."
        ),
        Heading("4. School"),
        Prose(
            "Gwen Lyle thanked Dana for coming to everything. Tilly has attended 71 % of sessions since "
            "September and hardly ever misses a day with art in it. Nobody will write home about "
            f"attendance.{idris} Owen Blyth read out what Tilly had asked him to say: “Ask me before you "
            "arrange something, not after.”"
        ),
        Heading("5. Money"),
        Prose(
            "£1,140 was owed in rent on 6 March. Dana pays £12 a week and made the first payment on Monday. "
            "Carl Benning confirmed that no step is taken towards court while the plan is kept. Dana left "
            "the meeting, and said that she had expected to be told off."
        ),
        Heading("6. Safety"),
        Prose(
            "Talked about afterwards by those who need to know. No record of it is in these minutes. One "
            "thing was agreed for everybody: nobody confirms to any caller where the family lives or which "
            "schools the children go to. In danger, ring 999 first and Family Help afterwards."
        ),
        Heading("7. Who does what"),
        _actions(version),
        Signed(
            (
                "<b>Owen Blyth</b>, support worker · 01632 960116 · owen.blyth@westmoor.example",
                (
                    "For the Council, the NHS trust, the police, Harrow Vale Homes and Tarn Hill. Please do "
                    "not pass on."
                ),
            )
        ),
    )


def make(version: int) -> bytes:
    """Return one version of the minutes."""
    status = "Draft" if version == 1 else "Approved"
    paper = Paper(COUNCIL, TITLE, OFFICIAL, REFERENCE, "Owen Blyth", version, DAY, status=status)
    return docx(paper, _story(version))


ORIGINAL = Original(
    13,
    "team-around-the-family-minutes",
    TITLE,
    "docx",
    (
        Edition("Owen Blyth", "Draft sent to all who came", partial(make, 1)),
        Edition("Owen Blyth", "Approved by all who came", partial(make, 2)),
    ),
)
