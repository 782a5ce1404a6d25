"""Speaker labels: the lines of a text come in, the labels that open its turns go out.

One line with a colon proves nothing: headlines, datelines and notes have colons as well. A text
is a transcript only where labels recur, or questions and answers are marked as such.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.reading.paragraphs import finished
from rag.records import Mark, Span

Form = Literal["asker", "answer", "caps", "mixed", "bold", "bracket", "stop"]

LONGEST_LABEL = 90
"""Characters, name and stage note together."""
MOST_WORDS = 8
"""Words of a name with its titles: "Minister of Foreign Affairs of the Republic of Korea"."""
FEWEST_LINES = 3
"""Labelled lines that make a transcript where one name recurs beside another or a question."""
FEWEST_PLAIN_LINES = 4
"""The same where no label is in capitals, bold, brackets or a question's: lists look alike."""

ASKER = re.compile(
    r"\[?(?P<name>(?:Q|QUESTION|Question|REPORTER|Reporter|JOURNALIST|Journalist|PRESS"
    r"|CORRESPONDENT|Correspondent|INTERVIEWER|Interviewer)(?:\s?#?\d{1,2})?"
    r"(?:[^\S\n]*\([^()\n]{1,60}\))?)\]?\s?(?:[:.](?=\s|$)|:)"
)
BARE_ASKER = re.compile(r"Q(?:(?=\s)|$)")
ANSWER = re.compile(r"(?P<name>A|ANSWER|Answer)(?:[:.](?=\s|$)|(?=\t|[^\S\n]{2,}\S))")
COLON = re.compile(
    r"(?P<bracket>\[)?(?P<name>[^\W\d_][^\n:;!?\"“”«»()\[\]]{0,70}?"
    r"(?:\s\([^()\n]{1,60}\))?)(?(bracket)\])\s?(?P<note>\([^()\n]{1,60}\)\s?)?:"
    r"(?=\s|$|[A-Z“\"(])"
)
COLON_AFTER = re.compile(r"\s*(?:\([^()\n]{1,60}\)\s*)?:")
BRACKETED = re.compile(r"\[(?P<name>[^\W\d_][^\n\[\]:]{0,60})\](?=\s|$)")
TITLES = (
    r"(?:Vice\s)?President|Prime\sMinister|Foreign\sMinister|Minister|Chancellor|Chairman|"
    r"Chairwoman|Chair|Governor|Secretary(?:[\s-]General)?|Senator|Representative|Congressman|"
    r"Congresswoman|Speaker|Director|Ambassador|General|Admiral|Premier|King|Queen|Judge|"
    r"Commissioner|Mayor|Mr\.|Mrs\.|Ms\.|Dr\.|Sir|Dame|Lord|Lady"
)
TITLED = re.compile(rf"(?:The\s)?(?:{TITLES})(?=\s|\Z)", re.IGNORECASE)
STOP = re.compile(
    rf"(?P<name>(?:The\s(?:{TITLES})|(?:{TITLES})(?:\s[A-Z][\w’'.-]*){{1,3}}?"
    r"|(?:[A-Z][A-Z’'-]+|MR\.|MRS\.|MS\.|DR\.)(?:\s(?:Mc|Mac)?[A-Z][A-Z’'-]+){1,4}))"
    r"\.(?=\s+[A-Z“\"(—–-])"
)
STAGE_NOTE = re.compile(
    r"\s*\((?:[^()]*\b(?:translat|interpret|delivered|prepared|off[- ]mi[ck]|inaudible|laugh|"
    r"continu|speaking|resum|phone|video|via|through|in [A-Z]\w+|cross-?talk)[^()]*)\)",
    re.IGNORECASE,
)
OUTLET = re.compile(r"\s*\((?P<outlet>[^()]+)\)\s*\Z")
PARTY = re.compile(r"[A-Z]{1,4}-[A-Z][\w. ]*\Z")
"""A politician's party and state, which stand where a journalist's outlet stands."""
PARTICLES = frozenset(
    "of the and for de da do dos du del della der den di van von ten ter la le el al bin bint ibn "
    "ben y e zu zum zur af av".split()
)
NO_LABELS = frozenset(
    "note notes update updated background correction clarification photo photos video audio "
    "source sources summary topics topic time date place location venue participants speakers "
    "subject contact contacts cc to from re fact facts example warning published tags tag "
    "category related email e-mail phone tel fax website web url twitter facebook report "
    "exclusive breaking analysis opinion read watch listen see also more cite byline headline "
    "title copyright credit credits contributing contributors with agenda contents abstract "
    "attendees present language event publisher duration transcript answer".split()
)
"""Single words before a colon that name a part of the page, not a person."""
NO_LABEL_PHRASES = frozenset(
    "editor's note|editor’s note|editors' note|editors’ note|read more|see also|fact check|"
    "for immediate release|the white house|press release|related stories|related articles|"
    "end of transcript|additional materials|more information".split("|")
)
CONVENERS = frozenset(
    "moderator host operator interpreter translator announcer chair facilitator speaker "
    "spokesperson presenter anchor".split()
)
"""Roles that stand for a name; all but a chair and a spokesperson lead the event, not answer."""


