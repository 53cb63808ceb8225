"""Lays a document out as a PDF with real, selectable text."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import reportlab
from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    Image,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from tools.demo_files import blocks
from tools.demo_files.facts import FICTITIOUS

FONTS = Path(reportlab.__file__).parent / "fonts"
INK, QUIET, RULE, TINT = HexColor("#1a1a1a"), HexColor("#555555"), HexColor("#9aa3ad"), HexColor("#eef1f5")
SIDE = 20 * mm
LINE = A4[0] - 2 * SIDE
WHOLE = 9  # a table of up to so many rows stays on one page

BODY = ParagraphStyle(
    "body", fontName="Vera", fontSize=9.6, leading=14.2, textColor=INK, spaceAfter=6, alignment=TA_LEFT
)
CELL = ParagraphStyle("cell", BODY, fontSize=8.9, leading=12.2, spaceAfter=0)
HEAD = ParagraphStyle("head", CELL, fontName="Vera-Bold")
BULLET = ParagraphStyle("bullet", BODY, leftIndent=12, bulletIndent=2, spaceAfter=2.5)
CAPTION = ParagraphStyle("caption", BODY, fontSize=8.6, leading=12.4, textColor=QUIET, spaceAfter=0)
H1 = ParagraphStyle("h1", BODY, fontName="Vera-Bold", fontSize=15, leading=19, spaceAfter=7)
H2 = ParagraphStyle("h2", BODY, fontName="Vera-Bold", fontSize=11, leading=15, spaceBefore=11, spaceAfter=4)


@cache
def load_fonts() -> None:
    """Make the typeface known; its subset travels inside each file."""
    rl_config.useA85 = 0
    rl_config.invariant = 1
    for name, file in {
        "Vera": "Vera",
        "Vera-Bold": "VeraBd",
        "Vera-Italic": "VeraIt",
        "Vera-BI": "VeraBI",
    }.items():
        pdfmetrics.registerFont(TTFont(name, FONTS / f"{file}.ttf"))
    pdfmetrics.registerFontFamily(
        "Vera", normal="Vera", bold="Vera-Bold", italic="Vera-Italic", boldItalic="Vera-BI"
    )


class _NumberedCanvas(Canvas):
    """Writes the running lines last, when the number of pages is known."""

    paper: blocks.Paper

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - the name is the library's
        self._pages.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined] # the stubs leave it out

    def save(self) -> None:
        pages = self._pages
        for number, page in enumerate(pages, start=1):
            self.__dict__.update(page)
            self._running_lines(number, len(pages))
            super().showPage()
        super().save()

    def _running_lines(self, number: int, of: int) -> None:
        paper, (width, height) = self.paper, A4
        self.setFillColor(QUIET)
        self.setFont("Vera", 7.5)
        self.drawString(SIDE, height - 12 * mm, paper.letterhead.running)
        self.drawRightString(width - SIDE, height - 12 * mm, paper.reference)
        self.drawString(SIDE, 11 * mm, paper.foot)
        self.drawCentredString(width / 2, 11 * mm, paper.marking)
        self.drawRightString(width - SIDE, 11 * mm, f"Page {number} of {of}")
        self.setFont("Vera-Bold", 8)
        self.setFillColor(INK)
        self.drawCentredString(width / 2, height - 17 * mm, paper.marking)
        self.setStrokeColor(RULE)
        self.setLineWidth(0.5)
        self.line(SIDE, 15 * mm, width - SIDE, 15 * mm)


class _Titled(Flowable):
    """The heading of the whole paper: the agency's colour, its contact line."""

    def __init__(self, paper: blocks.Paper) -> None:
        super().__init__()
        self.paper = paper

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return LINE, 16 * mm

    def draw(self) -> None:
        canvas, head = self.canv, self.paper.letterhead
        canvas.setFillColor(HexColor(head.colour))
        canvas.rect(0, 4 * mm, 2.2 * mm, 10.5 * mm, stroke=0, fill=1)
        canvas.setFont("Vera-Bold", 11.5)
        canvas.drawString(5 * mm, 10.6 * mm, head.name)
        canvas.setFillColor(QUIET)
        canvas.setFont("Vera", 7.8)
        canvas.drawString(5 * mm, 5 * mm, head.contact)


class _Headline(Paragraph):
    """A heading that is also an entry in the reader's outline."""

    def __init__(self, text: str, style: ParagraphStyle, key: str, level: int) -> None:
        super().__init__(text, style)
        self.entry = (text, key, level)

    def draw(self) -> None:
        text, key, level = self.entry
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(text, key, level=level, closed=False)
        super().draw()


