"""What the tests of sources share."""

from collections.abc import Callable

import pytest

from rag.records import Document
from rag.settings import Settings
from rag.sources import Raw, extract


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture
def read(settings: Settings) -> Callable[..., Document]:
    """Return the document made of bytes or text in a format."""

    def read(data: bytes | str, format: str, **changes: object) -> Document:
        data = data.encode() if isinstance(data, str) else data
        return extract(
            Raw(f"a.{format}", f"/a.{format}", data, format),
            settings.model_copy(update=changes),
        )

    return read


@pytest.fixture
def marked() -> Callable[..., list[tuple[str, str]]]:
    """Return the values and the words of a document's marks of one kind."""

    def marked(document: Document, kind: str) -> list[tuple[str, str]]:
        return [
            (mark.value, document.text[mark.start : mark.end])
            for mark in document.marks
            if mark.kind == kind
        ]

    return marked
