"""Document 7: why the bedroom wall is wet, with photographs, and the order to mend it."""

from __future__ import annotations

from datetime import date

from tools.demo_files.blocks import (
    Block,
    Bullets,
    Facts,
    Grid,
    Heading,
    Notice,
    Paper,
    Picture,
    Prose,
    Signed,
)
from tools.demo_files.editions import Edition, Original
from tools.demo_files.facts import ADDRESS, HOUSING, OFFICIAL, REFERENCE
from tools.demo_files.pdf_pages import pdf
from tools.demo_files.photographs import brickwork, mouldy_wall, wet_window

TITLE = "Damp survey and repair order"
PAPER = Paper(HOUSING, TITLE, OFFICIAL, REFERENCE, "Carl Benning", 1, date(2026, 3, 11))


def _photographs() -> tuple[Picture, ...]:
    return (
        Picture(
            mouldy_wall(),
            (
                "Photograph 1. Bedroom 2, outer wall behind the headboard, 26 February 2026, 10:42. Black "
                "spot mould over about one square metre, densest at the foot of the wall and in the corner."
            ),
            75,
        ),
        Picture(
            wet_window(),
            (
                "Photograph 2. Bedroom 2, window, 10:47. Condensation over the lower half of both panes; "
                "water standing on the sill. The trickle vent has been painted shut from before this "
                "tenancy."
            ),
            75,
        ),
        Picture(
            brickwork(),
            (
                "Photograph 3. Outside face of the same wall, 11:05. Staining below a joint of the gutter; "
                "mortar washed out over six courses."
            ),
            75,
        ),
    )


def _story() -> tuple[Block, ...]:
    wall, window, bricks = _photographs()
    return (
        Facts(
            (
                ("Tenancy", "HV-T-20418, Ms D Ashdown"),
                ("Address", ADDRESS),
                ("Reported", "Tuesday 17 February 2026, by telephone, by the tenant"),
                ("Inspected", "Thursday 26 February 2026, 10:30 to 11:20, tenant present"),
                ("By", "Carl Benning, housing officer, with our damp surveyor"),
                ("Weather", "6 °C outside, heavy rain on the two days before"),
            )
        ),
        Notice(
            "<b>Restricted job.</b> The address is not on this report or on the order. Only Carl Benning "
            "and the two named workers have it. The tenant is telephoned before each visit, between 10 and "
            "2, and lets in nobody whose name she has not been given."
        ),
        Heading("1. What we found"),
        Prose(
            "The wall of bedroom 2 is wet from the outside and cold on the inside. Rain overflows at a "
            "blocked joint of the gutter, runs down the brickwork and comes through where the mortar has "
            "gone. The room cannot dry because its vent does not work. Nothing in the way the family lives "
            "is the cause. The home was clean, heated and aired."
        ),
        wall,
        Heading("2. Readings"),
        Grid(
            ("Where", "Moisture of the wall", "Surface", "Air", "Humidity"),
            (
                ("Bedroom 2, outer wall, 20 cm up", "38 % (wet)", "10.5 °C", "18.0 °C", "79 %"),
                ("Bedroom 2, outer wall, 120 cm up", "27 % (wet)", "11.8 °C", "18.0 °C", "79 %"),
                ("Bedroom 2, inner wall", "12 % (dry)", "16.9 °C", "18.0 °C", "78 %"),
                ("Bedroom 1, outer wall", "13 % (dry)", "15.6 °C", "18.5 °C", "61 %"),
                ("Bathroom, ceiling", "16 % (dry)", "16.1 °C", "19.0 °C", "66 %"),
            ),
            (4, 2.4, 1.5, 1.5, 1.6),
        ),
        Prose(
            "Moisture by pin meter, wood scale: up to 18 % is dry, 18 to 22 % is at risk, above 22 % is wet."
        ),
        window,
        bricks,
        Heading("3. How serious it is"),
        Prose(
            "A boy of eight with asthma sleeps in this room. We treat this as a significant hazard under "
            "the duty to deal with damp and mould in social homes. It was inspected on the seventh working "
            "day after it was reported; the tenant had a written summary on 3 March; the first work was "
            "done on 4 March."
        ),
        Heading("4. Repair order HV-R-61107"),
        Grid(
            ("No.", "Work", "Who", "By"),
            (
                ("1", "Clear the gutter and remake the joint", "Roofing team", "done, 4 March"),
                ("2", "Lend a dehumidifier and pay for its electricity", "Carl Benning", "done, 4 March"),
                (
                    "3",
                    "First visit indoors: measure, agree the days with the tenant",
                    "Two named workers",
                    "12 March",
                ),
                ("4", "Repoint six courses of brickwork", "Outside team", "17 March"),
                (
                    "5",
                    "Wash off the mould, treat the wall, renew plaster to 1.2 m",
                    "Two named workers",
                    "20 March",
                ),
                (
                    "6",
                    "Free the trickle vent; fit a quiet extractor with a humidity switch",
                    "Two named workers",
                    "20 March",
                ),
                ("7", "Measure again; paint when the wall reads under 18 %", "Damp surveyor", "10 April"),
            ),
            (0.8, 6.4, 2.8, 2),
        ),
        Heading("5. What we ask of others"),
        Bullets(
            (
                (
                    "<b>Family Help, for action by 17 March:</b> tell us where Jonah will sleep until item "
                    "7 is done, and which days suit the family for items 5 and 6."
                ),
                (
                    "<b>Health visitor, for information:</b> please tell us if Jonah’s asthma gets worse, "
                    "and we bring the work forward or pay for other rooms."
                ),
                "<b>The tenant:</b> nothing. Please do not wash the wall yourself; it spreads the spores.",
            )
        ),
        Heading("6. If it is not done"),
        Prose(
            "If item 5 is not finished on 20 March, the family is offered somewhere else to stay at our "
            "cost from that evening, in a place agreed with Family Help. Complaints: 01632 960459. The "
            "tenant may also go to the Housing Ombudsman."
        ),
        Signed(
            (
                "<b>Carl Benning</b>, housing officer · 01632 960452 · carl.benning@harrowvale.example",
                "Wednesday 11 March 2026",
            )
        ),
    )


ORIGINAL = Original(
    7,
    "damp-survey-and-repair-order",
    TITLE,
    "pdf",
    (Edition("Carl Benning", "Survey of 26 February with the repair order", lambda: pdf(PAPER, _story())),),
)
