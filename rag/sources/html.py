"""HTML: the article of a page without what surrounds it, and what the page states about itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rag.errors import EmptySource
from rag.records import Document
from rag.settings import Settings
from rag.sources import metadata
from rag.sources.composing import QUOTE, STRONG, Composer, Label, Run, tells_who_speaks
from rag.sources.metadata import Metadata, to_document
from rag.sources.normalising import decode, normalised
from rag.sources.raw import Raw

DECLARED = re.compile(rb"<meta[^<>]{0,200}charset\s*=\s*[\"']?([\w-]{1,40})", re.IGNORECASE)
DECLARED_WITHIN = 4096
LARGEST_ARTICLE = 5_000_000  # characters; of a larger page the whole text is taken
DEEPEST_ARTICLE = 250  # levels; libxml2 drops what lies deeper than 256 from its tree

DATE_NAMES = (  # the event's own date first, then when the page was published
    "pressroom:date",
    "article:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "pubdate",
    "date",
)
HEADINGS = {f"h{level}": str(level) for level in range(1, 7)}
INLINE = set(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp "
    "small span strike strong sub sup time tt u var wbr".split()
)
UNREAD = set(
    "audio button canvas footer form iframe nav noscript object script select style svg "
    "template textarea title video".split()
)
BOLD = {"b", "strong"}
PROGRAMS = (None, "", "module", "text/javascript", "application/javascript")
"""Types of scripts that run, unlike linked data."""
POSTED = re.compile(r"[—–-]\s?[^()]{2,60} \(@\w+\)(?: [^()]{6,30}\d{4})?\s*\Z")
"""How an embedded post ends: who posted it, and when."""
FEW_WORDS = 60
MOST_WAITING_WORDS = 3
"""Of a page that its scripts fill: "Loading…"."""
NEEDS_SCRIPTS = (
    "The page shows its text only to a browser with JavaScript. Open it there, and save it as PDF "
    "or text."
)
NEEDS_LOGIN = (
    "The page shows its text only after a login. Log in with a browser, and save it there."
)
NEEDS_CONSENT = "The page asks for consent first. Open it in a browser, and save it there."
NOT_FOUND = "The page says that it was not found. Check the address."
WALL = re.compile(
    r"(?:enable|requires?|turn on|without)\s(?:\w+\s){0,3}javascript|javascript (?:is|must be|to)"
    r"|checking your browser|verify (?:that )?you are (?:a )?human|are you a robot",
    re.IGNORECASE,
)
CONSENT = re.compile(
    r"\b(?:before you continue|we value your privacy|your privacy choices)\b.*"
    r"\b(?:cookies|partners)\b",
    re.IGNORECASE | re.DOTALL,
)
MISSING = re.compile(
    r"\b(?:page|article)\b.{0,20}\bnot (?:be )?found\b|\b(?:error 404|404 error|404 not found)\b",
    re.IGNORECASE,
)
LOGIN = re.compile(
    r"\b(?:log|sign) ?in\b.{0,40}\b(?:to )?(?:continue|read|access|view)\b"
    r"|\bsubscri\w+\b.{0,40}\b(?:continue|keep) reading\b|\balready a subscriber\b",
    re.IGNORECASE,
)
LINES_ABOVE = 3
LINES_BELOW = 8
"""Lines around the heading of a page that may tell of the text below."""
LONGEST_LINE = 120  # characters; a longer one is the text
HOLDER = re.compile(
    r"(?:[^\W\d_a-z][\w.’'-]+\s){1,3}[^\W\d_a-z][\w’'-]+\n(?:\d+(?:st|nd|rd|th)\s)?"
    r"(?:[A-Z][\w’'-]+\s){1,3}of\s[^\n.!?]{3,60}"
)
"""A name with an office on the line below."""
WHITE_SPACE = re.compile(r"\s+")


def extract(raw: Raw, settings: Settings) -> Document:
    """Return the document of a page: its article, or all its text where no article is found."""
    declared = DECLARED.search(raw.data, 0, DECLARED_WITHIN)
    charset = raw.charset or (declared[1].decode("ascii") if declared else None)
    text = normalised(decode(raw.data, source=raw.source, charset=charset))
    page = _read(text)
    article = _article(text) if page.depth <= DEEPEST_ARTICLE else None
    composer = Composer()
    if article is not None:
        for line in _left_out(page, " ".join(article.body.itertext())):
            composer.add([Run(line)])
        _compose(article.body, composer)
    if not composer.text:
        composer = page.composer
    _refuse_wall(composer.text, page, raw.source)
    return to_document(raw, composer.text, composer.marks, _metadata(page, article))


def _refuse_wall(text: str, page: Page, source: str) -> None:
    """Raise EmptySource for a page that shows others its words, and us something else."""
    if len(text.split()) > FEW_WORDS:
        return
    told = f"{page.title or ''}\n{text}"
    waits = page.runs_scripts and len(text.split()) <= MOST_WAITING_WORDS
    for reason, found in (
        (NEEDS_SCRIPTS, waits or WALL.search(text)),
        (NEEDS_LOGIN, LOGIN.search(text)),
        (NEEDS_CONSENT, CONSENT.search(told)),
        (NOT_FOUND, MISSING.search(told)),
    ):
        if found:
            raise EmptySource(source, reason)


def _left_out(page: Page, article: str) -> Iterator[str]:
    """Yield the lines around the page's heading that its article lacks: a date, a name and office.

    Archives print beside the heading of a transcript when it was and whose it is.
    """
    lines = page.composer.text.split("\n\n")
    if page.first_heading not in lines:
        return
    known = WHITE_SPACE.sub(" ", article)
    heading = lines.index(page.first_heading)
    for number in range(max(0, heading - LINES_ABOVE), min(len(lines), heading + LINES_BELOW)):
        line, two = lines[number], "\n".join(lines[number : number + 2])
        if number > heading and len(line) > LONGEST_LINE:
            return
        if HOLDER.fullmatch(two) and line not in known:
            yield two
        elif number > heading and metadata.written_date(line) and line not in known:
            yield line


class Page:
    """What one pass over the tags of a page finds: its statements and all its text.

    It is a target of lxml's parser, which builds no tree for it: neither the size nor the depth
    of a page can exhaust it.
    """

    def __init__(self) -> None:
        self.composer = Composer()
        self.depth = 0
        self.first_heading: str | None = None
        self.language: str | None = None
        self.title: str | None = None
        self.canonical: str | None = None
        self.names: dict[str, str] = {}
        self.times: list[str] = []
        self.linked_data: list[str] = []
        self.runs_scripts = False
        self._open: list[str] = []
        self._unread = self._bold = 0
        self._runs: list[Run] = []
        self._script: list[str] | None = None
        self._heading: str | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._open.append(tag)
        self.depth = max(self.depth, len(self._open))
        self._note(tag, attributes)
        self._unread += tag in UNREAD
        self._bold += tag in BOLD
        if tag == "br":
            self._runs.append(Run("\n"))
        elif tag not in INLINE:
            self._flush()
            self._heading = HEADINGS.get(tag)

    def end(self, tag: str) -> None:
        if self._open:
            self._open.pop()
        if tag in ("title", "script"):
            self._keep(tag)
        self._unread -= tag in UNREAD
        self._bold -= tag in BOLD
        if tag not in INLINE and tag != "br":
            self._flush()

    def data(self, text: str) -> None:
        if self._script is not None:
            self._script.append(text)
        elif not self._unread:
            self._runs.append(Run(_flowed(text), (STRONG,) if self._bold else ()))

    def comment(self, text: str) -> None:
        """Drop a comment."""

    def close(self) -> Page:
        self._flush()
        return self

    def _note(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "html":
            self.language = attributes.get("lang") or attributes.get("xml:lang")
        elif tag == "meta":
            name = attributes.get("name") or attributes.get("property")
            name = name or attributes.get("itemprop") or ""
            self.names.setdefault(name.lower(), attributes.get("content") or "")
        elif tag == "link" and "canonical" in (attributes.get("rel") or "").lower().split():
            self.canonical = attributes.get("href")
        elif tag == "script" and attributes.get("type") in PROGRAMS:
            self.runs_scripts = True
        elif tag == "time" and attributes.get("datetime"):
            self.times.append(attributes["datetime"])
        elif tag == "title" or attributes.get("type") == "application/ld+json":
            self._script = []

    def _keep(self, tag: str) -> None:
        if self._script is None:
            return
        text = "".join(self._script)
        if tag == "script":
            self.linked_data.append(text)
        elif self.title is None:
            self.title = metadata.one_line(text)
        self._script = None

    def _flush(self) -> None:
        if self._runs:
            heading: list[Label] = [("heading", self._heading)] if self._heading else []
            span = self.composer.add(self._runs, *heading)
            if span and self._heading == "1" and self.first_heading is None:
                self.first_heading = self.composer.text[slice(*span)]
        self._runs, self._heading = [], None


def _read(text: str) -> Page:
    from lxml import etree

    parser = etree.HTMLParser(target=Page(), huge_tree=True)
    parser.feed(text)
    page: Page = parser.close()
    return page


def _article(text: str) -> Any:
    """Return what trafilatura takes for the article of the page, None if it finds none."""
    if len(text) > LARGEST_ARTICLE:
        return None
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    tree = load_html(
        text if "<html" in text[:2000].lower() else f"<html><body>{text}</body></html>"
    )
    if tree is None:
        return None
    _say_in_paragraphs(tree)
    # The date is ours to find: a guess from the text or the address is none.
    return bare_extraction(
        tree,
        include_comments=False,
        include_formatting=True,
        include_tables=True,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "max_date": "2200-01-01"},
    )


def _say_in_paragraphs(tree: Any) -> None:
    """Turn lists of terms, and tables of who said what, into paragraphs with bold labels.

    trafilatura drops the terms, and joins the cells.
    """
    for terms in tree.iter("dl", "dt", "dd"):
        terms.tag = "p" if terms.tag == "dt" else "div"
    for table in list(tree.iter("table")):
        rows = [list(row.iter("td", "th")) for row in table.iter("tr")]
        if tells_who_speaks([[_flowed(cell.text_content()) for cell in row] for row in rows]):
            for name, words in rows:
                name.tag, words.tag = "strong", "span"
                label = _flowed(name.text_content()).strip().rstrip(":")
                name.text = f"{label}: " if label else ""
                name[:] = []
            for part in list(table.iter("tr", "tbody", "thead", "table")):
                part.tag = "p" if part.tag == "tr" else "div"


def _compose(body: Any, composer: Composer, *labels: Label) -> None:
    """Add the paragraphs of an article, in trafilatura's own elements, to *composer*.

    An embedded post is one paragraph, its words and who posted them.
    """
    for element in body:
        if element.tag == "table":
            for row in element.iter("row"):
                composer.add(_row(row))
        elif element.tag == "quote" and POSTED.search(post := " ".join(element.itertext())):
            composer.add([Run(_flowed(post))])
        elif element.tag in ("list", "quote") and len(element):
            inner = (*labels, QUOTE) if element.tag == "quote" else labels
            composer.add([Run(element.text or "")], *inner)
            _compose(element, composer, *inner)
        else:
            own = (*labels, QUOTE) if element.tag == "quote" else labels
            if _is_italic_question(element):
                composer.add([Run(_flowed("".join(element.itertext())), (STRONG,))], *own)
                continue
            level = (element.get("rend") or "")[1:] if element.tag == "head" else ""
            composer.add(_runs(element), *([("heading", level)] if level else []), *own)
        if element.tail:
            composer.add([Run(element.tail)], *labels)


def _is_italic_question(element: Any) -> bool:
    """Tell a question set in italics, whole, as interviews print what is asked."""
    parts = [child for child in element if child.tag == "hi" and child.get("rend") == "#i"]
    outside = [element.text, *(child.tail for child in element)]
    asks = "".join(element.itertext()).rstrip().endswith("?")
    return asks and len(parts) == len(element) > 0 and not "".join(filter(None, outside)).strip()


def _row(row: Any) -> Iterator[Run]:
    for number, cell in enumerate(row.iter("cell")):
        if number:
            yield Run(" | ")
        yield from _runs(cell)


def _runs(element: Any, labels: tuple[Label, ...] = ()) -> Iterator[Run]:
    if element.tag in ("lb", "p", "item"):
        yield Run("\n")
    if element.tag == "hi" and element.get("rend") == "#b":
        labels = (STRONG,)
    yield Run(_flowed(element.text), labels)
    for child in element:
        yield from _runs(child, labels)
        yield Run(_flowed(child.tail), labels)


def _flowed(text: str | None) -> str:
    """Return *text* with the source's line breaks as the spaces they are in a page."""
    return WHITE_SPACE.sub(" ", text or "")


