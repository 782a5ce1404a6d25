"""DOCX: paragraphs, headings by their styles, bold runs, and tables row by row."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from rag.errors import SourceTooLarge, UnreadableSource
from rag.records import Document
from rag.settings import Settings
from rag.sources.composing import STRONG, Composer, Label, Run, tells_who_speaks
from rag.sources.metadata import Metadata, one_line, to_document
from rag.sources.raw import MEGABYTE, Raw

DAMAGED = "It is damaged or not a DOCX file. Open it in a word processor and save it again."
MOST_PARTS = 10_000  # files in the archive; a real document has dozens
HEADING = re.compile(r"heading ([1-6])", re.IGNORECASE)
PLACEHOLDER_TITLE = re.compile(
    r"(microsoft )?word\b.*|.*\.docx?|document ?\d*|untitled|title", re.IGNORECASE
)


def extract(raw: Raw, settings: Settings) -> Document:
    """Return the document of a DOCX file.

    Its dates say when the file was made, not when the event was, so none is taken.
    """
    _check_archive(raw, settings)
    composer = Composer()
    try:
        title = _compose(raw.data, composer)
    except Exception as exc:  # damage surfaces in python-docx and lxml as almost any error
        raise UnreadableSource(raw.source, DAMAGED) from exc
    return to_document(raw, composer.text, composer.marks, Metadata(title))


def _check_archive(raw: Raw, settings: Settings) -> None:
    """Refuse an archive that would unpack to more than is allowed; nothing is unpacked here."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw.data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as exc:
        raise UnreadableSource(raw.source, DAMAGED) from exc
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableSource(raw.source, "It is encrypted. Save it without a password.")
    size = sum(part.file_size for part in parts) / MEGABYTE
    if size > settings.max_source_mb or len(parts) > MOST_PARTS:
        raise SourceTooLarge(
            raw.source,
            f"It unpacks to {len(parts)} files of {size:.0f} MB, more than the "
            f"{settings.max_source_mb:g} MB allowed. Raise PRESSROOM_MAX_SOURCE_MB if it is real.",
        )


def _compose(data: bytes, composer: Composer) -> str | None:
    """Add the paragraphs of *data* to *composer*; return the title."""
    import docx
    from docx.table import Table

    document = docx.Document(io.BytesIO(data))
    title = _sensible(document.core_properties.title)
    for block in _blocks(document.element.body, document):
        if isinstance(block, Table):
            _compose_table(block, composer)
            continue
        level = _heading_level(block)
        span = composer.add(_runs(block), *([("heading", level)] if level else []))
        if title is None and level == "1" and span:
            title = one_line(block.text)
    return title


def _blocks(element: Any, parent: Any) -> Iterator[Any]:
    """Yield paragraphs and tables in order, those within content controls and insertions too."""
    from docx.oxml.ns import qn
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    for child in element:
        if child.tag == qn("w:p"):
            yield Paragraph(child, parent)
        elif child.tag == qn("w:tbl"):
            yield Table(child, parent)
        elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")}:
            yield from _blocks(child, parent)


def _compose_table(table: Any, composer: Composer) -> None:
    # A merged cell is listed once for each column it covers.
    rows = [list({id(cell._tc): cell for cell in row.cells}.values()) for row in table.rows]
    if tells_who_speaks([[cell.text for cell in row] for row in rows]):
        for name, words in rows:
            label = name.text.strip().rstrip(":")
            composer.add([*([Run(f"{label}: ", (STRONG,))] if label else []), *_cell(words)])
        return
    for row in rows:
        composer.add([run for cell in row for run in (*_cell(cell), Run("| "))][:-1])


def _cell(cell: Any) -> Iterator[Run]:
    for paragraph in cell.paragraphs:
        yield from (*_runs(paragraph), Run(" "))


def _heading_level(paragraph: Any) -> str | None:
    name = (paragraph.style.name or "") if paragraph.style is not None else ""
    if name == "Title":
        return "1"
    match = HEADING.fullmatch(name)
    return match[1] if match else None


def _runs(paragraph: Any) -> Iterator[Run]:
    """Yield the runs of a paragraph as a reader sees them who accepts all tracked changes."""
    from docx.oxml.ns import qn
    from docx.text.run import Run as DocxRun

    removed = {qn("w:del"), qn("w:moveFrom"), qn("w:txbxContent")}
    for run in paragraph._p.iter(qn("w:r")):
        if any(ancestor.tag in removed for ancestor in _within(run, paragraph._p)):
            continue
        shown = DocxRun(run, paragraph)
        labels: tuple[Label, ...] = (STRONG,) if _is_bold(shown) else ()
        yield Run(shown.text, labels)


def _within(element: Any, root: Any) -> Iterator[Any]:
    """Yield what *element* stands in, up to *root*."""
    return itertools.takewhile(lambda parent: parent is not root, element.iterancestors())


def _is_bold(run: Any) -> bool:
    if run.bold is not None:
        return bool(run.bold)
    return run._r.style is not None and bool(run.style.font.bold)


def _sensible(title: str | None) -> str | None:
    line = one_line(title)
    return None if line is None or PLACEHOLDER_TITLE.fullmatch(line) else line
