"""Names of files: text for people to read, never a path, and safe to hand back to a browser."""

import unicodedata
from urllib.parse import quote

LONGEST = 150  # characters, and no more than LONGEST_BYTES of them in UTF-8: what every file system takes
LONGEST_BYTES = 255
LONGEST_EXTENSION = 12
NAMELESS = "document"
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}
)
_PLAIN = "!#$&+-.^_`|~"  # besides letters and digits, what RFC 8187 lets stand in `filename*`


def plain_line(text: str) -> str:
    """Gives ``text`` as one line of visible characters: nothing in it hides or turns writing round."""
    spaced = (" " if letter.isspace() else letter for letter in unicodedata.normalize("NFC", text))
    visible = "".join(letter for letter in spaced if unicodedata.category(letter) not in _HIDDEN)
    return " ".join(visible.split())


def cleaned(name: str) -> str:
    """Gives the name under which to keep a file that was sent as ``name``."""
    last = plain_line(name.replace("\\", "/").rpartition("/")[2][-4 * LONGEST :]).lstrip(". ").rstrip(". ")
    stem, dot, extension = last.rpartition(".")
    if not dot or len(extension) > LONGEST_EXTENSION:
        stem, extension = last, ""
    if stem.partition(".")[0].upper() in _DEVICES:
        stem = f"_{stem}"
    end = f".{extension}" if extension else ""
    stem = (stem or NAMELESS)[: LONGEST - len(end)]
    while len(f"{stem}{end}".encode()) > LONGEST_BYTES:
        stem = stem[:-1]
    return f"{stem.rstrip('. ')}{end}"


def stem_of(name: str) -> str:
    """Gives a file's name without its extension: what a document is called when nobody says otherwise."""
    stem, dot, extension = name.rpartition(".")
    return stem if dot and stem and len(extension) <= LONGEST_EXTENSION else name


def disposition(kind: str, name: str) -> str:
    """Gives the header `Content-Disposition` for ``kind`` (inline or attachment) and a file's name.

    Old programs read the plain name, in which only letters, digits and a few marks are left; all others
    the one in UTF-8 (RFC 6266).
    """
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    safe = "".join(letter if letter.isalnum() or letter in " ._-()" else "_" for letter in ascii_name)
    stem, dot, extension = safe.rpartition(".")
    if not (stem if dot else safe).strip(" ._"):
        safe = f"{NAMELESS}{dot}{extension if dot else ''}"
    return f"{kind}; filename=\"{safe}\"; filename*=UTF-8''{quote(name, safe=_PLAIN)}"
