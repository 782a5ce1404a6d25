"""Quotation marks: the spans between them, in the styles that newspapers print.

“…”, "…", ''…'', ``…'', „…“, «…», »…« everywhere; ‘…’ and '…' where they cannot be apostrophes.
A quote that runs over paragraphs repeats its opening mark and closes only once: its parts are
linked by ``continues``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from rag.records import Span

MARK = re.compile(r"``|''|[“”\"„«»]|(?<!\w)[‘'‚](?=\w)|(?<=[\w.,!?…%)])[’'](?!\w)")
CLOSERS = {
    "“": ("”", '"'),
    "”": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    '"': '"',
    "''": ("''", '"'),
    "``": ("''", '"'),
    "‘": "’",
    "'": "'",
    "‚": "‘’",
}
SINGLE = frozenset("‘'‚")
ENDING = ".,!?…"
"""What stands before a closing mark that is no apostrophe."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words between quotation marks: ``start`` to ``end`` without the marks.

    ``outer_start`` and ``outer_end`` enclose the marks; ``continues`` is True where the quote
    goes on from the paragraph before without having been closed there.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    continues: bool = False
    closed: bool = True


def find_quotes(
    text: str, spans: Sequence[Span], *, set_apart: Collection[int] = ()
) -> list[list[Quote]]:
    """Return the outermost quotes of each paragraph in *spans*, in order.

    Paragraphs that start in *set_apart* are quotes as a whole.
    """
    found: list[list[Quote]] = []
    open_mark: str | None = None
    for number, span in enumerate(spans):
        following = spans[number + 1] if number + 1 < len(spans) else None
        if span.start in set_apart and not MARK.match(text, span.start):
            found.append([Quote(*span, *span)])
            open_mark = None
            continue
        quotes = list(_quotes_of(text, span, open_mark, following))
        last = quotes[-1] if quotes else None
        open_mark = None
        if last and not last.closed:
            open_mark = text[last.outer_start : last.start].strip()
        found.append(quotes)
    return found


def _quotes_of(
    text: str, span: Span, open_mark: str | None, following: Span | None
) -> Iterator[Quote]:
    """Yield the quotes of one paragraph; *open_mark* is still open from the one before."""
    start, mark = -1, ""
    for match in MARK.finditer(text, span.start, span.end):
        if start < 0:
            if _opens(text, match, span):
                start, mark = match.start(), match[0]
        elif _closes(text, match, mark, span):
            yield _quote(text, start, mark, match.start(), match.end(), open_mark, span)
            start = -1
        elif match[0] == mark and mark not in SINGLE and _looks_open(text, match, span):
            start = match.start()
    if start >= 0 and mark not in SINGLE and _goes_on(text, mark, following):
        quote = _quote(text, start, mark, span.end, span.end, open_mark, span)
        yield Quote(
            quote.start, quote.end, quote.outer_start, span.end, quote.continues, closed=False
        )


def _quote(
    text: str, start: int, mark: str, end: int, outer_end: int, open_mark: str | None, span: Span
) -> Quote:
    inner = start + len(mark)
    while inner < end and text[inner].isspace():
        inner += 1
    while end > inner and text[end - 1].isspace():
        end -= 1
    continues = open_mark is not None and start == span.start and mark == open_mark
    return Quote(inner, end, start, outer_end, continues)


def _opens(text: str, match: re.Match[str], span: Span) -> bool:
    """Tell whether a mark can open a quote where it stands."""
    if match[0] in "’":
        return False
    return _looks_open(text, match, span)


def _looks_open(text: str, match: re.Match[str], span: Span) -> bool:
    before = text[match.start() - 1] if match.start() > span.start else " "
    after = text[match.end()] if match.end() < span.end else " "
    if match[0] in "„«":
        return True
    if match[0] in "”»" and match.start() > span.start and not before.isspace():
        return False
    if match[0] in "“":
        return True
    return not before.isalnum() and before not in ".,!?" and not after.isspace()


def _closes(text: str, match: re.Match[str], mark: str, span: Span) -> bool:
    """Tell whether a mark closes the quote that *mark* opened."""
    if match[0] not in CLOSERS[mark]:
        return False
    if mark == "“" and match[0] == '"':
        return _closes_for_want(text, match, span)
    if mark in SINGLE:
        before = text[match.start() - 1]
        return before in ENDING or not _closes_later(text, match, mark, span)
    if mark in ('"', "''", "``", "”") and match.start() > span.start:
        before = text[match.start() - 1]
        after = text[match.end()] if match.end() < span.end else " "
        return not (before.isspace() and after.isalnum())
    return True


def _closes_for_want(text: str, match: re.Match[str], span: Span) -> bool:
    """Tell whether a straight mark closes a curly quote that has no closing mark of its own."""
    rest = text[match.end() : span.end]
    if rest[:1].isalnum() or text[match.start() - 1].isspace():
        return False
    return "”" not in rest.split("“")[0]


def _closes_later(text: str, match: re.Match[str], mark: str, span: Span) -> bool:
    """Tell whether a surer closing mark follows, so that this one is an apostrophe."""
    rest = text[match.end() : span.end]
    opening = re.search(rf"(?<!\w){mark}(?=\w)", rest)
    surer = re.search(rf"[{re.escape(ENDING)}][{CLOSERS[mark]}](?!\w)", rest)
    return bool(surer and (not opening or surer.start() < opening.start()))


def _goes_on(text: str, mark: str, following: Span | None) -> bool:
    """Tell whether the next paragraph repeats the opening mark."""
    return following is not None and text.startswith(mark, following.start)
