"""Figures of retrieval: how early a system's rankings hold the evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from rag.evaluation import measures
from rag.evaluation.collection import Resolved
from rag.evaluation.figures import Figure, figure_of
from rag.evaluation.measures import Share, Shares
from rag.evaluation.relevance import CITED, Relevance, held_share, is_judged
from rag.evaluation.runs import Output

CUTOFFS = (1, 3, 5, 10, 20)
"""Ranks for which recall is reported and plotted."""

SHOWN = 4
"""Hits that a common pipeline hands to its model (LangChain's default k)."""

DEEP = 1000
"""Beyond every ranking: average precision takes all that was recorded."""


def retrieval_figures(
    relevance: Relevance, outputs: Mapping[str, Output], k: int
) -> Iterator[Figure]:
    """Yield the figures of each question's ranking, at the level of *relevance*."""
    relevant = {key: relevance.relevant(resolved) for key, resolved in relevance.cases.items()}
    judged = {key: units for key, units in relevant.items() if units}
    rankings = {key: relevance.ranking(outputs[key]) for key in judged}

    def each(measure: Callable[..., float], depth: int) -> Shares:
        return {
            key: Share(measure(ranking=rankings[key], relevant=units, k=depth), 1)
            for key, units in judged.items()
        }

    def figure(name: str, shares: Shares) -> Figure:
        return figure_of(name, shares, total=len(outputs), level=relevance.level)

    for depth in sorted({*CUTOFFS, k}):
        yield figure(f"success@{depth}", each(measures.success_at, depth))
    for depth in sorted({*CUTOFFS, k}):
        yield figure(f"recall@{depth}", each(measures.recall_at, depth))
    yield figure(f"MRR@{k}", each(measures.reciprocal_rank_at, k))
    yield figure(f"nDCG@{k}", each(measures.ndcg_at, k))
    yield figure("MAP", each(measures.average_precision, DEEP))
    for depth in (SHOWN, CITED, 10):
        shares = _statements_found(relevance.cases, outputs, depth)
        yield figure_of(f"statement recall@{depth} hits", shares, total=len(outputs))


def _statements_found(
    cases: Mapping[str, Resolved], outputs: Mapping[str, Output], depth: int
) -> Shares:
    """Return the share of each question's statements that its first hits hold."""
    return {
        key: held_share(resolved, outputs[key].hits[:depth])
        for key, resolved in cases.items()
        if is_judged(resolved)
    }
