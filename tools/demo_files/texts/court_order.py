"""Document 10: the order that keeps Marek Reyes away, as the police scanned it."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tools.demo_files.editions import Edition, Original
from tools.demo_files.facts import FICTITIOUS, POLICE, REFERENCE, SENSITIVE
from tools.demo_files.pdf_pages import dated, load_fonts
from tools.demo_files.scan import Sheet, scanned, stamped

TITLE = "Non-molestation order"

FORBIDDEN = (
    (
        "use or threaten violence against the applicant, Dana Ashdown, or tell or encourage anybody else to "
        "do so;"
    ),
    (
        "use or threaten violence against the children Tilly Ashdown, Jonah Ashdown and Isla Ashdown, or "
        "tell or encourage anybody else to do so;"
    ),
    "intimidate, harass or pester the applicant or the children, or tell or encourage anybody else to do so;",
    (
        "telephone, write to, message or otherwise try to reach the applicant or the children, directly or "
        "through another person, except through her solicitor;"
    ),
    (
        "go to, enter or try to enter any place where he knows or believes the applicant to be living, or "
        "come within 100 metres of it;"
    ),
    "come within 100 metres of Tarn Hill Academy or Tarn Hill Primary, their gates included;",
    "try to find out where the applicant or the children live, or ask anybody else to find out.",
)


def _foot(sheet: Sheet, number: int) -> None:
    sheet.y = 1462
    sheet.line(f"{SENSITIVE} · {REFERENCE} · Page {number} of 2", "serif", 18, at="centre", after=2)
    sheet.line(FICTITIOUS, "serif-italic", 15, at="centre")


def first_page() -> Image.Image:
    """Return the face of the order."""
    sheet = Sheet(top=84)
    sheet.line("In the Family Court sitting at Westmoor", "serif-bold", 27, after=-29)
    sheet.line("Case No. WM25F00417", "serif", 23, at="right", after=26)
    sheet.line("Family Law Act 1996, section 42", "serif-italic", 22, after=14)
    sheet.rule(weight=3, after=26)
    sheet.line("NON-MOLESTATION ORDER", "serif-bold", 36, at="centre", after=24)
    sheet.line("The applicant:   Dana Ashdown", "serif", 24, after=4)
    sheet.line(
        "(her address is confidential and is held by the court)", "serif-italic", 21, indent=172, after=8
    )
    sheet.line("The respondent:   Marek Reyes, born 3 June 1986", "serif", 24, after=20)
    sheet.paragraph(
        (
            "Before the District Judge, sitting in private on 14 October 2025, upon hearing counsel for the "
            "applicant and the respondent in person, and upon reading the statement of the applicant dated "
            "9 October 2025,"
        ),
        "serif",
        22,
        after=16,
    )
    sheet.line("THE COURT ORDERS THAT:", "serif-bold", 23, after=12)
    sheet.paragraph("The respondent, Marek Reyes, must not:", "serif", 22, indent=48, mark="1.", after=8)
    for letter, text in zip("abcdefg", FORBIDDEN, strict=True):
        sheet.paragraph(text, "serif", 22, indent=104, mark=f"({letter})", after=7)
    sheet.y += 6
    sheet.paragraph(
        (
            "This order is in force from when the respondent is told of it until 23:59 on 14 October 2026, "
            "unless it is varied or discharged before then by further order of the court."
        ),
        "serif",
        22,
        indent=48,
        mark="2.",
        after=10,
    )
    sheet.paragraph(
        (
            "The respondent may apply to the court at any time, on notice to the applicant, to vary or "
            "discharge this order."
        ),
        "serif",
        22,
        indent=48,
        mark="3.",
        after=10,
    )
    _foot(sheet, 1)
    return stamped(
        sheet.picture,
        ("FAMILY COURT", "WESTMOOR", "14 OCT 2025", "SEALED"),
        (900, 1300),
        ink=(46, 52, 122),
        tilt=-9,
        round_=True,
    )


def second_page() -> Image.Image:
    """Return the warning, the service and the signature."""
    sheet = Sheet(top=84)
    sheet.line("Case No. WM25F00417", "serif", 23, at="right", after=24)
    sheet.line("NOTICE TO THE RESPONDENT", "serif-bold", 28, at="centre", after=16)
    top = sheet.y - 12
    for text in (
        (
            "You must obey this order. If, without reasonable excuse, you do anything that it forbids, you "
            "commit a criminal offence and may be arrested, fined, sent to prison for up to five years, or "
            "both."
        ),
        (
            "It makes no difference that the applicant or a child has asked you to do it, or has agreed to "
            "it. Only the court can change this order."
        ),
        (
            "If you do not understand anything in this order, go at once to a solicitor, a law centre or an "
            "advice centre."
        ),
    ):
        sheet.paragraph(text, "serif", 23, after=16)
    sheet.draw.rectangle((sheet.left - 16, top, sheet.right + 16, sheet.y + 2), outline=(30, 30, 34), width=3)
    sheet.y += 40
    sheet.line("IT IS FURTHER ORDERED THAT:", "serif-bold", 23, after=12)
    for number, text in enumerate(
        (
            (
                "The applicant’s address and telephone number, and the children’s, are not to be disclosed "
                "to the respondent or put in any document that is served on him."
            ),
            (
                "A copy of this order is to be delivered to the police at Westmoor with a statement showing "
                "that the respondent has been served with it."
            ),
            (
                "The applicant may show this order to the children’s schools and to any agency that helps "
                "her or the children."
            ),
            "No order as to costs.",
        ),
        start=4,
    ):
        sheet.paragraph(text, "serif", 22, indent=48, mark=f"{number}.", after=10)
    sheet.y += 16
    sheet.line("Dated 14 October 2025", "serif", 22, after=14)
    sheet.signature(81, sheet.left, 260)
    sheet.line("District Judge", "serif-bold", 22, after=26)
    sheet.rule()
    sheet.line("Service", "serif-bold", 23, after=8)
    sheet.paragraph(
        (
            "Served on the respondent in person on Thursday 16 October 2025 at 18:25 by an officer of the "
            "court. He read it and said that he understood it. Statement of service filed on 17 October "
            "2025."
        ),
        "serif",
        22,
        after=6,
    )
    _foot(sheet, 2)
    return stamped(
        sheet.picture,
        ("WESTMOOR CONSTABULARY", "RECEIVED", "17 OCT 2025"),
        (800, 1330),
        ink=(120, 34, 40),
        tilt=4,
        round_=False,
    )


def make() -> bytes:
    """Return the two scanned pages as a PDF that holds pictures and no text."""
    load_fonts()
    raw = io.BytesIO()
    canvas = Canvas(raw, pagesize=A4, pageCompression=1, lang="en-GB")
    dated(canvas, datetime(2026, 3, 10, 9, tzinfo=UTC))
    canvas.setTitle(f"{TITLE}, version 1")
    canvas.setAuthor("DC Lena Fox")
    canvas.setSubject(f"{SENSITIVE} · {REFERENCE}")
    canvas.setCreator(POLICE.running)
    canvas.setKeywords(FICTITIOUS)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    for page, seed, tilt in ((first_page(), 82, 0.6), (second_page(), 83, -0.4)):
        kept = io.BytesIO()
        scanned(page, seed, tilt=tilt).convert("L").save(kept, "JPEG", quality=52, optimize=True)
        canvas.drawImage(ImageReader(kept), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return raw.getvalue()


ORIGINAL = Original(
    10, "non-molestation-order", TITLE, "pdf", (Edition("DC Lena Fox", "Scan of the sealed order", make),)
)
