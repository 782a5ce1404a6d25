"""Noise: what a page carries beside its report. Paragraphs come in, a verdict on each goes out.

A sentence of the report must never be lost, so every rule wants a whole short paragraph of a
known shape; what fits none stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from rag.reading.front import TIME
from rag.records import Mark, Span

LONGEST_NOISE = 300
"""Characters; longer paragraphs are never taken for noise."""
LONGEST_TEASER = 25
"""Words of a headline that advertises another story."""
MOST_TEASERS = 6
"""Paragraphs that one "related stories" line can take with it."""
FEWEST_REPEATS = 3
"""Pages that must carry a line at their edge before it counts as running header or footer."""

CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
PAGE = r"(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|[-–—]\s*\d{1,4}\s*[-–—]"
SOFTWARE = r"(?:quicktime|flash player|adobe flash|html5|javascript|(?:your|this) browser)"
USING = r"(?:download|install|enable|support\w*|upgrade|listen|watch|play\w*)"
SHARE = r"(?:share|partage[rz]|teilen|compart(?:ir|e)|condividi)"
NETWORK = (
    r"(?:facebook|twitter|x|whatsapp|telegram|linkedin|reddit|bluesky|e-?mail|courriel|print|"
    r"imprimer|drucken|copy link)"
)
RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        ("nothing but rules, dots and ornaments", r"[\W_]+"),
        ("the clock of a player", rf"{CLOCK}(?:\s*[/|–-]\s*{CLOCK})?"),
        ("the caption of a recording, which ends on its length", rf"[^.!?]+[^.!?\s]\s*\({CLOCK}\)"),
        (
            "a player that asks for software",
            rf".*\b{SOFTWARE}\b.*\b{USING}\b.*|.*\b{USING}\b.*\b{SOFTWARE}\b.*",
        ),
        (
            "share buttons",
            r"(?:share|tweet|print|e-?mail|like|pin it|save|copy link|facebook|twitter|x|whatsapp|"
            r"telegram|linkedin|reddit|comments?|\d+ (?:comments?|shares?)|leave a comment)"
            r"(?:(?:[\s,|/·•]+|\s(?:this|on|via|to|by|with|article|story|page|post|friends?)\b)+"
            r"(?:share|tweet|print|e-?mail|facebook|twitter|x|whatsapp|telegram|linkedin|reddit|"
            r"comments?|this|article|story|page|post|on|via)*)*[.:!]?",
        ),
        (
            "share buttons, by name",
            rf"{SHARE}[^.!?:|]{{0,30}}:?\s*{NETWORK}(?:(?:[\s,|/·•]+|{SHARE}|on|via|sur|auf)*{NETWORK})*",
        ),
        (
            "an invitation to follow on a social network",
            r"follow\b[^.!?]{0,80}\bon (?:twitter|x|facebook|instagram|telegram|youtube)\b"
            r"(?:[\s:,]*(?:@\w+|and|or|facebook|instagram|twitter|at|here)?)*[.!]?",
        ),
        (
            "the name of a recording",
            r"(?:listen to|play) (?:the |this )?(?:audio|recording|podcast|article|clip)"
            r"(?:\s*:[^.!?]{0,120})?",
        ),
        ("a contact line", r"(?:twitter|facebook|instagram|e-?mail|contact)\s*:\s*\S*[@/]\S*"),
        (
            "an offer to subscribe",
            r"\(?(?:for more,? )?(?:please )?(?:sign up|subscribe|register)\b"
            r"[^.!?]{0,40}\b(?:newsletters?|podcast|alerts?|e-?mails?|inbox|channel|briefing|"
            r"unlimited access|to our|to read|to continue)\b[^!?]{0,100}",
        ),
        (
            "a cookie notice",
            r"(?:(?:we|this (?:web)?site|our partners|our (?:web)?site)\b.{0,60}\bcookies?\b.*"
            r"|by (?:continuing|using|clicking)\b.{0,120}\b(?:cookies?|terms of (?:use|service)|"
            r"privacy policy)\b.*"
            r"|(?:accept|reject|manage|allow)(?: all)?(?: cookies?| preferences)?"
            r"|cookies? (?:settings?|policy|preferences))",
        ),
        (
            "a notice of copyright",
            r"(?:©|\(c\)|copyright\b).{0,200}|.{0,80}\ball rights reserved\b.{0,80}",
        ),
        (
            "the credit of a picture",
            r"(?:[\w.’' ]{2,40}(?:/| via ))?(?:getty(?: images)?|afp|reuters|ap photo|epa|tass|"
            r"shutterstock|bloomberg)(?:[/ ](?:getty|images|pool|photo|via|file|afp))*[.]?",
        ),
        (
            "the credit of a picture",
            r"(?:photo(?:graph)?|image|picture|video|illustration)s?(?: credits?| source)?"
            r"(?: by|:)\s*[^.!?]{2,80}[.]?",
        ),
        ("an address of a page", r"(?:https?://|www\.)\S+|(?:https?://|www\.)?[\w.-]+\.\w+/\S*"),
        ("an embedded post without its words", r"<tweet\b[^>]*>(?:\s*</?tweet/?>)?[.]?"),
        (
            "an advertisement",
            r"(?:advertisements?|advertising|sponsored(?: content)?|promoted|"
            r"story continues below(?: advertisement)?|article continues below.{0,30}|"
            r"continue reading(?: below)?|scroll (?:down )?to continue.{0,20}|"
            r"skip (?:past |to )[\w ]{3,30}|loading\.*|back to top|load more|show more)[.:]?",
        ),
        (
            "a link to another story",
            r"(?:read (?:more|also|next|the full (?:story|article|transcript))|see also|also read|"
            r"related(?: (?:stor(?:y|ies)|articles?|coverage|news|topics?))?|"
            r"more on this(?: story)?|more from \w+|watch(?: (?:live|now|the video))?|listen|"
            r"don[’']t miss)"
            r"\s*(?:[:»>→-].{0,160}|\.{3}|…)?",
        ),
        (
            "a link to another story, in another language",
            r"(?:lesen sie (?:auch|hier)|mehr zum thema|lire aussi|à lire aussi|sur le même sujet|"
            r"lea también|le puede interesar|leggi anche|leia também|czytaj też|lees ook|läs också|"
            r"читайте также|читайте ещё|по теме|ilgili haberler|اقرأ أيضا)\b\s*"
            r"(?:[:»>→|-].{0,160})?",
        ),
        (
            "a cookie notice, in another language",
            r"(?:wir (?:verwenden|nutzen)|nous utilisons|utilizamos|utilizziamo|używamy|"
            r"мы используем)\b.{0,80}(?:cookies?|куки|plik).*",
        ),
        (
            "a question about the page",
            r"(?:is this page useful|was this (?:page|article) (?:useful|helpful))\W*"
            r"|(?:yes|no),? this page is (?:not )?useful|report a problem with this page",
        ),
        (
            "the name of a transcriber",
            r"(?:fast\s?scripts )?transcri(?:pt|bed|ption) (?:by|provided by|courtesy of)\s"
            r"[^.!?]{2,60}[.]?",
        ),
        ("a link that says so", r"click (?:here|below|on the)\b[^.!?]{0,100}[.!]?"),
        (
            "a note on what counts",
            r"\(?(?:(?:please )?check against delivery|as (?:delivered|prepared)(?: for delivery)?"
            r"|seul le prononcé fait foi|es gilt das gesprochene wort)\)?[.!]?",
        ),
        (
            "the number of a page",
            PAGE,
        ),
    )
)
ANY_RULE = re.compile("|".join(rf"(?:{pattern.pattern})" for _, pattern in RULES), re.IGNORECASE)
"""All rules at once: nearly every paragraph fits none."""
UNSPEAKABLE = frozenset(
    (
        "nothing but rules, dots and ornaments",
        "the clock of a player",
        "an invitation to follow on a social network",
        "an address of a page",
        "an embedded post without its words",
        "the name of a transcriber",
    )
)
"""The reasons that hold inside a turn too."""
STAGE_NOTES = re.compile(r"(?:[(\[](?!\d)[^()\[\]]{1,80}[)\]][\s.…]*)+")
END = re.compile(
    rf"(?:[-–—]\s?|[\[(])?(?:END|ENDS|Ends)(?:\s?[-–—]|[\])])?(?:\s+(?i:{TIME.pattern}))?(?:\s*###)?"
)
CONCLUDED = re.compile(
    r"\((?:the |this )?(?:[\w-]+ ){0,4}(?:was |were )?(?:concluded|ended|adjourned)\b"
    r"[^()]{0,60}\)[.]?",
    re.IGNORECASE,
)
"""The note that an event is over, and when: "(The briefing was concluded at 1:40 p.m.)"."""
FOOTNOTE = re.compile(
    r"\[?(?:NOTE|Note): .{0,200}\b(?:conference|exchange|spoke|remarks|interview|briefing)\b",
    re.DOTALL,
)
"""What an archive notes under a transcript."""
TEASERS_FOLLOW = re.compile(
    r"(?:special (?:projects?|reports?|coverage)|"
    r"related(?: (?:stor(?:y|ies)|articles?|news|topics?))?|"
    r"read (?:more|also|next)|see also|also read|more on this(?: story)?|"
    r"you (?:may|might) also like|"
    r"recommended(?: for you| stories)?|most (?:read|popular|viewed)|trending(?: now)?|"
    r"editor[’']?s[’']? (?:picks?|choice)|in (?:pictures|photos)|photo gallery|"
    r"multimedia|infographics?|don[’']t miss|sponsored(?: content)?|promo(?:ted)?)\s*[:.]?",
    re.IGNORECASE,
)
PAGE_NUMBER = re.compile(rf"(?:{PAGE})\Z", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]]*\Z")


def is_stage_note(piece: str) -> bool:
    """Tell applause, laughter or a video shown: noted by the transcriber, said by nobody."""
    return len(piece) <= LONGEST_NOISE and STAGE_NOTES.fullmatch(piece) is not None


def is_end(piece: str) -> bool:
    """Tell the line that ends a release; no turn goes on after it."""
    if len(piece) > LONGEST_NOISE:
        return False
    return END.fullmatch(piece) is not None or CONCLUDED.fullmatch(piece) is not None


def ends_turns(piece: str) -> bool:
    """Tell the line of an end, or a note under the transcript: nobody says what follows."""
    return is_end(piece) or FOOTNOTE.match(piece) is not None


def noise_reason(piece: str, *, spoken: bool = False) -> str | None:
    """Return why the paragraph *piece* is noise, or None for a paragraph of the report.

    In a *spoken* turn only what nobody can say is noise: "Listen." may be an answer.
    """
    if len(piece) > LONGEST_NOISE:
        return None
    if is_stage_note(piece):
        return "a stage note"
    if is_end(piece):
        return "the end of a release"
    if not ANY_RULE.fullmatch(piece):
        return None
    for reason, pattern in RULES:
        if (not spoken or reason in UNSPEAKABLE) and pattern.fullmatch(piece):
            return reason
    return None


def noise_flags(pieces: Sequence[str], *, settled: Collection[int], spoken_from: int) -> list[bool]:
    """Tell of each paragraph whether it is noise, teasers by the line that announces them.

    Paragraphs numbered in *settled* are known to be something else; those from number
    *spoken_from* on are spoken.
    """
    flags: list[bool] = []
    teasers_left = 0
    ended = False
    for number, piece in enumerate(pieces):
        spoken = number >= spoken_from
        last = number + 1 == len(pieces) and number - 1 not in settled
        time_of_end = (ended or last) and bool(TIME.fullmatch(piece))
        ended = is_end(piece)
        if number in settled:
            teasers_left = 0
            flags.append(False)
        elif not spoken and len(piece) <= LONGEST_NOISE and TEASERS_FOLLOW.fullmatch(piece):
            teasers_left = MOST_TEASERS
            flags.append(True)
        elif teasers_left and _is_teaser(piece):
            teasers_left -= 1
            flags.append(True)
        else:
            teasers_left = 0
            flags.append(time_of_end or noise_reason(piece, spoken=spoken) is not None)
    return flags


def running_lines(text: str, lines: Sequence[Span], marks: Sequence[Mark]) -> set[int]:
    """Return where the headers and footers start that pages repeat, and the page numbers.

    Only lines at the edge of a page count: the format's own page, or beside a page number.
    """
    edges = _page_edges(text, lines, marks)
    shapes = {number: _shape(text, lines[number]) for number in edges}
    repeats = Counter(shapes.values())
    return {
        lines[number].start
        for number, shape in shapes.items()
        if repeats[shape] >= FEWEST_REPEATS and len(shape.split()) <= LONGEST_TEASER
    }


def _is_teaser(piece: str) -> bool:
    return len(piece.split()) <= LONGEST_TEASER and not SENTENCE_END.search(piece)


def _page_edges(text: str, lines: Sequence[Span], marks: Sequence[Mark]) -> set[int]:
    """Return the numbers of the lines that stand first or last on a page."""
    starts = sorted(mark.start for mark in marks if mark.kind == "page")
    edges: set[int] = set()
    page = iter(starts)
    begin = next(page, None)
    for number, line in enumerate(lines):
        if begin is not None and line.start >= begin:
            edges.update((number - 2, number - 1, number, number + 1))
            while begin is not None and line.start >= begin:
                begin = next(page, None)
        if line.end - line.start <= 20 and PAGE_NUMBER.match(text[line.start : line.end]):
            edges.update((number - 1, number, number + 1))
    if starts and lines:
        edges.update((len(lines) - 2, len(lines) - 1))
    if edges:
        edges.add(0)
    return {number for number in edges if 0 <= number < len(lines)}


def _shape(text: str, line: Span) -> str:
    """Return the line with its digits made equal, so that page numbers do not tell lines apart."""
    return re.sub(r"\d+", "0", " ".join(text[line.start : line.end].casefold().split()))
