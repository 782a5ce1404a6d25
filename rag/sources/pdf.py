"""PDF: the text of each page, its wrapped lines joined into paragraphs, with pages marked."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from rag.errors import EmptySource, SourceTooLarge, UnreadableSource
from rag.records import Document, Mark
from rag.settings import Settings
from rag.sources.composing import Composer, Run
from rag.sources.margins import without_line_numbers
from rag.sources.metadata import Metadata, one_line, to_document, written_date
from rag.sources.normalising import visible
from rag.sources.raw import MEGABYTE, Raw

if TYPE_CHECKING:
    from pypdf import PdfReader

DAMAGED = "It is damaged or not a PDF file. Open it in a viewer and print it to a new PDF."
SCANNED = "It holds pictures of pages, no text. Run text recognition (OCR) over it first."
ENCRYPTED = "It is encrypted. Save a copy without a password."

EDGE_LINES = 3  # at the top and the bottom of a page may be its header and footer
REPEATED_SHARE = 0.6  # of the pages have a line that is a header or footer
FEWEST_PAGES = 2  # before repetition says anything
HEADLINE_SCALE = 1.25  # of the size of the text: a headline is set at least this large
LONGEST_HEADLINE = 250  # characters
LONGEST_FURNITURE = 90  # characters of a header or footer
FULL_SHARE = 0.75  # of the widest lines: a shorter line may end a paragraph
PAGE_NUMBER = re.compile(
    r"(?:page|p\.)? *[-–—]? *\d{1,4} *[-–—]? *(?:(?:of|/) *\d{1,4})?", re.IGNORECASE
)
SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")
TURN_START = re.compile(
    r"(?:[A-Z][A-Z.'’-]+(?: [A-Z.'’-]+){0,4}:|Q[.:]?|A:)(?: |$)"
    r"|(?:THE|(?:VICE )?CHAIR(?:MAN|WOMAN)?|GOVERNOR|PRESIDENT|SECRETARY|SENATOR|M[RS]S?\.|DR\.)"
    r"(?: [A-Z][A-Z.'’-]+){1,3}\. +[A-Z“\"(]"
)
MIXED_TURN_START = re.compile(
    r"[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){0,4}(?:, [^\n:.!?]{2,40})?:(?: |$)"
    r"|[A-Z][A-Z’'-]+(?: [A-Z][A-Z.’'-]+){1,4}\. +[A-Z“\"(]"
)
"""A label that only the end of a sentence before it sets apart from other words."""
SPLIT_WORD = re.compile(r"([^\W\d_]{2,})-$")
PLACEHOLDER_TITLE = re.compile(
    r"microsoft word\b.*|.*\.(?:docx?|pdf|indd|qxd|tex|odt|rtf)|untitled.*|document ?\d*|title",
    re.IGNORECASE,
)


# Its complaints about damaged files are ours to tell; without a handler they go to the terminal.
logging.getLogger("pypdf").addHandler(logging.NullHandler())


class Line(NamedTuple):
    """A line of text and the number of the page it stands on."""

    page: int
    text: str


def extract(raw: Raw, settings: Settings) -> Document:
    """Return the document of a PDF file.

    Its own dates say when the file was made, not when the event was, so none is taken; one
    printed at the head or the foot of its pages is.
    """
    pages, title, headline = _read(raw, settings)
    if not any(any(map(str.isalnum, page)) for page in pages):
        raise EmptySource(raw.source, SCANNED)
    split = _lines(pages)
    furniture = _furniture(split)
    lines = [line for page in split for line in _without(furniture, page)]
    composer = Composer()
    large = [line for line in lines if line.page == 1 and line.text in headline]
    if large:
        composer.add(_runs(large), ("heading", "1"))
    for paragraph in _paragraphs([line for line in lines if line not in large]):
        composer.add(_runs(paragraph))
    title = title or one_line(" ".join(line.text for line in large))
    stated = Metadata(title, _date(split, furniture))
    return to_document(raw, composer.text, _with_whole_pages(composer.marks), stated)


def _read(raw: Raw, settings: Settings) -> tuple[list[str], str | None, frozenset[str]]:
    """Return the text of each page, the title and the lines of the headline."""
    import pypdf
    from pypdf.errors import DependencyError, FileNotDecryptedError

    try:
        reader = pypdf.PdfReader(io.BytesIO(raw.data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableSource(raw.source, ENCRYPTED)
        _check_length(reader, raw.source, settings)
        pages = list(_page_texts(reader, raw.source, settings))
        return pages, _title(reader), _headline(reader)
    except (UnreadableSource, SourceTooLarge):
        raise
    except (DependencyError, FileNotDecryptedError) as exc:
        raise UnreadableSource(raw.source, ENCRYPTED) from exc
    except Exception as exc:  # damage surfaces in pypdf as almost any error
        raise UnreadableSource(raw.source, DAMAGED) from exc


def _check_length(reader: PdfReader, source: str, settings: Settings) -> None:
    count = len(reader.pages)
    if count > settings.max_pages:
        raise SourceTooLarge(
            source,
            f"It has {count} pages, more than the {settings.max_pages} allowed. "
            "Split it, or raise PRESSROOM_MAX_PAGES.",
        )


def _page_texts(reader: PdfReader, source: str, settings: Settings) -> Iterator[str]:
    size = 0
    for page in reader.pages:
        text = visible(page.extract_text())
        size += len(text)
        if size > settings.max_source_mb * MEGABYTE:
            raise SourceTooLarge(
                source, f"Its text is over {settings.max_source_mb:g} MB. Split it."
            )
        yield text


def _title(reader: PdfReader) -> str | None:
    line = one_line(reader.metadata.title if reader.metadata else None)
    return None if line is None or PLACEHOLDER_TITLE.fullmatch(line) else line


def _headline(reader: PdfReader) -> frozenset[str]:
    """Return the lines at the top of the first page that are set larger than its text."""
    sizes: Counter[float] = Counter()
    parts: list[tuple[float, str]] = []

    def note(text: str, moved: Any, matrix: Any, _font: Any, size: float) -> None:
        shown = round(abs(size * matrix[3] * moved[3]), 1)
        parts.append((shown, text))
        if text.strip():
            sizes[shown] += len(text)

    if not len(reader.pages):
        return frozenset()
    reader.pages[0].extract_text(visitor_text=note)
    largest = max(sizes, default=0.0)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    lines = "".join(text for size, text in parts if size == largest).split("\n")
    printed = [visible(line).strip() for line in lines if line.strip()]
    is_headline = largest >= HEADLINE_SCALE * usual and sizes[largest] <= LONGEST_HEADLINE
    return frozenset(printed) if is_headline else frozenset()


def _lines(pages: Sequence[str]) -> list[list[Line]]:
    """Return the lines of each page, without the numbers that count them in the margin."""
    split = [page.strip().split("\n") for page in pages]
    plain = iter(without_line_numbers([line for page in split for line in page]))
    return [
        [Line(number, line.strip()) for line in islice(plain, len(page))]
        for number, page in enumerate(split, start=1)
    ]


def _date(pages: Sequence[list[Line]], furniture: set[str]) -> str | None:
    """Return the date that the head or the foot of the pages bears."""
    repeated = (line.text for line in pages[0] if _shape(line) in furniture)
    return next(filter(None, map(written_date, repeated)), None)


def _furniture(pages: Sequence[list[Line]]) -> set[str]:
    """Return the shapes of the lines that most pages have at their edges."""
    counts = Counter(shape for page in pages for shape in {_shape(line) for line in _edges(page)})
    enough = max(FEWEST_PAGES, REPEATED_SHARE * len(pages))
    return {
        shape
        for shape, count in counts.items()
        if count >= enough and len(shape) <= LONGEST_FURNITURE and not _is_finished(shape)
    }


def _edges(page: Sequence[Line]) -> list[Line]:
    return [*page[:EDGE_LINES], *page[EDGE_LINES:][-EDGE_LINES:]]


def _without(furniture: set[str], page: list[Line]) -> list[Line]:
    """Return *page* without the furniture at its two edges."""
    dropped = {
        id(line)
        for line in _edges(page)
        if PAGE_NUMBER.fullmatch(line.text) or _shape(line) in furniture
    }
    return [line for line in page if id(line) not in dropped]


def _shape(line: Line) -> str:
    """Return the text of *line* with its page's number made the same on every page."""
    return re.sub(rf"\b{line.page}\b", "#", line.text)


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Group wrapped lines into paragraphs: a short line that ends a thought ends one."""
    widths = sorted(len(line.text) for line in lines if line.text)
    full = FULL_SHARE * widths[int(0.9 * (len(widths) - 1))] if widths else 0
    paragraph: list[Line] = []
    for line in lines:
        if paragraph and _ends(paragraph[-1], line, full):
            yield paragraph
            paragraph = []
        if line.text:
            paragraph.append(line)
    if paragraph:
        yield paragraph


def _ends(last: Line, following: Line, full: float) -> bool:
    if not following.text:
        # A blank line in mid-sentence is a gap of the layout.
        return _is_finished(last.text) or len(last.text) < full
    if TURN_START.match(following.text):
        return True
    if MIXED_TURN_START.match(following.text) and _is_finished(last.text):
        return True
    if following.text[0].islower() or SPLIT_WORD.search(last.text):
        return False
    if following.page != last.page and _is_finished(last.text):
        return True
    return len(last.text) < full and (
        _is_finished(last.text) or len(last.text) < 0.8 * full or following.text[0].isupper()
    )


def _is_finished(text: str) -> bool:
    return SENTENCE_END.search(text) is not None


def _runs(paragraph: Sequence[Line]) -> Iterator[Run]:
    for line, following in zip(paragraph, [*paragraph[1:], Line(0, "")], strict=True):
        yield Run(_joinable(line.text, following.text), (("page", str(line.page)),))


def _joinable(text: str, following: str) -> str:
    """Return *text* ready to be followed: a word split at its end loses its hyphen.

    Only where the next line goes on in small letters; "Anglo-" before "American" keeps its own.
    """
    if not SPLIT_WORD.search(text) or not following[:1].isalpha():
        return f"{text} "
    return text[:-1] if following[0].islower() else text


def _with_whole_pages(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks, those of a page joined to one from its first character to its last."""
    pages: dict[str, Mark] = {}
    for mark in marks:
        if mark.kind == "page":
            first = pages.get(mark.value, mark)
            pages[mark.value] = Mark(first.start, mark.end, "page", mark.value)
    return [*(mark for mark in marks if mark.kind != "page"), *pages.values()]
