"""Scoring: a run comes in, figures go out, each with its interval and what was left out.

A unit counts once, at its best rank. Questions that a figure cannot be about are left out and
counted, never scored 0.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.evaluation import measures
from rag.evaluation.answer_figures import answer_figures
from rag.evaluation.figures import Scores
from rag.evaluation.relevance import Relevance, is_right
from rag.evaluation.retrieval_figures import retrieval_figures
from rag.evaluation.runs import Level, Output, Run


def score(run: Run, system: str, *, level: Level = "passage", k: int = 10) -> Scores:
    """Return the figures of a system of a run at a level."""
    outputs = dict(zip([r.case.id for r in run.cases], run.outputs[system], strict=True))
    relevance = Relevance(run, system, level)
    right = {key: is_right(relevance.cases[key], output) for key, output in outputs.items()}
    given = {key: output.confidence for key, output in outputs.items() if not output.abstained}
    curve = measures.risk_coverage(confidence=given, right=right, total=len(outputs))
    return Scores(
        system=system,
        level=level,
        k=k,
        retrieval=tuple(retrieval_figures(relevance, outputs, k)),
        answers=tuple(answer_figures(relevance.cases, outputs)),
        curve=tuple(curve),
        curve_area=measures.area_under(curve),
        milliseconds=_times(run.outputs[system]),
        tokens=_tokens(run.outputs[system]),
    )


def _times(outputs: Sequence[Output]) -> dict[str, float]:
    kinds = {
        "search": [o.search_seconds for o in outputs],
        "ask": [o.ask_seconds for o in outputs],
    }
    return {
        f"{kind} p{round(share * 100)}": round(measures.percentile(seconds, share) * 1000, 2)
        for kind, seconds in kinds.items()
        for share in (0.5, 0.95)
    }


def _tokens(outputs: Sequence[Output]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for output in outputs:
        for kind, count in (output.usage or {}).items():
            totals[kind] = totals.get(kind, 0) + count
    return totals
