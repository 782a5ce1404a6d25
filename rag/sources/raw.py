"""Raw: the bytes of one source and what is known about them before they are read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

FORMATS = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".vtt": "vtt",
    ".srt": "srt",
    ".eml": "mail",
}
"""The format that each file name ending stands for; other endings are not read."""

READABLE = ", ".join(FORMATS)

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Raw:
    """A source as it was fetched.

    ``source`` is the path or URL as given; ``locator`` the resolved path or normalised URL,
    which is the source's identity. ``charset`` is the encoding a server declared, and ``url``
    the address that answered in the end, for what came over HTTP.
    """

    source: str
    locator: str
    data: bytes
    format: str
    charset: str | None = None
    url: str | None = None


def document_id(data: bytes) -> str:
    """Return the id of the document made from *data*: same bytes, same id."""
    return hashlib.sha256(data).hexdigest()[:16]
