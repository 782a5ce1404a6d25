"""What a question takes for granted: "Why did Lind resign?" that Lind did."""

from __future__ import annotations

import re
from typing import NamedTuple

from rag.question.vocabulary import DETERMINERS, PRONOUNS, ROLES, SAYING, infinitive

ASKED = r"^(?:(?:and|but|so)\s+)?(?:why|when|how|where)\s+(?P<aux>did|was|were|has|had|is|are)\s+"
VERB = r"(?:(?:not|ever|finally|suddenly|really|actually|just|been)\s+)*(?P<verb>[a-z]{3,})\b"
NAMED = re.compile(rf"(?i:{ASKED})(?P<name>(?:[A-Z][\w’'-]+\s+){{1,3}}){VERB}")
TYPED_SMALL = re.compile(rf"{ASKED}(?P<name>(?:the\s+)?(?:[\w’'-]+\s+){{1,3}}?){VERB}$", re.I)
"""A question of a name and a verb only, so that it can be told which is which in lower case."""

VAGUE = frozenset(
    "become been being come did feel felt gave get give given going gone have know look made make "
    "mean move put seem start stop take taken want went work".split()
)
"""Verbs for which a record may use any other."""

PASSIVE = frozenset("was were is are has had".split())
"""What stands before a name that may be the one something is done to."""


PARTICIPLE = re.compile(
    r"\w+(?:ed|en|ing)|born|bought|brought|built|caught|cut|drawn|fought|found|grown|held|hit|hurt|"
    r"kept|known|led|left|lost|met|overthrown|paid|sent|shot|shown|sold|spent|struck|sworn|thrown|"
    r"torn|won|withdrawn"
)
"""What a verb is behind "was" or "has", where other words tell of whom they stand with."""


class Premise(NamedTuple):
    """What is taken for granted: of whom, which verb, and whether it may be done to them."""

    name: str
    verb: str
    is_passive: bool


def premise_of(text: str) -> Premise | None:
    """Return what a question takes for granted of somebody, or None."""
    bare = text.strip().rstrip("?!. ")
    match = NAMED.match(bare) or TYPED_SMALL.fullmatch(bare)
    if not match or not _is_telling(match["verb"], match["aux"].lower()):
        return None
    name = match["name"].strip()
    if name.endswith(("'s", "’s")):  # "Lind's plan" is asked about, and not Lind
        return None
    first = name.lower().split()[0]
    is_nobody = first in PRONOUNS or (
        first in DETERMINERS and name.split()[-1].lower() not in ROLES
    )
    return None if is_nobody else Premise(name, match["verb"], match["aux"].lower() in PASSIVE)


def _is_telling(verb: str, auxiliary: str) -> bool:
    """Tell a verb that a record must bear out from a noun, as in "NATO members", and the like."""
    if verb in VAGUE or infinitive(verb) in SAYING:
        return False
    if auxiliary == "did":
        return not verb.endswith("s") or verb.endswith(("ss", "us"))
    return PARTICIPLE.fullmatch(verb) is not None
