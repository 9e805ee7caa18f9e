"""Files of the same words are the same bytes: what they are stamped with is the report's hour."""

import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO

_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_CORE = "docProps/core.xml"


def stamped(content: bytes, at: datetime) -> bytes:
    """A ZIP of office parts, whose entries and properties all tell of one hour."""
    moment = at.astimezone(UTC)
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            body = old.read(entry)
            if entry.filename == _CORE:
                told = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                body = _MODIFIED.sub(rb"\g<1>" + told + rb"\g<2>", body)
            new.writestr(_entry(entry, moment), body)
    return made.getvalue()


def _entry(old: zipfile.ZipInfo, at: datetime) -> zipfile.ZipInfo:
    new = zipfile.ZipInfo(old.filename, (at.year, at.month, at.day, at.hour, at.minute, 0))
    new.compress_type, new.external_attr = old.compress_type, 0o600 << 16
    return new