@dataclass(frozen=True, slots=True)
class Label:
    """A speaker label: its span with colon and stage note, and the name as printed.

    ``asks`` is True where the label itself says that a question follows.
    """

    start: int
    end: int
    name: str
    form: Form

    @property
    def asks(self) -> bool:
        return self.form == "asker"

    @property
    def unnamed(self) -> bool:
        """Whether it says only that a question or an answer follows."""
        return self.form in ("asker", "answer")

    @property
    def titled(self) -> bool:
        """Whether it is a title in capitals, which opens turns and nothing else."""
        return self.form == "caps" and TITLED.match(self.name) is not None

    @property
    def guessed(self) -> bool:
        """Whether a headline may look the same."""
        return self.form in ("caps", "mixed", "stop")

    @property
    def outlet(self) -> str | None:
        """The outlet in brackets after a journalist's name; a politician's party is none."""
        found = OUTLET.search(self.name)
        return found["outlet"] if found and not PARTY.match(found["outlet"]) else None

    @property
    def surname(self) -> str:
        """The last word of the name: JAKE TAPPER is TAPPER when he speaks again."""
        return OUTLET.sub("", self.key).split()[-1]

    @property
    def key(self) -> str:
        """What two printings of one label have in common."""
        return " ".join(self.name.casefold().split())


def find_labels(
    text: str, lines: Sequence[Span], *, marks: Sequence[Mark] = (), title: str | None = None
) -> list[Label]:
    """Return the labels of a transcript in order, or none where the text is no transcript."""
    bold = {mark.start: mark.end for mark in marks if mark.kind == "strong"}
    headings = {mark.start for mark in marks if mark.kind == "heading"}
    headlines = {" ".join(title.split())} if title else set()
    if lines and not finished(text, lines[0]) and lines[0].start not in bold:
        headlines.add(" ".join(text[slice(*lines[0])].split()))
    candidates = []
    for line in lines:
        label = _label_at(text, line, bold) if line.start not in headings else None
        if label and not (label.guessed and " ".join(text[slice(*line)].split()) in headlines):
            candidates.append(label)
    return _accepted(candidates)


def _label_at(text: str, line: Span, bold: dict[int, int]) -> Label | None:
    """Return the label that *line* may open with, by the first convention that fits."""
    limit = min(line.end, line.start + LONGEST_LABEL)
    if line.start in bold:
        found = _bold_label(text, line, bold[line.start])
        if found:
            return found
    for pattern, form in ((ASKER, "asker"), (BARE_ASKER, "asker"), (ANSWER, "answer")):
        match = pattern.match(text, line.start, limit)
        if match:
            name = match["name"] if "name" in pattern.groupindex else "Q"
            return Label(line.start, match.end(), _bare(name), form)  # type: ignore[arg-type]
    return _named_label(text, line.start, limit)


def _named_label(text: str, start: int, limit: int) -> Label | None:
    match = COLON.match(text, start, limit)
    if match and _is_name(_bare(match["name"])):
        name = _bare(match["name"])
        form: Form = "bracket" if match["bracket"] else "caps" if _in_capitals(name) else "mixed"
        return Label(start, match.end(), name, form)
    match = BRACKETED.match(text, start, limit)
    if match and _is_name(_bare(match["name"])):
        return Label(start, match.end(), _bare(match["name"]), "bracket")
    match = STOP.match(text, start, limit)
    if match and _is_name(match["name"]):
        return Label(start, match.end(), match["name"], "stop")
    return None


