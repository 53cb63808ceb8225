"""Lays a document out as a Word file."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from tools.demo_files import blocks
from tools.demo_files.facts import FICTITIOUS
from tools.demo_files.fixed_zip import settled

LINE_MM = 170.0
TINT = "EEF1F5"
_MARKUP = re.compile(r"(<b>.*?</b>|<i>.*?</i>)")


def _write(paragraph: Any, text: str, *, bold: bool = False) -> None:
    for part in filter(None, _MARKUP.split(text)):
        run = paragraph.add_run(part[3:-4] if _MARKUP.fullmatch(part) else part)
        run.bold = True if bold or part.startswith("<b>") else None
        run.italic = True if part.startswith("<i>") else None


def _field(paragraph: Any, instruction: str) -> None:
    run = paragraph.add_run()
    for kind in ("begin", None, "separate", "text", "end"):
        if kind is None:
            element = OxmlElement("w:instrText")
            element.text = f" {instruction} "
        elif kind == "text":
            element = OxmlElement("w:t")
            element.text = "1"
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def _shade(cell: Any, colour: str) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def _styles(document: Any, colour: str) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10)
    normal.paragraph_format.space_after = Pt(6)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    normal.element.get_or_add_rPr().append(language)
    for name, size, ink in (("Title", 20, "1A1A1A"), ("Heading 1", 12, colour.lstrip("#").upper())):
        style = document.styles[name]
        style.font.size, style.font.bold = Pt(size), True
        style.font.color.rgb = RGBColor.from_string(ink)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            del fonts.attrib[attribute]
        style.font.name = "Arial"
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(12), Pt(4)
    borders = document.styles["Title"].element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        borders.getparent().remove(borders)


def _running_lines(document: Any, paper: blocks.Paper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph in (head, foot):
        paragraph.style.paragraph_format.tab_stops.clear_all()
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(LINE_MM / 2 + 12), WD_TAB_ALIGNMENT.CENTER)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(LINE_MM), WD_TAB_ALIGNMENT.RIGHT)
        paragraph.style.font.size = Pt(8)
    _write(head, f"{paper.letterhead.running}\t<b>{paper.marking}</b>\t{paper.reference}")
    _write(foot, f"{paper.foot}\t{paper.marking}\tPage ")
    _field(foot, "PAGE")
    _write(foot, " of ")
    _field(foot, "NUMPAGES")


def _padded(table: Any) -> None:
    """Give each cell air, and keep each row on one page."""
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 50), ("left", 100), ("bottom", 50), ("right", 100)):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(width))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(margins)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _boxed(document: Any, text: str) -> None:
    table = document.add_table(rows=1, cols=1)
    table.style, table.autofit = "Table Grid", False
    table.columns[0].width = table.rows[0].cells[0].width = Mm(LINE_MM)
    table.rows[0].cells[0].paragraphs[0].paragraph_format.space_after = Pt(0)
    _write(table.rows[0].cells[0].paragraphs[0], text)
    _padded(table)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _table(document: Any, rows: list[tuple[str, ...]], shares: tuple[float, ...], *, head_row: bool) -> None:
    table = document.add_table(rows=0, cols=len(shares))
    table.style, table.autofit = "Table Grid", False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(LINE_MM * share)
    for number, row in enumerate(rows):
        cells = table.add_row().cells
        for column, (cell, text) in enumerate(zip(cells, row, strict=True)):
            cell.width = Mm(LINE_MM * shares[column])
            head = (head_row and number == 0) or (not head_row and column == 0)
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            _write(cell.paragraphs[0], text, bold=head)
            if head:
                _shade(cell, TINT)
    _padded(table)
    if head_row:
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _sign(document: Any, lines: tuple[str, ...]) -> None:
    for number, line in enumerate(lines):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(0 if number else 14)
        paragraph.paragraph_format.space_after = Pt(2)
        _write(paragraph, line)


def _bulleted(document: Any, items: tuple[str, ...]) -> None:
    for item in items:
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.paragraph_format.space_after = Pt(2)
        _write(paragraph, item)


def _add(document: Any, block: blocks.Block) -> None:
    match block:
        case blocks.Heading(text):
            document.add_heading(text, level=1)
        case blocks.Prose(text):
            _write(document.add_paragraph(), text)
        case blocks.Bullets(items):
            _bulleted(document, items)
        case blocks.Facts(rows):
            _table(document, list(rows), (0.26, 0.74), head_row=False)
        case blocks.Grid(heads, rows):
            _table(document, [heads, *rows], block.shares, head_row=True)
        case blocks.Notice(text):
            _boxed(document, text)
        case blocks.Signed(lines):
            _sign(document, lines)
        case _:
            raise TypeError(block)


def docx(paper: blocks.Paper, story: tuple[blocks.Block, ...]) -> bytes:
    """Return the Word file of one version."""
    document = Document()
    _styles(document, paper.letterhead.colour)
    _running_lines(document, paper)
    properties = document.core_properties
    properties.title, properties.author = f"{paper.title}, version {paper.version}", paper.author
    properties.subject, properties.comments = f"{paper.marking} · {paper.reference}", FICTITIOUS
    properties.last_modified_by, properties.language, properties.keywords = paper.author, "en-GB", ""
    properties.created = properties.modified = datetime(paper.dated.year, paper.dated.month, paper.dated.day)  # noqa: DTZ001 - the library writes UTC
    head = document.add_paragraph()
    head.paragraph_format.space_after = Pt(0)
    _write(head, paper.letterhead.name, bold=True)
    head.runs[0].font.size = Pt(13)
    head.runs[0].font.color.rgb = RGBColor.from_string(paper.letterhead.colour.lstrip("#").upper())
    _write(document.add_paragraph(), paper.letterhead.contact)
    document.add_paragraph(paper.title, style="Title")
    for block in story:
        _add(document, block)
    raw = io.BytesIO()
    document.save(raw)
    return settled(raw.getvalue(), paper.dated)
