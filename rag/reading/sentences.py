"""Sentences: a span of text comes in, the spans of its sentences go out."""

from __future__ import annotations

import re

from rag.records import Span

STOP = re.compile(
    r"(?P<stop>(?<![.!?…])[.!?…]++(?:[ \t\xa0]\.)*|[。！？؟।۔]+)"
    r"(?P<close>[\"”’»›)\]*']*)"
    r"(?P<gap>\s+|(?<=[。！？])|$)"
)
OPENERS = "\"“‘«‹„([*'¿¡-–—"
ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof rev hon gen col lt sgt capt cmdr maj adm gov sen rep reps sens pres "
    "amb insp supt st ste mt ft jr sr esq vs viz cf al approx ca dept est fig figs vol vols "
    "pp art sec ch inc ltd co corp bros assn univ jan feb mar apr jun jul aug sept sep oct "
    "nov dec mon tue tues wed thu thurs fri sat sun ala ariz ark calif colo conn del fla "
    "ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex vt va "
    "wash wis wyo i.e e.g p.m a.m u.s u.k u.n e.u d.c ph.d b.a m.a no nos nr op ed eds "
    "q a".split()
)
CLOSING_ABBREVIATIONS = frozenset(
    "p.m a.m u.s u.k u.n e.u d.c ph.d b.a m.a jr sr inc ltd co corp bros esq etc".split()
)
"""Abbreviations that often end a sentence: the next word decides."""
ONLY_BEFORE_DIGITS = frozenset("no nos nr art sec ch fig figs vol vols p pp op".split())
WORDS_THAT_ARE_ABBREVIATIONS = frozenset(
    "mar sat sun wed ill ind la miss mass mo wash del ore art ed fig al ft".split()
)
"""Only abbreviations when capitalised, since they are words or syllables otherwise."""
STARTERS = frozenset(
    "the a an he she it they we i you this that these those there here his her its their our "
    "my your in on at by for from with as if when while after before since but and or so yet "
    "however meanwhile asked no not what who why how where which now then today yesterday "
    "some many most all both each one two three let well yes mr mrs ms".split()
)
"""Words that seldom continue a sentence with a capital letter."""
SAID = re.compile(
    r"(?:[A-Z][\w.’'-]*\s+){0,4}?[A-Z][\w.’'-]*(?:,[^.!?;“”\"]{3,60}\.?,)?\s+(?:said|says|asked|asks|told|added|adds|wondered|replied|"
    r"shouted|wrote|tweeted|continued|exclaimed|responded|quipped|joked|demanded)\b"
)
"""Who said it, after a quote that ends on a question or exclamation mark."""
LAST_WORD = re.compile(r"[^\s\"“”‘«»(\[—–/-]+\Z")
WORD = re.compile(r"\w+")
LONGEST_WORD = 24
"""Characters looked at before a stop; no abbreviation is longer."""


def sentence_spans(text: str, span: Span) -> list[Span]:
    """Return the sentences of *span* in order; together they hold all its visible characters."""
    start = skip_space(text, span.start, span.end)
    sentences: list[Span] = []
    for match in STOP.finditer(text, span.start, span.end):
        if match.start() < start or match.end() >= span.end:
            continue
        if _ends_sentence(text, match, start, span.end):
            sentences.append(Span(start, match.end("close")))
            start = skip_space(text, match.end(), span.end)
    end = span.start + len(text[span.start : span.end].rstrip())
    if start < end:
        sentences.append(Span(start, end))
    return sentences


def skip_space(text: str, start: int, end: int) -> int:
    """Return where the first visible character stands from *start* on, or *end*."""
    while start < end and text[start].isspace():
        start += 1
    return start


def _ends_sentence(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Decide about one stop from the word before it and the word after it."""
    following = _next_visible(text, match.end(), end)
    if following < 0:
        return False
    letter = text[following]
    if letter.islower():
        return False
    if match["close"] and match["stop"][-1] in "?!…" and SAID.match(text, following, end):
        return False
    if match["stop"] != "." or match["close"]:
        return True
    return not _is_abbreviation(text, match.start(), start, following, end)


def _next_visible(text: str, start: int, end: int) -> int:
    """Return where the next word begins, past spaces, dashes and opening marks, or -1."""
    while start < end and (text[start].isspace() or text[start] in OPENERS):
        start += 1
    return start if start < end else -1


def _is_abbreviation(text: str, stop: int, start: int, following: int, end: int) -> bool:
    found = LAST_WORD.search(text[max(start, stop - LONGEST_WORD) : stop])
    if not found:
        return False
    word = found[0]
    lower = word.lower()
    if len(word) == 1 and word.isalpha():
        return _is_initial(text, word, stop, start, following, end)
    if lower in ONLY_BEFORE_DIGITS:
        return text[following].isdigit()
    if lower in CLOSING_ABBREVIATIONS or _is_lettered(word):
        return _following_word(text, following, end) not in STARTERS
    if lower in WORDS_THAT_ARE_ABBREVIATIONS and not word[0].isupper():
        return False
    return lower in ABBREVIATIONS


def _is_initial(text: str, word: str, stop: int, start: int, following: int, end: int) -> bool:
    """Tell an initial, or a ``Q.`` that opens a question, from a sentence's last letter."""
    if stop - 1 == start:
        return True
    if not word.isupper() or word == "I":
        return False
    return _following_word(text, following, end) not in STARTERS


def _is_lettered(word: str) -> bool:
    """Tell whether *word* is letters between stops, such as U.S or D.C."""
    return len(word) >= 3 and all(len(part) == 1 and part.isalpha() for part in word.split("."))


def _following_word(text: str, start: int, end: int) -> str:
    match = WORD.match(text, start, min(end, start + LONGEST_WORD))
    return match[0].lower() if match else ""
