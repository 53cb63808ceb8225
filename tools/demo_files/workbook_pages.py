"""Lays a document out as an Excel workbook."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from tools.demo_files import blocks
from tools.demo_files.facts import FICTITIOUS
from tools.demo_files.fixed_zip import settled

_EDGE = Side(style="thin", color="9AA3AD")
BOX = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
TINT = PatternFill("solid", fgColor="EEF1F5")
WRAP = Alignment(wrap_text=True, vertical="top")


def _aligned(value: object) -> Alignment:
    """Return how a value stands in its cell: figures to the right, all else to the left."""
    if isinstance(value, int | float):
        return Alignment(horizontal="right", vertical="top", wrap_text=True)
    return Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)


def _top(page: Any, paper: blocks.Paper, sheet: blocks.Sheet) -> int:
    page["A1"] = f"{paper.letterhead.running} · {paper.marking} · {paper.reference}"
    page["A1"].font = Font(name="Arial", size=9, color="555555")
    page["A2"] = sheet.title
    page["A2"].font = Font(
        name="Arial", size=14, bold=True, color=paper.letterhead.colour.lstrip("#").upper()
    )
    row = 4
    for name, value in sheet.facts:
        page.cell(row, 1, name).font = Font(name="Arial", size=10, bold=True)
        cell = page.cell(row, 2, value)
        cell.font, cell.alignment = Font(name="Arial", size=10), Alignment(horizontal="left")
        if isinstance(value, float):
            cell.number_format = "£#,##0.00"
        row += 1
    return row + 1 if sheet.facts else row


def _table(page: Any, sheet: blocks.Sheet, row: int) -> int:
    for column, head in enumerate(sheet.heads, start=1):
        cell = page.cell(row, column, head)
        cell.font, cell.fill, cell.border = Font(name="Arial", size=10, bold=True), TINT, BOX
        cell.alignment = _aligned(sheet.rows[0][column - 1] if sheet.rows[0][column - 1] is not None else 0)
        if len(head) > sheet.widths[column - 1]:
            page.row_dimensions[row].height = 28
    page.freeze_panes = page.cell(row + 1, 1)
    page.print_title_rows = f"{row}:{row}"
    for number, line in enumerate(sheet.rows):
        row += 1
        for column, value in enumerate(line, start=1):
            cell = page.cell(row, column, value)
            cell.font = Font(name="Arial", size=10, bold=number in sheet.strong_rows)
            cell.border, cell.alignment = BOX, _aligned(value)
            if sheet.formats and sheet.formats[column - 1]:
                cell.number_format = sheet.formats[column - 1]
    return row + 2


def _fill(page: Any, paper: blocks.Paper, sheet: blocks.Sheet) -> None:
    row = _top(page, paper, sheet)
    if sheet.heads:
        row = _table(page, sheet, row)
    for note in sheet.notes:
        cell = page.cell(row, 1, note)
        cell.font, cell.alignment = Font(name="Arial", size=10), WRAP
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=max(len(sheet.widths), 2))
        page.row_dimensions[row].height = 15 * (1 + len(note) * 1.15 // sum(sheet.widths))
        row += 1
    for column, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.page_setup.paperSize, page.page_setup.orientation = (
        page.PAPERSIZE_A4,
        "landscape" if sum(sheet.widths) > 110 else "portrait",
    )
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddHeader.center.text = paper.marking
    page.oddHeader.right.text = paper.reference
    page.oddFooter.left.text = paper.foot
    page.oddFooter.right.text = "Page &P of &N"


def xlsx(paper: blocks.Paper, sheets: tuple[blocks.Sheet, ...]) -> bytes:
    """Return the workbook of one version; it holds figures, no formulas, so that every reader shows them."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), paper, sheet)
    book.properties.title = f"{paper.title}, version {paper.version}"
    book.properties.creator = book.properties.lastModifiedBy = paper.author
    book.properties.subject = f"{paper.marking} · {paper.reference}"
    book.properties.description, book.properties.language = FICTITIOUS, "en-GB"
    book.properties.created = datetime(paper.dated.year, paper.dated.month, paper.dated.day)  # noqa: DTZ001 - the library writes UTC
    raw = io.BytesIO()
    book.save(raw)
    return settled(raw.getvalue(), paper.dated)
