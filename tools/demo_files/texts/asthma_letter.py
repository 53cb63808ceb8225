"""Document 6: the asthma clinic's letter about Jonah, as it came through the scanner."""

from __future__ import annotations

import io

from tools.demo_files.editions import Edition, Original
from tools.demo_files.facts import ADDRESS, BORN_JONAH, FICTITIOUS, NHS_JONAH, OFFICIAL, REFERENCE
from tools.demo_files.scan import Sheet, few_colours, scanned, stamped

TITLE = "Asthma letter, Jonah"

PARAGRAPHS = (
    (
        "I saw Jonah with his mother for his yearly asthma review on Tuesday 3 March 2026. His asthma is "
        "not well controlled at present."
    ),
    (
        "He has needed his reliever (blue) inhaler on most nights since December, two to four puffs each "
        "time, and four times at school since January. He coughs and wakes at about three. He has had no "
        "admission and has not needed steroid tablets. His best peak flow is 230; on the day it was 180 "
        "before and 215 after his reliever. His chest was clear. His technique with the spacer is good."
    ),
    (
        "His mother tells me that the wall beside his bed is wet and mouldy. Damp and mould in the room "
        "where a child sleeps can make asthma worse, and the timing fits. I would ask that the repair be "
        "treated as urgent on health grounds."
    ),
)
PLAN = (
    "Preventer (brown) inhaler: two puffs morning and evening through the spacer, up from one.",
    "Reliever (blue) inhaler: two puffs when needed. More than every four hours: see a doctor the same day.",
    "School to keep a spare reliever and spacer, and to use the enclosed plan.",
    "Not to sleep against the damp wall. Mould not to be brushed or scrubbed while he is at home.",
    "Review in six weeks, on Tuesday 14 April 2026, or sooner if he is worse.",
)


def letter() -> Sheet:
    """Return the page as it was typed."""
    sheet = Sheet()
    sheet.line("Westmoor Community & Mental Health Trust", "sans-bold", 27, after=2)
    sheet.line("Children’s asthma clinic · Meadow Clinic, Westmoor · 01632 960244", size=18, after=10)
    sheet.rule(weight=3, after=12)
    sheet.line(OFFICIAL, "sans-bold", 17, at="centre", after=14)
    sheet.line("5 March 2026", at="right", after=-24)
    sheet.line("Our reference: CA/26/0719", after=2)
    sheet.line(f"Family Help reference: {REFERENCE}", after=18)
    sheet.line("To: the family’s general practitioner", after=2)
    sheet.line("Copies: health visitor; school nurse, Tarn Hill; Ms D Ashdown (by hand)", after=18)
    sheet.line("Dear colleague", after=14)
    sheet.line(f"Jonah Ashdown, born {BORN_JONAH}, NHS number {NHS_JONAH}", "sans-bold", 21, after=2)
    sheet.line(f"Address: {ADDRESS}", after=16)
    for text in PARAGRAPHS:
        sheet.paragraph(text, after=14)
    sheet.line("What we agreed", "sans-bold", 21, after=8)
    for number, text in enumerate(PLAN, start=1):
        sheet.paragraph(text, indent=48, mark=f"{number}.", after=6)
    sheet.y += 8
    sheet.paragraph(
        (
            "Jonah was cheerful, answered for himself, and asked whether mould is alive. His mother manages "
            "his treatment carefully. Please telephone me if anything here is unclear."
        ),
        after=14,
    )
    sheet.line("Yours sincerely", after=10)
    sheet.signature(61, sheet.left)
    sheet.line("Children’s asthma nurse specialist", "sans-bold", after=2)
    sheet.line("Please do not post this letter to the family.", after=2)
    sheet.y = 1486
    sheet.line(f"{OFFICIAL} · {FICTITIOUS} · Page 1 of 1", size=14, at="centre")
    return sheet


def make() -> bytes:
    """Return the scan as a picture with few colours, small enough to send."""
    page = stamped(
        letter().picture,
        ("RECEIVED", "9 MAR 2026", "HEALTH VISITING"),
        (850, 1310),
        ink=(150, 40, 48),
        tilt=7,
        round_=False,
    )
    picture = few_colours(scanned(page, 62, tilt=-0.7))
    kept = io.BytesIO()
    picture.save(kept, "PNG", optimize=True, dpi=(133, 133))
    return kept.getvalue()


ORIGINAL = Original(
    6,
    "asthma-letter-jonah",
    TITLE,
    "png",
    (Edition("Joy Okafor", "Scan of the clinic’s letter of 5 March", make),),
)