def _bold_label(text: str, line: Span, bold_end: int) -> Label | None:
    """Return a bold name that ends on a colon, has one after it, or stands alone on its line."""
    end = min(bold_end, line.end)
    if end - line.start > LONGEST_LABEL:
        return None
    printed = text[line.start : end].rstrip()
    colon = COLON_AFTER.match(text, end, line.end)
    if not (printed.endswith(":") or colon or end >= line.end):
        return None
    name = _bare(printed.rstrip(": ").strip("[]"))
    after = colon.end() if colon and not printed.endswith(":") else line.start + len(printed)
    if ASKER.fullmatch(name + ":"):
        return Label(line.start, after, name, "asker")
    alone = end >= line.end and not printed.endswith(":") and not colon
    if not _is_name(name) or (alone and len(name.split()) < 2):
        return None
    return Label(line.start, after, name, "bold")


def _bare(name: str) -> str:
    """Return the label without stage notes."""
    return " ".join(STAGE_NOTE.sub("", name).split())


def _is_name(name: str) -> bool:
    """Tell whether *name* can be a person, a role or both, judged by its shape."""
    plain = re.sub(r"\s*\([^()]*\)", "", name)
    words = plain.replace(",", " ").split()
    if not words or len(words) > MOST_WORDS:
        return False
    lowered = " ".join(words).casefold()
    if lowered in NO_LABELS or lowered in NO_LABEL_PHRASES:
        return False
    if any(character.isdigit() for character in plain) and words[0].casefold() not in CONVENERS:
        return False
    return words[0][0].isupper() and all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    if word.casefold() in PARTICLES:
        return True
    letters = word.replace("’", "'").removeprefix("al-").removeprefix("d'").removeprefix("el-")
    return bool(letters) and not letters[0].islower() and letters[-1] not in "-–—"


def _in_capitals(name: str) -> bool:
    """Tell capitals from mixed case; the c of McDonough and the l of al- do not count."""
    letters = [c for c in re.sub(r"\([^()]*\)|\bMc|\bMac|\bal-", "", name) if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


def _accepted(candidates: list[Label]) -> list[Label]:
    """Return the candidates that the whole text bears out."""
    named = Counter((c.form, c.surname) for c in candidates if not c.unnamed)
    recurs = any(c.unnamed or named[c.form, c.surname] > 1 for c in candidates)
    firm = [
        c for c in candidates if c.unnamed or c.outlet or c.titled or named[c.form, c.surname] > 1
    ]
    if not _is_transcript(firm, candidates, recurs=recurs):
        return []
    sure = {label.start for label in firm}
    forms = {label.form for label in firm if not label.unnamed}
    accepted: list[Label] = []
    for label in candidates:
        if label.start in sure or _is_single(label, forms, begun=bool(accepted)):
            accepted.append(label)
    return accepted


def _is_transcript(firm: list[Label], candidates: list[Label], *, recurs: bool) -> bool:
    """Tell whether the *firm* labels among the candidates are evidence enough."""
    if any(label.titled for label in candidates):
        return True
    if not recurs:
        return False
    asking = [label for label in firm if label.asks]
    answering = [label for label in candidates if not label.asks]
    printed = [label for label in asking if label.end - label.start > 1]
    if asking and not answering:
        return False
    if printed and len(printed) + len(answering) >= 2:
        return True
    set_apart = [label for label in candidates if label.form in ("bold", "bracket")]
    labels = firm if len(firm) > len(set_apart) else set_apart
    plain = all(label.form in ("mixed", "stop") for label in labels)
    fewest = FEWEST_PLAIN_LINES if plain else FEWEST_LINES
    return len({label.surname for label in labels}) > 1 and len(labels) >= fewest


def _is_single(label: Label, forms: set[Form], *, begun: bool) -> bool:
    """Tell whether a label printed once belongs with the others, being printed like them.

    Once the transcript has *begun*, the look is enough: words left with the speaker before
    would be ascribed to the wrong person.
    """
    if label.key in CONVENERS or (begun and label.form == "caps"):
        return True
    return label.form in forms and (begun or len(label.name.split()) > 1)
