"""The front of a document: what stands before the report. Paragraphs come in; their kinds and
the title, date and place they give go out.

A date without a year gives no date: years are never guessed.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rag.records import Span
from rag.records.dates import MONTH_NAMES

FrontKind = Literal["title", "dateline", "byline"]

FRONT_PARAGRAPHS = 12
"""Paragraphs looked at; no press report has more before its first sentence."""
HEADER_PARAGRAPHS = 60
"""The same for the header of a transcript, whose lines may each stand alone and come twice."""
LONGEST_TITLE = 30
"""Words."""
LONGEST_PLAIN_TITLE = 15
"""Words of a title that looks like a sentence."""
LONGEST_HEADER_TITLE = 45
"""Words of a title in the header of a transcript, which names everybody who spoke."""
LEAD = re.compile(
    r"\b(?:said|says|told|added|announced|according to|yesterday|today|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b|[\"”’'][.,]?\s+\w+\s+(?:said|says)\b"
)
"""What the first sentence of a report has and a title lacks: who said it, and on which day."""
SHORT_LINE = 6
"""Words of an unfinished line in a header that is no sentence, whatever its words."""
MOST_PLACE_LINES = 5
"""Lines of place, date and time in a header that has nothing else."""
LONGEST_HEADER_LINE = 14
"""Words of a place, a date or an office in the header of a transcript."""

MONTHS = [name[:3] for name in MONTH_NAMES]
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
DATE = re.compile(
    rf"(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})(?!\d)"
    rf"|\b(?P<month>{MONTH})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:[-–—]\d{{1,2}}(?=,\s))?(?:,?\s(?P<year>\d{{4}})|,(?P<year3>\d{{4}}))?\b"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<month2>{MONTH})\.?(?:,?\s(?P<year2>\d{{4}}))?\b)"
)
WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s)?"
TIME = re.compile(
    r"\b\d{1,2}[:.]\d{2}\s*(?:[AP]\.?M\b\.?|hrs)?\s*(?:\([A-Z ]{2,20}\)|local time|[A-Z]{2,4}\b)?",
    re.IGNORECASE,
)
RELEASE = re.compile(
    r"for immediate release|embargoed|office of the (?:vice )?\w+(?: \w+)?|"
    r"(?:the white house|press (?:office|service)|press release)\W*\Z",
    re.IGNORECASE,
)
ISSUER = re.compile(
    r"(?:\A|\n|[^\S\n]{2,})[^\S\n]*(?P<issuer>(?:[A-Z][\w.&’'-]*|of|for|and)"
    r"(?:[^\S\n](?:[A-Z][\w.&’'-]*|of|for|and|the)){1,7}?)\s+(?i:office of (?:the )?)[A-Z]"
)
"""The body over the line of its office: "The White House", "Office of the Press Secretary"."""
BYLINE = re.compile(
    r"(?:(?:[Bb]y|BY|From|Von|Par|Por)\s(?:[A-Z][\w.’'-]+)(?:\s(?:[A-Z][\w.’'-]+|and|of|for|de|van|von|in))*"
    r"(?:[,|].{0,60})?\.?|From\s(?:our|a)\s(?:own\s)?(?:staff\s)?(?:correspondent|reporter).{0,60}"
    r"|Von\sunsere[rmn]\s(?:Korrespondent|Reporter)(?:in|en)?\b.{0,60}"
    r"|(?:[A-Z][\w.’'-]+\s){2,3}reports\sfrom\s[^.!?]{2,60}"
    r"|(?i:byline:.{0,80}|(?:translated|edited|compiled|written|reporting|"
    r"additional reporting|contributing|contributed)\s?(?:by|:)\s.{2,100}))"
)
PUBLISHED = re.compile(
    r"(?:published|updated|posted|last (?:updated|modified)|first published)\b.{0,60}",
    re.IGNORECASE,
)
AGENCY = r"\((?P<agency>[A-Z][\w.&’' -]{1,30})\)"
REGION = r"(?:,\s[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+){0,2}(?<!\d))?"
DAY = (
    rf"(?P<date>{WEEKDAY}(?:{MONTH}\.?\s\d{{1,2}}|\d{{1,2}}\s{MONTH})"
    r"(?:,?\s\d{4})?)"
)
DASH = r"(?:—|–|―|--?)"
CAPITALS = r"(?P<place>[^\W\d_a-z][A-ZÀ-ÖØ-Þ.’'-]+(?:[ /][A-ZÀ-ÖØ-Þ.’'-]+){0,3}"
DATELINES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{CAPITALS}{REGION}),\s{DAY}\.?\s*(?:/[A-Z][\w .-]{{1,20}}/\.?|{AGENCY})?"
        rf"\s*(?:{DASH}|\.)\s+(?=\S)",
        rf"{CAPITALS}{REGION}),\s{DAY}\.\s+(?=\S)",
        rf"{CAPITALS}{REGION})\s{AGENCY}\s*{DASH}\s*(?=\S)",
        rf"{CAPITALS}{REGION})\s{DASH}\s+(?=\S)",
        rf"(?P<place>[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+){{0,3}}{REGION})\s{AGENCY}\s*{DASH}\s*(?=\S)",
        rf"(?P<place>[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+){{0,3}}),\s{DAY}\s*(?:{AGENCY})?\s*{DASH}\s+(?=\S)",
    )
)
EVENT = re.compile(
    r"\b(?:remarks|press|conference|briefing|interview|transcript|statement|availability|gaggle|"
    r"conference call|speech|address|news|testimony|hearing|q&a|conférence|point de presse|"
    r"\w*pressekonferenz|rueda de prensa|comparecencia|conferenza stampa|coletiva|konferencja|"
    r"пресс-конференц\w+|toplantısı)\b",
    re.IGNORECASE,
)
TITLE_GOES_ON = re.compile(
    r"(?:by|and|with|of|in|at|on|upon|after|before|to|during|following|honou?ring|welcoming|"
    r"announcing|introducing|congratulating|nominating|signing|marking)\b",
    re.IGNORECASE,
)
ROOMS = frozenset(
    "room center centre hall house palace hotel building office garden lawn studio theater theatre "
    "ballroom auditorium headquarters".split()
)
"""What a press room, a news studio or a conference hall ends on: places, not titles."""
ABOUT_THE_TEXT = frozenset(
    "quotes transcript verbatim unedited draft corrected delivery delivered embargo spokesperson "
    "spokesman spokeswoman final translation".split()
)
"""Words of header lines that tell of the text or its speaker."""
TOPICS = re.compile(
    r"(?:index|contents|table of contents|topics|subjects|agenda|(?:corporate )?participants"
    r"|speaker key|speakers)\b[^.!?\n]{0,40}",
    re.IGNORECASE,
)
"""The line over the list of what, or who, comes up in a transcript."""
NO_PLACE = re.compile(
    r"\d{4}|:\Z|\b(?i:committee|hearing|participants|summary)\b|\A[^A-ZÀ-ÞА-Я]*\Z"
)
"""A year, the name of a field, who held the hearing, and what has no capital."""
PLACE_WORD = re.compile(r"\[\w+\]|[A-Z][\w.,&’'/-]*|(?:of|the|de|des|la|le|et|and|at|in|&)")
SENTENCE_END = re.compile(r"[.!?…][\"”’»)]*\Z")


@dataclass(slots=True)
class Front:
    """What the front of a document gave: kinds of paragraphs by start, and metadata.

    ``dateline`` is the span of a dateline that opens a paragraph of the report.
    """

    kinds: dict[int, FrontKind] = field(default_factory=dict)
    title: str | None = None
    date: str | None = None
    place: str | None = None
    publisher: str | None = None
    dateline: Span | None = None


def read_front(text: str, spans: Sequence[Span], *, title: str | None) -> Front:
    """Read the front of a press report; *title* is the title its format gave, if any."""
    front = Front(title=title)
    begun = False
    for number, span in enumerate(spans[:FRONT_PARAGRAPHS]):
        piece = text[span.start : span.end]
        following = text[slice(*spans[number + 1])] if number + 1 < len(spans) else ""
        kind = _line_kind(piece)
        if kind:
            front.kinds[span.start] = kind
            front.date = front.date or (iso_date(piece) if kind == "dateline" else None)
        elif front.title and _same(piece, front.title):
            front.kinds[span.start] = "title"
        elif not front.title and not begun and is_title(piece, following):
            front.kinds[span.start] = "title"
            front.title = " ".join(piece.split()).rstrip(" ;")
        elif _read_dateline(text, span, front):
            break
        else:
            begun = begun or any(character.isalnum() for character in piece)
    return front


def read_header(
    text: str, spans: Sequence[Span], *, title: str | None, voices: Collection[str] = ()
) -> Front:
    """Read the header of a transcript: all *spans* stand before its first turn.

    Lines that name who speaks, by the last names in *voices*, are no places.
    """
    front = Front()
    printed: list[str] = []
    lines: list[str] = []
    growing = listing = False
    for span in spans[:HEADER_PARAGRAPHS]:
        piece = text[span.start : span.end]
        listing = listing or TOPICS.fullmatch(piece) is not None
        kind = _header_kind(piece, title=title, before=printed[-1] if growing else None)
        kind = "byline" if kind and listing else kind
        growing = kind == "title"
        if kind is None:
            continue
        front.kinds[span.start] = kind
        if growing and not printed:
            lines.clear()  # what stands over the title is the office that issued it
        if growing:
            printed.append(" ".join(piece.split()))
        else:
            beside = kind == "byline" and front.date
            front.date = front.date if beside else iso_date(piece) or front.date
        if kind == "dateline" and not piece.endswith(","):  # a greeting ends so
            lines.append(piece)
    if not title and not printed and spans and is_title(text[slice(*spans[0])], text):
        front.kinds[spans[0].start] = "title"
        printed.append(" ".join(text[slice(*spans[0])].split()))
    front.title = title or " ".join(dict.fromkeys(printed)) or None
    places = [place for line in _beside_date(lines) for place in _places(line)]
    named = [place for place in places if _is_place(place, front.title, voices)]
    front.place = ", ".join(dict.fromkeys(named)) or None
    issuer = ISSUER.search(text, 0, spans[-1].end) if spans else None
    front.publisher = _place_name(issuer["issuer"]) if issuer else None
    return front


def _beside_date(lines: Sequence[str]) -> list[str]:
    """Return the header lines that are few, or stand next to that of the date or the time.

    Among many lines others are topics and offices.
    """
    if len(lines) <= MOST_PLACE_LINES:
        return list(lines)
    dated = [number for number, line in enumerate(lines) if _without_time(line) != line]
    return [line for at, line in enumerate(lines) if any(abs(at - day) <= 1 for day in dated)]


def _header_kind(piece: str, *, title: str | None, before: str | None) -> FrontKind | None:
    """Return the kind of a header line; *before* is the title line it may continue."""
    if RELEASE.search(piece) and len(piece.split()) <= 2 * LONGEST_HEADER_LINE:
        return "byline"
    if PUBLISHED.fullmatch(piece):
        return "byline"
    if title and _is_part(piece, title):
        return "title"
    if _starts_title(piece) or (before is not None and _continues_title(before, piece)):
        return "title"
    return "dateline" if _is_header_line(piece) else None


def is_title(piece: str, following: str) -> bool:
    """Tell whether a first paragraph is the title: one short line with the report below it.

    Some outlets end titles with a full stop. Then it takes title case, or a single plain
    sentence, much shorter than what follows, in which nobody says anything on any day.
    """
    words = piece.split()
    if not following or not 1 < len(words) <= LONGEST_TITLE or "\n" in piece:
        return False
    if not SENTENCE_END.search(piece):
        return not piece.endswith(":")
    long_words = [word for word in words if len(word) > 3 and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in long_words)
    if len(long_words) > 1 and capitals >= 0.8 * len(long_words):
        return True
    single = piece.count(". ") == 0 and not LEAD.search(piece)
    return single and len(words) <= LONGEST_PLAIN_TITLE and len(following) >= 1.5 * len(piece)


def iso_date(piece: str) -> str | None:
    """Return the first full date in *piece* as YYYY-MM-DD, or None."""
    for match in DATE.finditer(piece):
        try:
            if match["iso"]:
                return datetime.date.fromisoformat(match["iso"]).isoformat()
            day, year = (
                match["day"] or match["day2"],
                match["year"] or match["year2"] or match["year3"],
            )
            if year:
                month = MONTHS.index((match["month"] or match["month2"])[:3]) + 1
                return datetime.date(int(year), month, int(day)).isoformat()
        except ValueError:
            continue
    return None


def _line_kind(piece: str) -> FrontKind | None:
    """Return the kind of a line that stands alone at the front of a report."""
    if len(piece) > 160 or "\n" in piece:
        return None
    if BYLINE.fullmatch(piece) or PUBLISHED.fullmatch(piece):
        return "byline"
    if RELEASE.match(piece) and not SENTENCE_END.search(piece):
        return "byline"
    if SENTENCE_END.search(piece) or not DATE.search(piece):
        return None
    rest = _without_time(piece).strip(" ,|·-–—")
    masthead = iso_date(piece) and len(rest.split()) <= LONGEST_HEADER_LINE // 2
    named = all(PLACE_WORD.fullmatch(word.strip(",")) for word in rest.split())
    return "dateline" if not rest or (masthead and named) else None


def _read_dateline(text: str, span: Span, front: Front) -> bool:
    """Note the dateline that opens the paragraph at *span*, if there is one."""
    head = text[span.start : min(span.end, span.start + 120)]
    for pattern in DATELINES:
        match = pattern.match(head)
        if match and span.start + match.end() < span.end:
            front.dateline = Span(span.start, span.start + len(match[0].rstrip()))
            front.place = _place_name(match["place"])
            given = match["date"] if "date" in pattern.groupindex else None
            front.date = front.date or (iso_date(given) if given else None)
            return True
    return False


def _place_name(place: str) -> str:
    """Return a place printed in capitals as a name: ANTALYA is Antalya, ST. LOUIS St. Louis."""
    return " ".join(
        word.title() if word.isupper() and "." not in word.rstrip(".,") else word
        for word in place.split()
    )


def _same(piece: str, title: str) -> bool:
    return _plain(piece) == _plain(title)


def _is_part(piece: str, title: str) -> bool:
    """Tell whether *piece* is the title or one of the lines it was broken into."""
    return len(piece.split()) > 1 and _plain(piece) in _plain(title)


def _plain(line: str) -> str:
    return " ".join(line.casefold().split()).strip(" .#*")


def _starts_title(piece: str) -> bool:
    words = piece.split()
    return (
        1 < len(words) <= LONGEST_HEADER_TITLE
        and bool(EVENT.search(piece))
        and words[-1].casefold().strip(".,") not in ROOMS
        and not SENTENCE_END.search(piece)
        and not iso_date(piece)
    )


def _continues_title(before: str, piece: str) -> bool:
    """Tell whether a title runs on: either line end shows it by a word that joins."""
    joins = TITLE_GOES_ON.match(piece) or TITLE_GOES_ON.fullmatch(before.split()[-1])
    return bool(joins) and len(piece.split()) <= LONGEST_HEADER_LINE


def _is_header_line(piece: str) -> bool:
    """Tell a line of place, date or time from a sentence that introduces the transcript."""
    rest = _without_time(piece)
    words = rest.split()
    if rest != piece and len(words) <= SHORT_LINE:
        return True
    if len(words) > LONGEST_HEADER_LINE or SENTENCE_END.search(piece):
        return False
    return len(words) <= SHORT_LINE or all(PLACE_WORD.fullmatch(word) for word in words)


def _without_time(piece: str) -> str:
    """Return a line without its date and time of day."""
    return TIME.sub("", re.sub(WEEKDAY, "", DATE.sub("", piece)))


def _is_place(piece: str, title: str | None, voices: Collection[str]) -> bool:
    """Tell a place from the title, a speaker with an office, and words about the text."""
    words = {word.casefold() for word in re.findall(r"[^\W\d_]+", piece)}
    said = words & {voice.casefold() for voice in voices}
    about = words & ABOUT_THE_TEXT or "&" in piece.replace(" ", "") or NO_PLACE.search(piece)
    return not said and not about and _plain(piece) != _plain(title or "")


def _places(piece: str) -> list[str]:
    """Return the places on a header line, without its date and time."""
    rest = _without_time(piece)
    parts = (part.strip(" ,;()") for part in re.split(r"[^\S\n]{2,}|\n|\t", rest))
    return [part for part in parts if any(c.isalpha() for c in part)]
