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
    "become been being come did feel felt gave get give given gone have know look made make mean "
    "move put seem start stop take taken want went work".split()
)
"""Verbs for which a record may use any other."""

PASSIVE = frozenset("was were is are has had".split())
"""What stands before a name that may be the one something is done to."""


class Premise(NamedTuple):
    """What is taken for granted: of whom, which verb, and whether it may be done to them."""

    name: str
    verb: str
    is_passive: bool


def premise_of(text: str) -> Premise | None:
    """Return what a question takes for granted of somebody, or None."""
    bare = text.strip().rstrip("?!. ")
    match = NAMED.match(bare) or TYPED_SMALL.fullmatch(bare)
    if not match or match["verb"] in VAGUE or infinitive(match["verb"]) in SAYING:
        return None
    name = match["name"].strip()
    first = name.lower().split()[0]
    is_nobody = first in PRONOUNS or (
        first in DETERMINERS and name.split()[-1].lower() not in ROLES
    )
    return None if is_nobody else Premise(name, match["verb"], match["aux"].lower() in PASSIVE)