def _table(rows: list[list[Paragraph]], widths: list[float], *, head_row: bool, head_column: bool) -> Table:
    style: list[Any] = [
        ("GRID", (0, 0), (-1, -1), 0.5, RULE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 3.2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.8),
    ]
    if head_row:
        style.append(("BACKGROUND", (0, 0), (-1, 0), TINT))
    if head_column:
        style.append(("BACKGROUND", (0, 0), (0, -1), TINT))
    return Table(rows, colWidths=widths, repeatRows=int(head_row), style=style, spaceBefore=2, spaceAfter=7)


def _flow(block: blocks.Block, number: int) -> list[Flowable]:
    match block:
        case blocks.Heading(text):
            return [_Headline(text, H2, f"part{number}", 1)]
        case blocks.Prose(text):
            return [Paragraph(text, BODY)]
        case blocks.Bullets(items):
            return [Paragraph(item, BULLET, bulletText="•") for item in items] + [Spacer(0, 3)]
        case blocks.Facts(rows):
            cells = [[Paragraph(name, HEAD), Paragraph(what, CELL)] for name, what in rows]
            return [_table(cells, [0.24 * LINE, 0.76 * LINE], head_row=False, head_column=True)]
        case blocks.Grid(heads, rows):
            cells = [[Paragraph(head, HEAD) for head in heads]]
            cells += [[Paragraph(cell, CELL) for cell in row] for row in rows]
            return [_table(cells, [share * LINE for share in block.shares], head_row=True, head_column=False)]
        case _:
            return _apart(block)


def _apart(block: blocks.Block) -> list[Flowable]:
    match block:
        case blocks.Notice(text):
            return [
                Table(
                    [[Paragraph(text, CELL)]],
                    colWidths=[LINE],
                    style=[
                        ("BOX", (0, 0), (-1, -1), 1.2, INK),
                        ("TOPPADDING", (0, 0), (-1, -1), 5),
                        ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
                    ],
                    spaceBefore=4,
                    spaceAfter=8,
                )
            ]
        case blocks.Picture(jpeg, caption, height_mm):
            height = height_mm * mm
            width = height * 4 / 3
            picture = Image(io.BytesIO(jpeg), width=width, height=height)
            beside = Table(
                [[picture, Paragraph(caption, CAPTION)]],
                colWidths=[width + 5 * mm, LINE - width - 5 * mm],
                style=[("VALIGN", (0, 0), (-1, -1), "BOTTOM"), ("LEFTPADDING", (0, 0), (-1, -1), 0)],
                spaceAfter=4,
            )
            return [beside]
        case blocks.NewPage():
            return [PageBreak()]
        case blocks.Signed(lines):
            return [KeepTogether([Spacer(0, 6), *(Paragraph(line, CELL) for line in lines)])]
        case _:
            raise TypeError(block)


def _room_for(follower: blocks.Block | None) -> float:
    """Return how much of the page must be free below a heading for what follows it to begin there."""
    if isinstance(follower, blocks.Grid) and len(follower.rows) < WHOLE:
        table = _flow(follower, 0)[0]
        return float(table.wrap(LINE, A4[1])[1]) + 14 * mm
    return 32 * mm


def pdf(paper: blocks.Paper, story: tuple[blocks.Block, ...]) -> bytes:
    """Return the PDF of one version: titled, in British English, with an outline."""
    load_fonts()
    raw = io.BytesIO()
    title = f"{paper.title}, version {paper.version}"
    template = BaseDocTemplate(
        raw,
        pagesize=A4,
        title=title,
        author=paper.author,
        subject=f"{paper.marking} · {paper.reference}",
        creator=paper.letterhead.running,
        keywords=[FICTITIOUS],
        lang="en-GB",
        displayDocTitle=True,
        pageCompression=1,
    )
    frame = Frame(
        SIDE, 17 * mm, LINE, A4[1] - 38 * mm, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
    )
    template.addPageTemplates(PageTemplate(frames=[frame]))
    flow: list[Flowable] = [_Titled(paper), _Headline(paper.title, H1, "top", 0)]
    for number, block in enumerate(story):
        follower = story[number + 1] if number + 1 < len(story) else None
        if isinstance(block, blocks.Heading):
            flow.append(CondPageBreak(_room_for(follower)))
        flow += _flow(block, number)
    template.build(flow, canvasmaker=_canvas_for(paper))
    return raw.getvalue()


def _canvas_for(paper: blocks.Paper) -> Any:
    when = datetime(paper.dated.year, paper.dated.month, paper.dated.day, 9, tzinfo=UTC)

    def make(*args: Any, **kwargs: Any) -> _NumberedCanvas:
        canvas = _NumberedCanvas(*args, **kwargs)
        canvas.paper = paper
        dated(canvas, when)
        return canvas

    return make


def dated(canvas: Any, when: datetime) -> None:
    """Give the file the date of its document instead of the moment it was made."""
    stamp = canvas._doc._timeStamp
    stamp.t, stamp.lt, stamp.YMDhms = when.timestamp(), when.timetuple(), when.timetuple()[:6]
