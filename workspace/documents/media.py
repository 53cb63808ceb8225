"""Says what a file is by looking into it. A name is only believed where it can do no harm.

The list is short on purpose. What is not on it is kept and can be downloaded, as bytes that no browser
will run; that is also what becomes of HTML, SVG, XML and scripts, whatever they are called.
"""

import codecs
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

Shown = Literal["pdf", "image", "text", "none"]

OTHER = "application/octet-stream"
PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
TEXT = "text/plain"
MARKDOWN = "text/markdown"
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OFFICE}.wordprocessingml.document"
XLSX = f"{_OFFICE}.spreadsheetml.sheet"
PPTX = f"{_OFFICE}.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"

HEAD = 8 * 1024
TAIL = 128 * 1024  # a zip file's list of contents stands at its end


@dataclass(frozen=True)
class _Kind:
    """What pages call a type, and how it is shown in the page."""

    name: str
    shown: Shown = "none"


_KINDS: dict[str, _Kind] = {
    PDF: _Kind("PDF", "pdf"),
    PNG: _Kind("PNG", "image"),
    JPEG: _Kind("JPEG", "image"),
    TEXT: _Kind("Text", "text"),
    MARKDOWN: _Kind("Markdown", "text"),
    DOCX: _Kind("Word"),
    XLSX: _Kind("Excel"),
    PPTX: _Kind("PowerPoint"),
    ODT: _Kind("OpenDocument text"),
    ODS: _Kind("OpenDocument spreadsheet"),
}
_MAGIC = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
_PARTS = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("ppt/presentation.xml", PPTX))
_CODE = frozenset(
    {"html", "htm", "xhtml", "shtml", "mht", "mhtml", "svg", "xml", "xsl", "xslt", "php", "hta"}
    | {"js", "mjs", "cjs", "vbs", "wsf", "bat", "cmd", "ps1", "sh"}
)


def shown(media_type: str) -> Shown:
    """How a file of this type is shown in the page: `none` means it can only be downloaded."""
    kind = _KINDS.get(media_type)
    return kind.shown if kind else "none"


def kind_name(media_type: str, filename: str = "") -> str:
    """What pages call a type; of one that is not on the list only the ending of its name is known."""
    kind = _KINDS.get(media_type)
    if kind:
        return kind.name
    extension = filename.rpartition(".")[2] if "." in filename else ""
    return extension.upper() if extension.isascii() and extension.isalnum() else "Unknown"


def served_as(media_type: str) -> str:
    """The `Content-Type` with which a file of this type may leave the house."""
    if media_type not in _KINDS:
        return OTHER
    return f"{media_type}; charset=utf-8" if shown(media_type) == "text" else media_type


def media_type_of(data: bytes, filename: str) -> str:
    """The type of a whole file that is at hand."""
    sniffer = Sniffer()
    sniffer.feed(data)
    return sniffer.media_type(filename)


class Sniffer:
    """Finds out a file's type while its bytes pass by, keeping no more than its two ends."""

    def __init__(self) -> None:
        self._head = b""
        self._tail = b""
        self._decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()

    def feed(self, data: bytes) -> None:
        """Look at the next bytes."""
        if len(self._head) < HEAD:
            self._head += data[: HEAD - len(self._head)]
        if self._head.startswith(b"PK"):
            self._tail = (self._tail + data)[-TAIL:]
        if self._decoder is not None and not self._reads_as_text(data):
            self._decoder = None

    def media_type(self, filename: str) -> str:
        """The type, all bytes having been fed."""
        for magic, media_type in _MAGIC:
            if self._head.startswith(magic):
                return media_type
        if self._head.startswith(b"PK\x03\x04"):
            return self._type_of_zip()
        return self._type_of_text(filename) if self._head and self._reads_as_text(b"", final=True) else OTHER

    def _reads_as_text(self, data: bytes, final: bool = False) -> bool:
        try:
            return (
                self._decoder is not None
                and b"\0" not in data
                and self._decoder.decode(data, final) is not None
            )
        except UnicodeDecodeError:
            return False

    def _type_of_text(self, filename: str) -> str:
        extension = filename.rpartition(".")[2].lower()
        if extension in _CODE:
            return OTHER
        if extension in ("md", "markdown"):
            return MARKDOWN
        # Text of people does not begin with a tag; what does is markup under another name.
        return OTHER if self._head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<") else TEXT

    def _type_of_zip(self) -> str:
        for media_type in (ODT, ODS):
            if self._head[30 : 38 + len(media_type)] == b"mimetype" + media_type.encode():
                return media_type
        try:
            with zipfile.ZipFile(BytesIO(self._tail)) as archive:
                names = set(archive.namelist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
            return OTHER
        # With a program inside it is a document of another type, which is only handed out as bytes.
        if "[Content_Types].xml" not in names or any(name.endswith("vbaProject.bin") for name in names):
            return OTHER
        return next((media_type for name, media_type in _PARTS if name in names), OTHER)
