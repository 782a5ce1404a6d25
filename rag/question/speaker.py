"""Of whom is asked: the speaker a question names, told from what is asked of them."""

from __future__ import annotations

import re

from rag.question.vocabulary import (
    AUXILIARY,
    DETERMINERS,
    PREPOSITION,
    PRONOUNS,
    SAYING,
    infinitive,
)

ASKED_OF = re.compile(
    r"^(?P<wh>(?:and\s+|but\s+|so\s+)?(?:what|how|why|when|where|which|whom?)?\b[\w\s]{0,40}?)\s*"
    rf"\b{AUXILIARY}\s+(?P<words>.+)$",
    re.IGNORECASE | re.DOTALL,
)
ADVERBS = frozenset(
    "ever got also really once not n't publicly actually have had to been just known".split()
)
ACCORDING = re.compile(
    r"\b(?:according\s+to|in\s+the\s+(?:opinion|view|words)\s+of)\s+(?P<who>[^,?]+?)\s*(?:,|\?|$)"
    r"|,?\s*\b(?:in|from)\s+(?P<whose>[^,?]+?)['’]s?\s+(?:opinion|view|words|point\s+of\s+view|"
    r"perspective|account|telling|version|judge?ment)\s*(?:,|\?|$)",
    re.IGNORECASE,
)
POSSESSIVE = re.compile(
    r"\b(?P<who>(?:the\s+)?[\w.-]+(?:['’](?!s\b)\w+)?(?:\s+[\w.-]+(?:['’](?!s\b)\w+)?){0,4}?)"
    r"['’]s?\s+(?:\w+\s+)?(?:views?|positions?|stance|"
    r"opinions?|answers?|comments?|remarks?|statements?|words|reaction|response|assessment|"
    r"explanation|message|quotes?)\b(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
WORDS_OF = re.compile(
    r"\b(?:views?|positions?|stance|opinions?|answers?|comments?|remarks?|statements?|quotes?|"
    rf"words|reaction|response)\s+(?:of|by|from)\s+(?P<who>\S+(?:\s+\S+){{0,5}}?)\s+"
    rf"(?:{PREPOSITION})\s+(?P<rest>.+)$"
    r"|^(?:(?:any|all|the|some|show\s+me|give\s+me)\s+)*(?:quotes?|statements?|remarks?|comments?)\s+"
    rf"(?:by|from)\s+(?P<whose>\S+(?:\s+(?!{PREPOSITION}\b)\S+){{0,3}})$",
    re.IGNORECASE | re.DOTALL,
)
X_ON_Y = re.compile(
    r"^(?P<who>(?:[A-Z][\w.’'-]+\s+){1,4})(?:on|about|regarding|re:?)\s+(?P<rest>[^?]+)\??$"
)
QUOTE_MARK = re.compile('[“”"„«»]')
MEDIA = frozenset(("article", "articles"))
"""What words stand in: "the Gazette article says" asks nobody."""

UP_TO_NAME = re.compile(rf"^(?:what|how|{AUXILIARY})\b\s*(?:{AUXILIARY}\b\s*)?", re.IGNORECASE)
"""What stands before "Putin's position": the way of asking."""

LONGEST_SPEAKER = 6
"""Words; a longer run before the verb is not a name."""

NO_NAME = frozenset("if when whether that because while which about regarding than".split())
"""Words that stand in nobody's name: a verb of saying behind them is another clause's."""

PLAIN_SAYING = frozenset(
    "say tell think speak talk state see comment mention address feel describe characterise "
    "characterize assess evaluate view consider discuss express voice react remark respond answer "
    "reply".split()
)
"""Verbs that say nothing about the topic."""

REPORTED = re.compile(
    r"^(?:reported|quoted|cited|said|believed|claimed)\s+"
    r"(?:to\s+have\s+|as\s+(?:having\s+)?)"
    r"(?:said|stated|told|spoken|remarked|commented|saying|stating|telling|speaking|commenting)\b"
    r"|^quoted\b",
    re.IGNORECASE,
)
"""Saying as reported: "reported to have said", "quoted as saying"."""


def speaker_of(text: str) -> tuple[str | None, str | None]:
    """Return who is asked about and the rest of the question, or None for both."""
    match = ACCORDING.search(text)
    if match:
        who = match["who"] or match["whose"]
        return named(who), text[: match.start()] + " " + text[match.end() :]
    match = ASKED_OF.match(text)
    if match and (found := _asked_of(match["words"])):
        return found[0], f"{match['wh']} {found[1]}"
    for pattern in (WORDS_OF, POSSESSIVE, X_ON_Y):
        match = pattern.search(text.rstrip("?!. "))
        if match and QUOTE_MARK.search(text[: match.end("who" if match["who"] else 0)]):
            continue  # words that are quoted name nobody who is asked
        part = match.groupdict("") if match else {}
        who = named(UP_TO_NAME.sub("", part["who"] or part.get("whose", ""))) if match else None
        # "Should it be built? Lind's view" has its topic before the name
        if who and match and (NO_NAME | {"on"}).isdisjoint(who.lower().split()):
            return who, part["rest"] if part["rest"].strip(" ,.") else text[: match.start()]
    return None, None


def _asked_of(words: str) -> tuple[str | None, str] | None:
    """Split "the minister really say about fuel" at its verb of saying: (who, what is left).

    The speaker is None for a pronoun; without a verb of saying there is nothing to split.
    """
    parts = words.split()
    for i, word in enumerate(parts[1 : LONGEST_SPEAKER + 3], start=1):
        base = infinitive(word.strip(",.;:?!"))
        if base == "make" and parts[i + 1 : i + 2] == ["of"]:  # "What did she make of the plan?"
            return named(" ".join(p for p in parts[:i] if not _is_adverb(p))), " ".join(
                parts[i + 2 :]
            )
        if base not in SAYING or word[0].isupper():
            continue
        name = [part for part in parts[:i] if not _is_adverb(part)]
        if not name or name[-1].lower() in DETERMINERS or name[-1].endswith(("'s", "’s")):
            continue
        if len(name) > 1 and name[-1].lower() in PRONOUNS:  # "does the road make people feel"
            continue
        if not NO_NAME.isdisjoint(name) or any(part.endswith(("?", "!", ";")) for part in name):
            return None
        if POSSESSIVE.search(" ".join(name)):
            continue
        said = " ".join(parts[i:])
        left = REPORTED.sub("", said)
        is_plain = left == said and base in PLAIN_SAYING
        return named(" ".join(name)), " ".join(parts[i + 1 :]) if is_plain else left
    return None


def _is_adverb(word: str) -> bool:
    return word.lower() in ADVERBS or (word.endswith("ly") and word.islower())


def named(words: str) -> str | None:
    """Return a name or description of a speaker, or None where the words are none."""
    who = words.strip(" ,.;:?!\"“”'’")
    if ":" in who or QUOTE_MARK.search(who):
        return None
    parts = who.split()
    counted = [part for part in parts if part.lower() not in DETERMINERS | {"of"}]
    if not counted or len(counted) > LONGEST_SPEAKER or who.lower() in PRONOUNS:
        return None
    if parts[0].lower() in PRONOUNS or not MEDIA.isdisjoint(who.lower().split()):
        return None
    return who
