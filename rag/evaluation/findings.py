"""Findings: what a run's figures hide. Its failures, one by one, and its figures by group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rag.evaluation import measures
from rag.evaluation.answer_figures import wrongly_attributed
from rag.evaluation.collection import Evidence, Resolved
from rag.evaluation.figures import Scores
from rag.evaluation.relevance import holds, is_right
from rag.evaluation.runs import Cited, Output, Run

FAULTS = {
    "altered": "It put words between quotation marks that its sources do not hold.",
    "wrong speaker": "It gave words of somebody else.",
    "invented": "It answered, and the record has no answer.",
    "silent": "It kept silent, and the record has an answer.",
    "beside": "It answered with other words than the right ones.",
    "incomplete": "It gave some of the right words and left others out.",
}
"""Kinds of failure, worst first, each as told to a reader."""


@dataclass(frozen=True, slots=True)
class Failing:
    """A question that went wrong, with what was expected and what came."""

    kind: str
    resolved: Resolved
    output: Output

    @property
    def expected(self) -> tuple[Evidence, ...]:
        """The evidence that should have been given."""
        return self.resolved.relevant

    @property
    def given(self) -> tuple[Cited, ...]:
        """The citations that were given."""
        return self.output.citations


def failures(run: Run, system: str) -> list[Failing]:
    """Return every failure of a system, worst kind first, in the order of the questions."""
    found = []
    for resolved, output in zip(run.cases, run.outputs[system], strict=True):
        if kind := fault_of(resolved, output):
            found.append(Failing(kind, resolved, output))
    order = list(FAULTS)
    return sorted(found, key=lambda failing: order.index(failing.kind))


def fault_of(resolved: Resolved, output: Output) -> str | None:
    """Return what is wrong with an answer, or None."""
    if output.abstained:
        return "silent" if resolved.case.answerable else None
    if any(cited.quote != cited.standing for cited in output.citations):
        return "altered"
    if any(wrongly_attributed(resolved, cited) for cited in output.citations):
        return "wrong speaker"
    if not resolved.case.answerable:
        return "invented"
    if not is_right(resolved, output):
        return "beside"
    return None if _is_complete(resolved, output) else "incomplete"


def _is_complete(resolved: Resolved, output: Output) -> bool:
    return all(
        any(holds(evidence, cited) for cited in output.citations) for evidence in resolved.relevant
    )


@dataclass(frozen=True, slots=True)
class Row:
    """Figures over one group of questions."""

    label: str
    count: int
    values: tuple[float | None, ...]


Groups = Callable[[Resolved], Iterable[str]]

GROUPINGS: dict[str, Groups] = {
    "type of question": lambda resolved: [resolved.case.type or "(none given)"],
    "place in a talk": lambda resolved: [
        "follow-up" if resolved.case.history else "first question"
    ],
    "speaker asked about": lambda resolved: [resolved.case.speaker or "(nobody in particular)"],
    "document of the evidence": lambda resolved: _documents(resolved),
}


def _documents(resolved: Resolved) -> Iterator[str]:
    yield from dict.fromkeys(evidence.document for evidence in resolved.relevant)


def table(run: Run, scores: Scores, names: Iterable[str], groups: Groups) -> list[Row]:
    """Return the named figures by group, the largest group first."""
    members: dict[str, set[str]] = {}
    for resolved in run.cases:
        for label in groups(resolved):
            members.setdefault(label, set()).add(resolved.case.id)
    figures = [scores.figure(name) for name in names]
    rows = [
        Row(label, len(keys), tuple(_within(figure.shares, keys) for figure in figures))
        for label, keys in members.items()
    ]
    return sorted(rows, key=lambda row: (-row.count, row.label))


def _within(shares: measures.Shares, keys: set[str]) -> float | None:
    return measures.ratio({key: share for key, share in shares.items() if key in keys})
