"""The shapes of speaker labels: a line comes in, the label it may open with goes out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from rag.records import Span

Form = Literal[
    "asker", "answer", "caps", "mixed", "bold", "bracket", "stop", "timed", "alone", "field"
]
"""How a label is printed; a field behind all turns opens none."""

LONGEST_LABEL = 90
"""Characters, name and stage note together."""
MOST_WORDS = 8
"""Words of a name with its titles: "Minister of Foreign Affairs of the Republic of Korea"."""

MOMENT = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
CLOCK = rf"[(\[]?{MOMENT}(?:\s-->\s{MOMENT})?[)\]]?"
CLOCK_BEFORE = re.compile(rf"{CLOCK}\s+(?:[-–—]\s+)?")
"""The time in the recording, which some transcribers print before each label…"""
CLOCK_AFTER = re.compile(rf"[^\S\n]*{CLOCK}(?=\s|$)")
"""… and others behind it."""
CLOCK_FOR_COLON = re.compile(
    rf"(?P<name>[^\W\d_][^\n:;!?\"“”«»()\[\]]{{0,70}}?)[^\S\n]+{CLOCK}:?[^\S\n]*$", re.MULTILINE
)
ASKER_NAMES = (
    r"QUESTION|Question|REPORTER|Reporter|JOURNALIST|Journalist|PRESS|CORRESPONDENT|Correspondent"
    r"|MEDIA|Media|(?:《[^《》\n]{1,20}》|[^\W\d_A-z]{1,8})?记者|ZUSATZFRAGE|Zusatzfrage|ZUSATZ|ZURUF"
    r"|INTERVIEWER|Interviewer|JOURNALISTE|Journaliste|FRAGE|Frage|JOURNALISTIN|Journalistin"
    r"|PREGUNTA|Pregunta|PERIODISTA|Periodista|PERGUNTA|Pergunta|JORNALISTA|Jornalista"
    r"|DOMANDA|Domanda|GIORNALISTA|Giornalista|PYTANIE|Pytanie|DZIENNIKARZ|Dziennikarz"
    r"|DZIENNIKARKA|Dziennikarka|ЖУРНАЛИСТКА|Журналистка"
    r"|SORU|Soru|GAZETECİ|Gazeteci|ВОПРОС|Вопрос|ЖУРНАЛИСТ|Журналист|ПИТАННЯ|Питання"
    r"|记者|記者|提问|提問|问|問|سؤال|صحفي|الصحفي|질문|기자|QUESTIONER|Questioner"
)
ASKING_WORDS = (
    r"FRAGE|Frage|ZUSATZFRAGE|Zusatzfrage|ZUSATZ|Zusatz|ZURUF|Zuruf|QUESTION|Question|REPORTER"
    r"|Reporter|JOURNALIST|Journalist|JOURNALISTE|Journaliste|PREGUNTA|Pregunta|DOMANDA|Domanda"
)
"""Those that stand before a name; others open names of offices ("PRESS SECRETARY")."""
COLONS = "[:：]"
ASKER = re.compile(
    rf"(?:\[\d{{1,3}}\.?\]\s)?\[?(?P<name>(?:Q|P(?=\.[-–—])|{ASKER_NAMES})(?:\s?#?\d{{1,2}})?"
    r"(?:[^\S\n]*\([^()\n]{1,60}\))?)\]?"
    r"(?:\s?(?:[:.](?=\s|$)|[:：])|(?:\.|[^\S\n])[–—-](?=\s|$))"
)
NUMBERED_ASKER = re.compile(
    rf"(?:Q\d{{1,4}}|Q[^\S\n][-–—]|{ASKING_WORDS})[^\S\n]+"
    r"(?P<name>[^\W\d_][^\n:;!?\"“”()\[\]]{0,60}):(?=\s|$)"
)
"""A question with who asks it, behind its number or the word: "Q3 Ana Oren:", "FRAGE OREN:"."""
NAMED_ANSWER = re.compile(
    r"A[^\S\n][-–—][^\S\n](?P<name>[^\W\d_][^\n:;!?\"“”()\[\]]{1,60}):(?=\s|$)"
)
SPANISH = re.compile(r"(?P<name>[^\W\d_a-z][^\n:;!?\"“”()\[\].]{1,60})\.[-–—](?=\s)")
"""A label before a stop and a dash."""
OFFICE_AND_DASH = re.compile(
    r"(?P<name>[^\W\d_a-z][^\n:;!?\"“”\[\].,–—]{1,50}?)(?:,[^\n.:–—]{3,80})?\.[^\S\n][–—](?=[^\S\n])"
)
"""A label with its office before a stop and a dash, as the European Parliament prints it."""
IN_PARENTHESES = re.compile(
    rf"(?:\((?P<name>(?P<asker>Q|{ASKER_NAMES})|[^\W\d_][^()\n]{{1,40}})\)[^\S\n]+(?=\S)"
    rf"|（(?P<name2>(?P<asker2>{ASKER_NAMES})|[^\W\d_][^()（）\n]{{0,12}})）)"
)
"""A role before words, as some ministries print it: "(Reporter) Since when?"."""
BARE_ASKER = re.compile(r"Q(?:(?=\s)|$)")
ANSWER = re.compile(
    r"(?P<name>A|ANSWER|Answer|RÉPONSE|Réponse|ANTWORT|Antwort|RESPUESTA|Respuesta|答|RISPOSTA"
    r"|Risposta|RESPOSTA|Resposta|ODPOWIEDŹ|Odpowiedź|ОТВЕТ|Ответ|CEVAP|Cevap|جواب"
    r"|R(?=\s?:|[^\S\n][–—-]\s))(?:\s?\d{1,3}(?=[:.]))?(?:[:.](?=\s|$)|\s:|：|(?=\t|[^\S\n]{2,}\S)|[^\S\n][–—-](?=\s))"
)
COLON = re.compile(
    r"(?P<bracket>\[)?(?P<name>[^\W\d_][^\n:：;!?\"“”«»()\[\]]{0,70}?"
    r"(?:\s?[(（][^()（）\n]{1,60}[)）](?:,\s[A-Z][^\n:;!?()]{1,50})?)?)(?(bracket)\])\s?(?P<note>\([^()\n]{1,60}\)\s?)?"
    r"(?::(?=\s|$|[A-Z“\"(])|：)"
)
STOP_AND_DASH = re.compile(r"\.[-–—]\Z")
"""How Spanish transcripts end a label."""
COLON_AFTER = re.compile(rf"\s*(?:\([^()\n]{{1,60}}\)\s*)?{COLONS}")
DASHED = re.compile(r"(?P<name>[^\W\d_][^\n:;!?\"“”«»()\[\].,–—]{1,50}?)[^\S\n][–—](?=[^\S\n])")
"""A label in capitals before a dash, as French governments print it."""
BRACKETED = re.compile(
    r"\[(?P<name>[^\W\d_][^\n\[\]:]{0,60})\](?=\s|$)"
    r"|(?:<(?=[^\x00-\x7f])|【)(?P<name2>(?P<asker>[^\n<>【】]{0,30}(?:질문|기자|記者|记者))"
    r"|[^\W\d_][^\n<>【】:]{0,30})[>】]"
)
"""A name in brackets; East Asian ministries print their own, with who asks inside."""
TITLES = (
    r"(?:Vice\s)?President|Prime\sMinister|Foreign\sMinister|Minister|Chancellor|Chairman|"
    r"Chairwoman|Chair|Governor|Secretary(?:[\s-]General)?|Senator|Representative|Congressman|"
    r"Congresswoman|Speaker|Director|Ambassador|General|Admiral|Premier|King|Queen|Judge|"
    r"Commissioner|Mayor|Mr\.|Mrs\.|Ms\.|Dr\.|Sir|Dame|Lord|Lady"
)
TITLED = re.compile(rf"(?:The\s)?(?:{TITLES})(?=\s|\Z)", re.IGNORECASE)
STOP = re.compile(
    rf"(?P<name>(?:The\s(?:{TITLES})|(?:{TITLES})(?:\s(?:[A-Z]\.|(?:van\s|de\s|von\s)?[A-Z][\w’'-]*))"
    r"{1,3}?(?:\sof(?:\s[A-Z]\w+){1,2})?"
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
PLAIN_FORMS: tuple[tuple[re.Pattern[str], Form], ...] = (
    (NUMBERED_ASKER, "asker"),
    (NAMED_ANSWER, "mixed"),
    (ASKER, "asker"),
    (BARE_ASKER, "asker"),
    (ANSWER, "answer"),
)
NAMING = (NUMBERED_ASKER, NAMED_ANSWER)
"""Forms that hold a name behind the letter."""
NO_LABELS = frozenset(
    "note notes update updated background correction clarification photo photos video audio "
    "source sources summary topics topic time date place location venue participants speakers "
    "subject subjects contact contacts cc to from re fact facts example warning published tags tag "
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
LIST_OF_NAMES = re.compile(r"\b(?:participants|attendees|contacts?|analysts|executives)\Z")
"""How the line ends over a list of who takes part, or of whom to write to."""
CONVENERS = frozenset(
    "moderator host operator interpreter translator announcer chair facilitator speaker "
    "spokesperson presenter anchor 대변인 사회자 司会 主持人 发言人 發言人".split()
)
"""Roles that stand for a name…"""
LEADERS = CONVENERS - frozenset("chair speaker spokesperson 대변인 发言人 發言人".split())
"""… and those that hand the floor round; what they say answers no question."""


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
    def sure(self) -> bool:
        """Whether nothing but a label looks so, printed once or often."""
        return self.unnamed or self.titled or self.form == "timed" or self.outlet is not None

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


def label_at(text: str, line: Span, bold: dict[int, int]) -> Label | None:
    """Return the label that *line* may open with, by the first convention that fits."""
    limit = min(line.end, line.start + LONGEST_LABEL)
    if line.start in bold:
        found = _bold_label(text, line, bold[line.start])
        if found:
            return found
    clock = CLOCK_BEFORE.match(text, line.start, limit)
    label = _plain_label(text, clock.end() if clock else line.start, limit)
    if label is None:
        return None
    after = CLOCK_AFTER.match(text, label.end, line.end)
    if after:
        label = replace(label, end=after.end())
    timed = bool(clock or after) and not label.unnamed
    return replace(label, start=line.start, form="timed" if timed else label.form)


def _plain_label(text: str, start: int, limit: int) -> Label | None:
    for pattern, form in PLAIN_FORMS:
        match = pattern.match(text, start, limit)
        if match and (pattern not in NAMING or is_name(_bare(match["name"]))):
            name = match["name"] if "name" in pattern.groupindex else "Q"
            return Label(start, match.end(), _bare(name), form)
    return _named_label(text, start, limit)


def _named_label(text: str, start: int, limit: int) -> Label | None:
    match = CLOCK_FOR_COLON.match(text, start, limit)
    if match and is_name(match["name"]):
        return Label(start, match.end(), _bare(match["name"]), "timed")
    match = COLON.match(text, start, limit)
    if match and is_name(_bare(match["name"])):
        name = _bare(match["name"])
        form: Form = "bracket" if match["bracket"] else "caps" if _in_capitals(name) else "mixed"
        return Label(start, match.end(), name, form)
    match = BRACKETED.match(text, start, limit)
    inside = _bare(match["name"] or match["name2"]) if match else ""
    if match and (match["name2"] or is_name(inside)):
        return Label(start, match.end(), inside, "asker" if match["asker"] else "bracket")
    match = IN_PARENTHESES.match(text, start, limit)
    if match and match["name2"]:
        return Label(start, match.end(), match["name2"], "asker" if match["asker2"] else "bracket")
    if match and (match["asker"] or TITLED.fullmatch(match["name"])):
        return Label(start, match.end(), match["name"], "asker" if match["asker"] else "bracket")
    for pattern in (SPANISH, OFFICE_AND_DASH):
        match = pattern.match(text, start, limit)
        if match and is_name(match["name"]):
            form = "caps" if _in_capitals(match["name"]) else "mixed"
            return Label(start, match.end(), _bare(match["name"]), form)
    match = DASHED.match(text, start, limit)
    if match and is_name(match["name"]) and _in_capitals(match["name"]):
        return Label(start, match.end(), _bare(match["name"]), "caps")
    match = STOP.match(text, start, limit)
    if match and is_name(match["name"]):
        return Label(start, match.end(), match["name"], "stop")
    return None


def _bold_label(text: str, line: Span, bold_end: int) -> Label | None:
    """Return a bold name that ends on a colon, has one after it, or stands alone on its line."""
    end = min(bold_end, line.end)
    if end - line.start > LONGEST_LABEL:
        return None
    printed = text[line.start : end].rstrip()
    if STOP_AND_DASH.search(printed):
        return _spanish_label(line.start, printed)
    colon = COLON_AFTER.match(text, end, line.end)
    if not (printed.endswith(":") or colon or end >= line.end):
        return None
    name = _bare(printed.rstrip(": ").strip("[]"))
    after = colon.end() if colon and not printed.endswith(":") else line.start + len(printed)
    if ASKER.fullmatch(name + ":"):
        return Label(line.start, after, name, "asker")
    alone = end >= line.end and not printed.endswith(":") and not colon
    single = len(name.split()) < 2 and name.casefold() not in CONVENERS
    if not is_name(name) or (alone and single):
        return None
    return Label(line.start, after, name, "bold")


def _spanish_label(start: int, printed: str) -> Label:
    """Return a label before a stop and a dash; "P" asks and "R" answers."""
    name = _bare(STOP_AND_DASH.sub("", printed))
    forms: dict[str, Form] = {"P": "asker", "R": "answer"}
    return Label(start, start + len(printed), name, forms.get(name, "bold"))


def _bare(name: str) -> str:
    """Return the label without stage notes."""
    return " ".join(STAGE_NOTE.sub("", name).split())


def is_name(name: str) -> bool:
    """Tell whether *name* can be a person, a role or both, judged by its shape."""
    plain = re.sub(r"\s*\([^()]*\)", "", name)
    words = plain.replace(",", " ").split()
    if not words or len(words) > MOST_WORDS:
        return False
    lowered = " ".join(words).casefold()
    if lowered in NO_LABELS or lowered in NO_LABEL_PHRASES or LIST_OF_NAMES.search(lowered):
        return False
    person = plain.partition(",")[0]  # behind a comma stands an outlet: "TV2"
    if any(character.isdigit() for character in person) and not _is_numbered(words[0]):
        return False
    begins = words[0][0]
    return begins.isalpha() and not begins.islower() and all(_is_name_word(word) for word in words)


def _is_numbered(word: str) -> bool:
    """Tell a voice that programs number: "Speaker 2", "SPEAKER_02"."""
    return word.casefold().partition("_")[0] in CONVENERS


def _is_name_word(word: str) -> bool:
    if word.casefold() in PARTICLES:
        return True
    letters = word.replace("’", "'").removeprefix("al-").removeprefix("d'").removeprefix("el-")
    return bool(letters) and not letters[0].islower() and letters[-1] not in "-–—"


def _in_capitals(name: str) -> bool:
    """Tell capitals from mixed case; the c of McDonough and the l of al- do not count."""
    letters = [c for c in re.sub(r"\([^()]*\)|\bMc|\bMac|\bal-", "", name) if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) >= 0.9 * len(letters)
