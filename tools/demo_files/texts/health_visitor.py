"""Document 5: how baby Isla is, before and after she was seen at home."""

from __future__ import annotations

from datetime import date
from functools import partial

from tools.demo_files.blocks import Block, Bullets, Facts, Grid, Heading, Paper, Prose, Signed
from tools.demo_files.editions import Edition, Original
from tools.demo_files.facts import ADDRESS, BORN_ISLA, HEALTH_VISITING, NHS_ISLA, OFFICIAL, REFERENCE
from tools.demo_files.pdf_pages import pdf

TITLE = "Health-visitor report, Isla"
DAYS = {1: date(2026, 3, 10), 2: date(2026, 3, 12)}

WEIGHTS = (
    ("6 August 2025", "birth", "3.28 kg", "50th"),
    ("1 October 2025", "8 weeks", "4.94 kg", "50th"),
    ("26 November 2025", "16 weeks", "6.31 kg", "50th"),
    ("14 January 2026", "23 weeks", "7.02 kg", "25th to 50th"),
)
LAST = ("11 March 2026", "31 weeks", "7.61 kg", "50th")

VISIT: tuple[Block, ...] = (
    Heading("3. Home visit of Wednesday 11 March"),
    Prose(
        "I saw Isla at home with Dana for fifty minutes. Isla was awake, clean and dressed for the weather. "
        "She sat without support, passed a brick from hand to hand, turned to her name and babbled back to "
        "her mother. She looked to Dana when I came in and again before she took the brick. Dana talked "
        "with her all the time that she was talking with me."
    ),
    Prose(
        "Her red book had been left at the clinic in January. I brought it back, wrote in the new weight, "
        "and went through the chart with Dana."
    ),
    Prose(
        "Isla sleeps in her own cot, on her back, in Dana’s room. The room is dry and was at 19 °C. The "
        "mattress is firm and nothing loose is in the cot. Nobody in the home smokes."
    ),
    Prose(
        "I was also shown Jonah’s bedroom. There is mould about a metre square on the outer wall behind the "
        "headboard, and the wall is wet. That is for the family assessment; I note it here because Isla "
        "crawls next and must not play there."
    ),
)


def _story(version: int) -> tuple[Block, ...]:
    seen = "At clinic 1 October, 26 November and 14 January"
    first = (
        "Not weighed since January: to be seen at home on 11 March."
        if version == 1
        else (
            "Isla is gaining weight along her line, and is where a child of her age should be in all that "
            "she does."
        )
    )
    feeding = (
        "At the January clinic she was breast-fed and had begun on soft food."
        if version == 1
        else "Breast-fed morning and night, three soft meals a day and water from a cup. She likes porridge "
        "and will hold a piece of toast. Vitamin drops are given. Dana is in touch with the feeding group "
        "and may go in April."
    )
    return (
        Facts(
            (
                ("Child", f"Isla Ashdown, born {BORN_ISLA}, 7 months"),
                ("NHS number", NHS_ISLA),
                ("Mother", "Dana Ashdown"),
                ("Seen", seen if version == 1 else f"{seen}; at home 11 March 2026"),
                ("Address", ADDRESS),
            )
        ),
        Heading("1. In short"),
        Prose(first),
        Prose(
            "Dana has kept every appointment that was made for Isla. I have no worry about the care that "
            "Isla has from her mother. I am worried about how tired Dana is."
        ),
        Heading("2. Growth"),
        Grid(
            ("When", "Age", "Weight", "Centile"),
            WEIGHTS if version == 1 else (*WEIGHTS, LAST),
            (3, 2, 2, 2),
        ),
        Prose(
            "Her length on 14 January was 64.5 cm and her head circumference 42.1 cm, both between the 25th "
            "and the 50th centile."
        ),
        *(VISIT if version == 2 else (Heading("3. Home visit"), Prose("Planned for Wednesday 11 March."))),
        Heading("4. Feeding"),
        Prose(feeding),
        Heading("5. Immunisations"),
        Prose(
            "Complete for her age: the first three rounds were given on 1 October, 29 October and 26 "
            "November 2025. The next are due after her first birthday."
        ),
        Heading("6. Dana’s own health"),
        Prose(
            "Dana was asked in October and in January how she has been feeling, and again about safety, "
            "alone. She is tired and low on some days and answered without hurry. Nothing suggested an "
            "illness after the birth. "
            + (
                "I ask again on 11 March."
                if version == 1
                else "I asked again on 11 March: she said that the nights are long and the days are better."
            )
        ),
        Heading("7. What happens next"),
        Bullets(
            (
                "Isla: weight at clinic in four weeks, on 8 April; one-year review to be booked by 24 April.",
                "Dana: two mornings a week at the family hub, from 24 March, with a crèche."
                if version == 2
                else "Dana: I ask the family hub about two mornings a week with a crèche.",
                "Home safety equipment: stair gate and window locks, fitted by a worker whom Dana has met."
                if version == 2
                else "Home safety: to be looked at on the visit.",
                "Contact with me between 10 and 2, by telephone only.",
            )
        ),
        Signed(
            (
                "<b>Joy Okafor</b>, health visitor",
                "01632 960236 · joy.okafor@westmoor-trust.example",
            )
        ),
    )


def make(version: int) -> bytes:
    """Return one version of the report."""
    paper = Paper(HEALTH_VISITING, TITLE, OFFICIAL, REFERENCE, "Joy Okafor", version, DAYS[version])
    return pdf(paper, _story(version))


ORIGINAL = Original(
    5,
    "health-visitor-report-isla",
    TITLE,
    "pdf",
    (
        Edition("Joy Okafor", "Report from the clinic’s records", partial(make, 1)),
        Edition("Joy Okafor", "Home visit of 11 March and new weight added", partial(make, 2)),
    ),
)
