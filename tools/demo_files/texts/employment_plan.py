"""Document 12: the way back to work that Dana chose with her work coach."""

from __future__ import annotations

from datetime import date
from functools import partial

from tools.demo_files.blocks import Block, Bullets, Facts, Grid, Heading, Notice, Paper, Prose, Signed
from tools.demo_files.editions import Edition, Original
from tools.demo_files.facts import ADDRESS, JOBCENTRE, OFFICIAL, REFERENCE
from tools.demo_files.word_pages import docx

TITLE = "Employment action plan"
DAYS = {1: date(2026, 3, 11), 2: date(2026, 3, 12)}

COURSE = {
    1: (
        "Bookkeeping refresher, level 2, online",
        "Westmoor Adult Learning",
        "Monday 23 March 2026, ten weeks",
    ),
    2: (
        "Bookkeeping refresher, level 2, online",
        "Westmoor Adult Learning",
        "Monday 20 April 2026, ten weeks",
    ),
}

CHILDCARE: tuple[Block, ...] = (
    Heading("5. Childcare, and what it costs"),
    Prose(
        "Added on 12 March, after Dana and Owen Blyth had spoken with the nursery. Two mornings a week at "
        "the family hub are free of charge from 24 March. Funded hours for Isla begin in the term after "
        "Dana starts work, because Isla will be over nine months old by then."
    ),
    Grid(
        ("When", "Where", "Cost a week", "Who pays"),
        (
            ("From 24 March", "Family hub crèche, two mornings", "nothing", "Council"),
            ("During the course", "Family hub crèche, the same two mornings", "nothing", "Council"),
            (
                "First month of work",
                "Nursery, 16 hours",
                "£96.00",
                "Universal Credit pays up to 85 %; Jobcentre pays the first month in advance",
            ),
            ("After that", "Nursery, 16 funded hours", "£8.00 for meals", "Dana"),
        ),
        (2.2, 3.6, 1.8, 4),
    ),
)


def _story(version: int) -> tuple[Block, ...]:
    course = COURSE[version]
    review = "6" if version == 1 else "7"
    return (
        Facts(
            (
                ("For", "Dana Ashdown"),
                ("Work coach", "Nina Sorrell, 01632 960632"),
                ("With", "Owen Blyth, support worker, Family Help"),
                ("Met", "By video, Wednesday 11 March 2026, 10:15 to 11:05"),
                ("Address", ADDRESS),
            )
        ),
        Notice(
            "<b>This plan is voluntary.</b> Isla is under one year old, so Dana does not have to look for "
            "work and nothing in this plan affects what she is paid."
        ),
        Heading("1. What Dana wants"),
        Prose(
            "“Something with numbers, in school hours, that I can do well. I was good at it.” Dana would "
            "like to be in paid work of 16 hours a week by the autumn, at first from home."
        ),
        Heading("2. What she brings"),
        Bullets(
            (
                "Nine years of bookkeeping for small firms, seven of them part-time.",
                (
                    "Level 2 certificate in bookkeeping (2016); sure of herself with two of the usual "
                    "accounting programs."
                ),
                "A reference from her last employer, whose firm closed in October 2025.",
                "Clear, calm and exact on the telephone.",
            )
        ),
        Heading("3. What stands in the way"),
        Bullets(
            (
                "Isla is 7 months old and there is no family nearby to look after her.",
                "Jonah is sometimes awake at night, and so is Dana.",
                "She has no laptop. The course cannot be done on a telephone.",
                "Her certificate is ten years old, and tax is filed differently now.",
            )
        ),
        Heading("4. What we agreed"),
        Grid(
            ("What", "Who", "By"),
            (
                (
                    f"Book a place: {course[0]} ({course[1]})",
                    "Nina Sorrell",
                    "13 March" if version == 1 else "booked, 12 March",
                ),
                (f"Start the course: {course[2]}", "Dana", course[2].split(",")[0].split(" ", 1)[1]),
                (
                    "Lend a laptop for as long as the course lasts",
                    "Owen Blyth",
                    "20 March" if version == 1 else "17 April",
                ),
                (
                    "Check that everything due is being paid, and rent straight to the landlord",
                    "Nina Sorrell",
                    "12 March" if version == 1 else "done, 12 March",
                ),
                ("Write a one-page account of her work so far", "Dana, with Nina Sorrell", "30 April"),
                ("Meet two employers who take people on for school hours", "Nina Sorrell", "30 June"),
            ),
            (6, 3, 2.7),
        ),
        *(
            CHILDCARE
            if version == 2
            else (Heading("5. Childcare"), Prose("To be asked: what the family hub offers, and from when."))
        ),
        Heading("6. Money" if version == 2 else "6. Money and review"),
        Prose(
            "Universal Credit pays £514.80 a month for rent straight to Harrow Vale Homes, next on 17 March "
            "2026. Dana pays £12 a week towards the arrears. If she works 16 hours a week at £13.00 an hour "
            "she would keep about £145 of each £208, before childcare. We go through the figures again "
            "before she takes any post."
        ),
        *((Heading(f"{review}. Being in touch, and review"),) if version == 2 else ()),
        Prose(
            "Telephone only, between 10 and 2 on school days. No letters and no messages. Entries in the "
            "online journal say “appointment” and nothing more. We look at this plan again by telephone on "
            "Wednesday 22 April 2026 at 10:30."
        ),
        Signed(
            (
                "<b>Nina Sorrell</b>, work coach, Jobcentre Westmoor",
                "Agreed with Dana Ashdown on the telephone",
            )
        ),
    )


def make(version: int) -> bytes:
    """Return one version of the plan."""
    paper = Paper(JOBCENTRE, TITLE, OFFICIAL, REFERENCE, "Nina Sorrell", version, DAYS[version])
    return docx(paper, _story(version))


ORIGINAL = Original(
    12,
    "employment-action-plan",
    TITLE,
    "docx",
    (
        Edition("Nina Sorrell", "Plan agreed with Dana", partial(make, 1)),
        Edition(
            "Nina Sorrell", "Course moved to after Easter; childcare and its cost added", partial(make, 2)
        ),
    ),
)
