"""The words questions are made of: verbs of saying, words for people, auxiliaries, pronouns."""

from __future__ import annotations

SAYING = frozenset(
    "accuse acknowledge add address admit advise agree announce answer argue ask assert assess "
    "assure believe blame call caution characterise characterize cite claim comment compare "
    "complain concede condemn confirm consider contend criticise criticize declare demand deny "
    "describe disagree disclose discuss dismiss emphasise emphasize evaluate expect explain "
    "express fear feel guarantee hint hope insist intend justify maintain mention name note "
    "object oppose outline pledge point praise predict prefer promise propose quote react "
    "recommend regret reject remark remind repeat reply report request respond reveal say "
    "see speak state stress suggest support talk tell think threaten urge view voice vow want "
    "warn welcome".split()
)
"""Verbs that ask for somebody's words."""

IRREGULAR = {
    "said": "say",
    "told": "tell",
    "thought": "think",
    "spoke": "speak",
    "spoken": "speak",
    "denied": "deny",
    "replied": "reply",
    "felt": "feel",
    "saw": "see",
    "seen": "see",
}

ROLES = frozenset(
    "president premier minister chancellor governor spokesman spokeswoman spokesperson secretary "
    "chief head leader ambassador king queen prince pope mayor commissioner director chairman "
    "chairwoman chair chairperson official officials government ministry bank senator deputy "
    "vice prime foreign finance health interior energy defence defense environment general "
    "opposition speaker representative delegation envoy host moderator".split()
)
"""Words of a description of a person or a body that speaks."""

ABOUT = r"(?:about|on|regarding|concerning|of|to|towards?)"
AUXILIARY = r"(?:did|does|do|has|have|had|is|was|were|are|will|would|can|could|should)(?:n['’]t)?"
PREPOSITION = r"(?:about|on|regarding|concerning|of|over|to|towards?|against|with|at|in|for|as)"
DETERMINERS = frozenset("the a an this that these those any his her their our my your".split())
PRONOUNS = frozenset("he she they it we you i there anyone anybody someone somebody people".split())


def infinitive(verb: str) -> str:
    """Return the infinitive of a verb of saying, as far as it is needed to know it."""
    word = verb.lower()
    if word in SAYING:
        return word
    if word in IRREGULAR:
        return IRREGULAR[word]
    for ending, instead in (("ies", "y"), ("ied", "y"), ("es", "e"), ("ed", "e"), ("ing", "e")):
        if word.endswith(ending) and word[: -len(ending)] + instead in SAYING:
            return word[: -len(ending)] + instead
    for ending in ("s", "ed", "ing"):
        if word.endswith(ending) and word[: -len(ending)] in SAYING:
            return word[: -len(ending)]
    return word
