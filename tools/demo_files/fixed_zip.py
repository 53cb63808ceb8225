"""Word and Excel files that come out the same, byte for byte, each time."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

_CHANGED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def settled(raw: bytes, dated: date) -> bytes:
    """Return the same package with every time in it set to the day the document is dated."""
    moment = f"{dated:%Y-%m-%d}T09:00:00Z".encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as before, zipfile.ZipFile(packed, "w") as after:
        for name in before.namelist():
            body = before.read(name)
            if name == "docProps/core.xml":
                body = _CHANGED.sub(rb"\g<1>" + moment + rb"\g<3>", body)
            entry = zipfile.ZipInfo(name, (dated.year, dated.month, dated.day, 9, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            after.writestr(entry, body)
    return packed.getvalue()