def _metadata(page: Page, article: Any) -> Metadata:
    names = page.names
    title = names.get("pressroom:title") or (article and article.title) or names.get("og:title")
    return Metadata(
        title=metadata.one_line(title or page.title),
        date=next(filter(None, map(_day, _stated_dates(page))), None),
        place=metadata.one_line(names.get("pressroom:place")),
        event=metadata.one_line(names.get("pressroom:event")),
        publisher=metadata.one_line(names.get("og:site_name") or (article and article.sitename)),
        url=metadata.web_address(page.canonical) or metadata.web_address(names.get("og:url")),
        language=metadata.language_code(page.language),
        labels=metadata.labels(names.get("pressroom:labels", "").split(",")),
    )


def _stated_dates(page: Page) -> Iterator[str]:
    yield from (page.names[name] for name in DATE_NAMES[:2] if name in page.names)
    for text in page.linked_data:
        yield from _published(text)
    yield from (page.names[name] for name in DATE_NAMES[2:] if name in page.names)
    yield from page.times[:1]


def _published(text: str) -> Iterable[str]:
    """Return the dates of publication in a page's linked data (schema.org)."""
    try:
        found: list[Any] = [json.loads(text)]
    except (ValueError, RecursionError):
        return []
    dates = []
    while found:
        item = found.pop()
        if isinstance(item, list):
            found += reversed(item)
        elif isinstance(item, dict):
            found += [item["@graph"]] if "@graph" in item else []
            dates.append(item.get("datePublished"))
    return [date for date in dates if isinstance(date, str)]


def _day(value: str) -> str | None:
    return metadata.iso_date(value) or metadata.iso_date(value.strip()[:10])
