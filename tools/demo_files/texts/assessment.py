"""Document 2: what Family Help found out, with everybody who knows the family."""

from __future__ import annotations

from datetime import date

from tools.demo_files.blocks import (
    Block,
    Bullets,
    Facts,
    Heading,
    NewPage,
    Paper,
    Prose,
)
from tools.demo_files.editions import Edition, Original
from tools.demo_files.facts import ADDRESS, COUNCIL, REFERENCE, SENSITIVE
from tools.demo_files.pdf_pages import pdf
from tools.demo_files.texts.assessment_later import ANALYSIS, FIRST_ANALYSIS, NEEDS, STORIES, TO_FOLLOW

TITLE = "Whole-family assessment"
DAYS = {1: date(2026, 3, 10), 2: date(2026, 3, 12), 3: date(2026, 3, 13)}
AUTHORS = {1: "Owen Blyth", 2: "Owen Blyth", 3: "Priya Nair"}
SEEN = {
    1: "Dana 10 March; Tilly and Jonah each alone 10 March",
    2: "Dana 10 and 12 March; Tilly and Jonah each alone 10 March",
    3: "Dana 10 and 12 March; Tilly and Jonah each alone 10 March; Isla at home 11 March",
}
ISLA = {1: "who smiles readily", 2: "who smiles readily", 3: "who is gaining weight and smiling readily"}


def _worries(version: int) -> tuple[Block, ...]:
    often = "most nights since December" if version == 3 else "several times a week"
    repair = (
        " Harrow Vale Homes inspected on 26 February and ordered a repair by 20 March."
        if version == 3
        else ""
    )
    again = " She says she would see someone again if it were at school." if version == 3 else ""
    ends = "14 October 2026" if version == 3 else "4 October 2026"
    isla = (Prose("<b>Isla.</b> Isla’s red book could not be found, and her last weight is not known."),)
    return (
        Heading("3. What we are worried about"),
        Prose(
            f"<b>Jonah’s health.</b> Jonah has used his reliever inhaler {often}. The wall beside his bed "
            f"is wet to the touch.{repair}"
        ),
        Prose(
            "<b>Tilly’s health.</b> Tilly sleeps badly and has stopped seeing friends. She was discharged "
            f"from CAMHS in November after two missed appointments.{again}"
        ),
        *(isla if version < 3 else ()),
        Prose(
            "<b>Safety.</b> Marek Reyes, the children’s father, does not live with them. A non-molestation "
            f"order runs to {ends}. He has been seen twice near the school at collection time, on 2 and 5 "
            "March. He must not be given this document or told where the family lives."
        ),
        Prose(
            "<b>Money.</b> Dana’s part-time work ended in October. The rent account is £1,140 in arrears "
            "and she has agreed to pay £12 a week."
        ),
    )


def _front(version: int) -> tuple[Block, ...]:
    views = (
        ("<b>Tilly:</b> “Nobody asks me first.”", "<b>Jonah:</b> “My room smells of wet dog.”")
        if version > 1
        else ("Tilly and Jonah: seen today, each alone. Their own words follow in version 2.",)
    )
    return (
        Facts(
            (
                ("Family", "Dana Ashdown, Tilly (15), Jonah (8) and Isla (7 months)"),
                ("Lead practitioner", "Priya Nair, with Owen Blyth, support worker"),
                ("Seen", SEEN[version]),
                ("Address", ADDRESS),
            )
        ),
        Heading("1. Why we are working together"),
        Prose(
            "Tarn Hill Academy referred the family on 9 March 2026. Tilly has attended 71 % of sessions "
            "since September and told a teacher that she “stays home to keep an eye on things”. Dana agreed "
            "to an assessment of the whole family. She left an abusive relationship in 2025 and moved to "
            "Westmoor with the children."
        ),
        Heading("2. What is going well"),
        Prose(
            f"Dana keeps every appointment for Isla, {ISLA[version]}. Jonah likes his class teacher and has "
            "not missed a day. Tilly draws, and is close to her brother. Both of them say that home is "
            "calmer than it was."
        ),
        *_worries(version),
        Heading("4. What each of us thinks"),
        Bullets(
            (
                "<b>Dana:</b> “I want the damp gone and Tilly back at school. I do not want to move again.”",
                *views,
            )
        ),
    )


def _later(version: int) -> tuple[Block, ...]:
    if version == 1:
        return (
            NewPage(),
            Heading("5. Needs, and who will help"),
            NEEDS,
            *TO_FOLLOW,
            *STORIES[4:],
            *FIRST_ANALYSIS,
        )
    return (NewPage(), Heading("5. Needs, and who will help"), NEEDS, *STORIES, *ANALYSIS)


def make(version: int) -> bytes:
    """Return one version of the assessment."""
    paper = Paper(COUNCIL, TITLE, SENSITIVE, REFERENCE, AUTHORS[version], version, DAYS[version])
    return pdf(paper, _front(version) + _later(version))


ORIGINAL = Original(
    2,
    "whole-family-assessment",
    TITLE,
    "pdf",
    (
        Edition("Owen Blyth", "First full draft", lambda: make(1)),
        Edition("Owen Blyth", "Views of Tilly and Jonah added", lambda: make(2)),
        Edition("Priya Nair", "Seen Isla at home; end date of the order corrected", lambda: make(3)),
    ),
)
