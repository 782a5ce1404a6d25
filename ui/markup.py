"""Words that are not ours, made safe: text into escaped HTML, and the little Markdown of answers.

Nothing else in the page may put dynamic text into HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape
from pathlib import PurePath
from urllib.parse import urlsplit

MARKER = re.compile(r"\[(\d{1,3})\]")
STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
EMPHASIS = re.compile(r"\*(?=[^\s*])([^*]+?)(?<=\S)\*")
PLAIN = re.compile(r"[^“*\[ ]+|.", re.DOTALL)
SPACE_BEFORE_MARKER = re.compile(r" +(?=\[\d{1,3}\])")
MARK = re.compile('[“"]')
BLANK_LINE = re.compile(r"\n\s*\n")
HEADING = re.compile(r"#{1,6}\s+(.+)", re.DOTALL)
ITEM = re.compile(r"\s*(?:[-*•]|\d{1,3}[.)])\s+(?=\S)")

Marker = Callable[[int], str]


def safe(words: object) -> str:
    """Return words as HTML text or attribute value that shows them and nothing else."""
    return escape(str(words), quote=True)


def shown_source(source: str) -> str:
    """Return a source as shown: the name of a file, the whole of an address."""
    return source if "://" in source else PurePath(source).name or source


def element(name: str, words: object, *, class_: str = "", lang: str | None = None) -> str:
    """Return an HTML element around words, which are escaped."""
    attributes = f' class="{safe(class_)}"' if class_ else ""
    attributes += f' lang="{safe(lang)}"' if lang else ""
    return f"<{name}{attributes}>{safe(words)}</{name}>"


def link(address: str | None, words: str) -> str:
    """Return a link to a web address, or just the words where it is none."""
    if not address or not is_web_address(address):
        return safe(words)
    return (
        f'<a href="{safe(address)}" target="_blank" rel="noopener noreferrer nofollow">'
        f"{safe(words)}</a>"
    )


def is_web_address(address: str) -> bool:
    """Whether a browser may be sent there: http or https, with a host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def answer_html(text: str, *, quotes: Iterable[str] = (), marker: Marker) -> str:
    """Return the text of an answer as HTML: paragraphs, lists, emphasis, quotes and markers.

    Words inside quotation marks are shown exactly as they are, whatever they look like; *quotes*
    are those known to stand in the text, in marks or with marks of their own. *marker* renders
    the marker of a number.
    """
    given = set(quotes)
    shown = {f"“{quote}”" for quote in given} | {quote for quote in given if MARK.search(quote)}
    known = sorted(shown, key=len, reverse=True)
    return "".join(_block(block, known, marker) for block in _blocks(text, known))


def _blocks(text: str, known: list[str]) -> list[str]:
    """Split at blank lines, but never inside a known quote."""
    held = {f"\x00{number}\x00": quote for number, quote in enumerate(known) if "\n" in quote}
    text = text.replace("\x00", "")
    for key, quote in held.items():
        text = text.replace(quote, key)
    blocks = [block.strip() for block in BLANK_LINE.split(text) if block.strip()]
    for key, quote in held.items():
        blocks = [block.replace(key, quote) for block in blocks]
    return blocks


def _block(block: str, known: list[str], marker: Marker) -> str:
    heading = HEADING.fullmatch(block)
    if heading:
        return f"<h4>{_inline(heading[1], known, marker)}</h4>"
    lines = block.split("\n")
    if all(ITEM.match(line) for line in lines):
        items = (_inline(line[ITEM.match(line).end() :], known, marker) for line in lines)  # type: ignore[union-attr]
        return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    return f"<p>{_inline(block, known, marker)}</p>"


def _inline(text: str, known: list[str], marker: Marker) -> str:
    first = next((quote for quote in known if quote in text), None)
    if first:
        before, _, after = text.partition(first)
        quoted = f'<span class="quote">{_quoted(first)}</span>'
        return _inline(before, known, marker) + quoted + _inline(after, known, marker)
    out = []
    at = 0
    while at < len(text):
        piece, at = _piece(text, at, marker)
        out.append(piece)
    return "".join(out)


def _piece(text: str, at: int, marker: Marker) -> tuple[str, int]:
    """Return the HTML of what begins at an offset, and the offset behind it."""
    if text[at] == "“":
        end = _quote_end(text, at)
        if end:
            return f'<span class="quote">{_quoted(text[at:end])}</span>', end
    if gap := SPACE_BEFORE_MARKER.match(text, at):
        return "", gap.end()
    if found := MARKER.match(text, at):
        return marker(int(found[1])), found.end()
    for pattern, name in ((STRONG, "strong"), (EMPHASIS, "em")):
        if found := pattern.match(text, at):
            return f"<{name}>{_inline(found[1], [], marker)}</{name}>", found.end()
    plain = PLAIN.match(text, at)
    assert plain is not None
    return safe(plain[0]).replace("\n", "<br>"), plain.end()


def _quoted(words: str) -> str:
    return BLANK_LINE.sub("<br><br>", safe(words)).replace("\n", "<br>")


def _quote_end(text: str, at: int) -> int | None:
    """Return where the quotation opening at an offset ends, with its marks in balance."""
    depth = 0
    for offset in range(at, len(text)):
        depth += {"“": 1, "”": -1}.get(text[offset], 0)
        if depth == 0:
            return offset + 1
    return None
