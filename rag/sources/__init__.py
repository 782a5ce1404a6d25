"""Path or URL in, Document out.

``find`` names the sources, ``fetch`` returns the bytes of one, ``extract`` makes the document.
A caller compares ``document_id(raw.data)`` with what it knows before it extracts, so unchanged
sources cost no more than reading them. Each format is one module with an ``extract`` of its own.
"""

from __future__ import annotations

from importlib import import_module

from rag.records import Document
from rag.settings import Settings
from rag.sources.files import find, is_url, read_file
from rag.sources.raw import FORMATS, Raw, document_id

__all__ = ["FORMATS", "Raw", "document_id", "extract", "fetch", "find", "is_url"]

EXTRACTORS = {
    "text": "text",
    "markdown": "markdown",
    "html": "html",
    "pdf": "pdf",
    "docx": "docx",
    "vtt": "captions",
    "srt": "captions",
    "mail": "mail",
}


def fetch(source: str, settings: Settings) -> Raw:
    """Return the bytes of *source*, a file or an http(s) URL.

    Raises UnsupportedSource, UnreadableSource, SourceTooLarge or FetchRefused.
    """
    if not is_url(source):
        return read_file(source, settings)
    from rag.sources.fetching import fetch_url

    return fetch_url(source, settings)


def extract(raw: Raw, settings: Settings) -> Document:
    """Return the document that *raw* holds; the same bytes always give the same document.

    Raises UnreadableSource, EmptySource or SourceTooLarge.
    """
    # Imported on use: parsers of formats that a run never meets are not waited for.
    module = import_module(f"rag.sources.{EXTRACTORS[raw.format]}")
    document: Document = module.extract(raw, settings)
    return document
