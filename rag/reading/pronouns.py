"""Pronouns: whom "he" and "she" stand for, by who spoke and who was the subject before.

The speaker or subject of the nearest sentence before, of the right sex, is the antecedent.
Somebody named inside a quote, or only spoken about, never is: that is the person attacked.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal

from rag.reading.mentions import Person

Kind = Literal["m", "f", "plural", "thing"]
"""What a pronoun asks of its antecedent: a man, a woman, several people, or a body or paper."""
Rank = Literal["speaker", "subject", "pronoun", "embedded", "addressed", "mention"]
"""Who a center is in its sentence: the speaker as printed, the subject, what a pronoun meant,
the subject of a clause inside it, whom it asks or tells, or somebody it only mentions."""
ORDER: tuple[Rank, ...] = ("speaker", "subject", "pronoun")
PRONOUNS: dict[str, Kind] = {
    "he": "m",
    "him": "m",
    "his": "m",
    "she": "f",
    "her": "f",
    "they": "plural",
    "their": "plural",
    "it": "thing",
    "its": "thing",
}
POSSESSIVES: dict[str, Kind] = {"his": "m", "her": "f"}
OTHERS = frozenset(
    "i we you who whom which that this these those one some many others all both most few "
    "another several each everyone nobody someone somebody anyone them us me my our your what "
    "there whose himself herself themselves".split()
)
PARAGRAPHS_BACK = 6
"""Paragraphs "he" and "she" reach back; farther, the reader would be lost too."""
FOCUS = 2
"""Sentences back to whom "the Italian" or "the 61-year-old" is."""
GROUPS = ("plural", "thing")
"""Kinds that a sentence holds many of: their pronouns reach back one sentence."""


@dataclass(frozen=True, slots=True)
class Center:
    """Somebody a sentence is about: the speaker in it, its subject, or somebody it mentions."""

    paragraph: int
    sentence: int
    start: int
    name: str
    person: Person | None
    kind: str | None
    rank: Rank

    def may_be(self, kind: Kind) -> bool:
        """Tell whether a pronoun of that kind can mean this center."""
        return self.is_known(kind) or (kind in ("m", "f") and self._known() is None)

    def is_known(self, kind: Kind) -> bool:
        """Tell whether the center is known to be of that kind."""
        return self._known() == kind

    def _known(self) -> str | None:
        return self.person.sex if self.person else self.kind


@dataclass(slots=True)
class Discourse:
    """The centers of the sentences read so far."""

    centers: list[Center] = field(default_factory=list)

    def antecedent(
        self,
        kind: Kind,
        *,
        start: int,
        paragraph: int,
        sentence: int,
        others: Collection[str] = (),
    ) -> Center | None:
        """Return whom a pronoun at *start* stands for, or None where nobody fits.

        It is none of the *others*, to whom the sentence says it.
        """
        near = [
            center
            for center in self.centers
            if center.start < start
            and center.paragraph >= paragraph - PARAGRAPHS_BACK
            and (kind not in GROUPS or center.sentence >= sentence - 1)
            and center.may_be(kind)
            and center.name not in others
        ]
        for number in sorted({center.sentence for center in near}, reverse=True):
            group = [center for center in near if center.sentence == number]
            here = number == sentence
            if told := _addressed(group, kind, here):
                return told
            for ranks in (ORDER, ("embedded",)):
                if fitting := [center for center in group if center.rank in ranks]:
                    return _first(fitting, kind)
        mentioned = [c for c in near if c.paragraph >= paragraph - 1 and c.is_known(kind)]
        return mentioned[-1] if mentioned else None

    def in_focus(self, *, start: int, sentence: int) -> Center | None:
        """Return the one person whom the nearest sentence is about, or None where it is two."""
        near = [
            center
            for center in self.centers
            if center.start < start
            and center.sentence >= sentence - FOCUS
            and center.person
            and center.rank in ORDER
        ]
        last = [c for c in near if c.sentence == near[-1].sentence]
        return last[-1] if len({id(c.person) for c in last}) == 1 else None


def _addressed(group: list[Center], kind: Kind, here: bool) -> Center | None:
    """Return whom the pronoun's own sentence asks, where nobody before is surely of its sex."""
    known = [center for center in group if here and center.is_known(kind)]
    told = [center for center in known if center.rank == "addressed"]
    return told[-1] if told and not any(c.rank in ORDER for c in known) else None


def _first(centers: list[Center], kind: Kind) -> Center:
    """Return the first of a sentence's centers in the order of their ranks, known ones first."""
    known = [center for center in centers if center.is_known(kind)]
    return min(
        known or centers, key=lambda c: (ORDER.index(c.rank) if c.rank in ORDER else 0, c.start)
    )
