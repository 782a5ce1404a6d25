"""Measures: rankings, citations and answers come in, numbers go out. Pure functions.

A ranking is a sequence of distinct units (passages, turns or documents), best first. What every
question contributes to a figure is a `Share`, part of a whole, so that all figures are one thing:
the sum of the parts by the sum of the wholes, over the questions that are eligible.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.verification import folded

RESAMPLES = 2_000
"""Bootstrap samples and permutations: the error of a p value of .05 is then about .005."""

SEED = 20151116

Numbers = NDArray[np.float64]


class Share(NamedTuple):
    """What one question contributes to a figure: a part of a whole."""

    part: float
    whole: float


Shares = Mapping[str, Share]
"""Question id → its share, for the questions that are eligible."""


# Rankings


def success_at(*, ranking: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Return 1 if a relevant unit is among the first *k*, else 0 (also "hit rate").

    >>> success_at(ranking=["a", "b", "c"], relevant={"b"}, k=2)
    1.0
    """
    _check(ranking, relevant, k)
    return float(any(unit in relevant for unit in ranking[:k]))


def recall_at(*, ranking: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Return the share of the relevant units that are among the first *k*.

    >>> recall_at(ranking=["a", "b", "c"], relevant={"b", "x"}, k=3)
    0.5
    """
    _check(ranking, relevant, k)
    return sum(unit in relevant for unit in ranking[:k]) / len(relevant)


def reciprocal_rank_at(*, ranking: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Return 1 / rank of the first relevant unit among the first *k*, or 0 (Voorhees, TREC-8).

    >>> reciprocal_rank_at(ranking=["a", "b"], relevant={"b"}, k=10)
    0.5
    """
    _check(ranking, relevant, k)
    ranks = (rank for rank, unit in enumerate(ranking[:k], 1) if unit in relevant)
    return 1 / next(ranks, math.inf)


def ndcg_at(*, ranking: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Return the discounted gain of the first *k* by that of the best ranking.

    The gain of a relevant unit is 1, discounted by log2(rank + 1) (Järvelin and Kekäläinen,
    TOIS 2002, as trec_eval computes it). One of two found at rank 2: (1/1.585) / (1 + 1/1.585).

    >>> round(ndcg_at(ranking=["a", "b"], relevant={"b", "x"}, k=10), 3)
    0.387
    """
    _check(ranking, relevant, k)
    gains = (1 / math.log2(r + 1) for r, unit in enumerate(ranking[:k], 1) if unit in relevant)
    best = (1 / math.log2(r + 1) for r in range(1, min(k, len(relevant)) + 1))
    return math.fsum(gains) / math.fsum(best)


def average_precision(
    *, ranking: Sequence[str], relevant: Collection[str], k: int | None = None
) -> float:
    """Return the mean over the relevant units of the precision at their rank, 0 if not found.

    Found at ranks 1 and 3 of two relevant: (1/1 + 2/3) / 2.

    >>> round(average_precision(ranking=["a", "b", "c"], relevant={"a", "c"}), 3)
    0.833
    """
    k = len(ranking) or 1 if k is None else k
    _check(ranking, relevant, k)
    ranks = [rank for rank, unit in enumerate(ranking[:k], 1) if unit in relevant]
    return math.fsum(i / rank for i, rank in enumerate(ranks, 1)) / len(relevant)


def _check(ranking: Sequence[str], relevant: Collection[str], k: int) -> None:
    """Refuse what would give a figure without meaning."""
    if k < 1:
        raise ValueError(f"k is {k}; it counts from 1")
    if not relevant:
        raise ValueError("nothing is relevant: leave the question out instead of scoring it")
    if len(set(ranking)) != len(ranking):
        raise ValueError("a ranking names each unit once")


# Answers

Supports = Callable[[str, Sequence[str]], bool]
"""Whether a statement is supported by passages taken together."""

MARKERS = re.compile(r"(?:\s*\[\d+\])+")


def printed(value: float | None) -> str:
    """Return a figure as it is printed: shares with three decimals, counts whole.

    >>> printed(0.5), printed(63.14), printed(None)
    ('0.500', '63', '–')
    """
    if value is None:
        return "–"
    return f"{value:.0f}" if value >= COUNT else f"{value:.3f}"


COUNT = 10
"""Least figure taken for a count; shares, ranks and areas are smaller."""

WORD = re.compile(r"\w+")
ENTAILED = 0.75
"""Share of a statement's words that stand in its passages, from which it counts as supported
where it quotes nothing: a stand-in for the entailment model that ALCE uses."""


class CitedStatement(NamedTuple):
    """A sentence of an answer with the numbers of its markers."""

    text: str
    numbers: tuple[int, ...]


def statements_of(answer: str) -> list[CitedStatement]:
    """Split an answer after its markers and at line ends; lines that only introduce are left out.

    >>> statements_of("Astvald:\\n\\n“We will build.” [1] “By May.” [2][3]")[1]
    CitedStatement(text='“By May.”', numbers=(2, 3))
    """
    found = []
    for line in answer.split("\n"):
        start = 0
        for run in MARKERS.finditer(line):
            numbers = tuple(map(int, re.findall(r"\d+", run[0])))
            found.append(CitedStatement(line[start : run.start()].strip(" .,;"), numbers))
            start = run.end()
        rest = line[start:].strip()
        if WORD.search(rest) and not rest.rstrip("*_ ").endswith(":"):
            found.append(CitedStatement(rest, ()))
    return [statement for statement in found if WORD.search(statement.text)]


def citation_recall(
    *, statements: Sequence[CitedStatement], passages: Mapping[int, str], supports: Supports
) -> Share:
    """Return how many statements are supported by all they cite together (ALCE, EMNLP 2023)."""
    supported = (
        bool(cited) and supports(statement.text, cited)
        for statement in statements
        for cited in [_passages(statement, passages)]
    )
    return Share(sum(supported), len(statements))


def citation_precision(
    *, statements: Sequence[CitedStatement], passages: Mapping[int, str], supports: Supports
) -> Share:
    """Return how many citations are needed (ALCE, EMNLP 2023).

    A citation counts if its statement is supported by all it cites, and if this passage alone
    supports it or the others without this one do not.
    """
    right = whole = 0
    for statement in statements:
        cited = _passages(statement, passages)
        whole += len(statement.numbers)
        if not cited or not supports(statement.text, cited):
            continue
        for i, passage in enumerate(cited):
            others = [*cited[:i], *cited[i + 1 :]]
            right += supports(statement.text, [passage]) or not (
                others and supports(statement.text, others)
            )
    return Share(right, whole)


def _passages(statement: CitedStatement, passages: Mapping[int, str]) -> list[str]:
    return [passages[number] for number in statement.numbers if number in passages]


def words_support(statement: str, passages: Sequence[str]) -> bool:
    """Return whether passages hold all a statement quotes, or most of its words if it quotes none.

    >>> words_support("He said “we will build”", ["Yes, we will build it."])
    True
    """
    quotes = quotes_of(statement)
    if quotes:
        return all(quote_standing(quote=quote, texts=passages) != "altered" for quote in quotes)
    held = {word for passage in passages for word in WORD.findall(passage.casefold())}
    words = WORD.findall(statement.casefold())
    return sum(word in held for word in words) >= ENTAILED * len(words)


def quotes_of(text: str) -> list[str]:
    """Return what stands between “ and ”; a quote within a quote belongs to it.

    Where the marks of a line do not pair, all from the first to the last mark is one quote.

    >>> quotes_of("“One” and “two “three” four”")
    ['One', 'two “three” four']
    """
    return [quote for line in text.split("\n") for quote in _quotes_of_line(line) if quote.strip()]


def _quotes_of_line(line: str) -> list[str]:
    found = []
    depth = start = 0
    for at, character in enumerate(line):
        if character == "“":
            start = at + 1 if depth == 0 else start
            depth += 1
        elif character == "”" and depth:
            depth -= 1
            if depth == 0:
                found.append(line[start:at])
    if depth and "”" in line[start:]:
        found.append(line[start : line.rindex("”")])
    return found


def quote_standing(*, quote: str, texts: Sequence[str]) -> str:
    """Return how a quote stands in texts: "exact", "normalised" or "altered".

    Normalised is: but for white space and the make of quotation marks, dashes and ellipses.

    >>> quote_standing(quote="it's so", texts=["He said it’s so."])
    'normalised'
    """
    if any(quote in text for text in texts):
        return "exact"
    wanted = folded(quote.strip())[0]
    return "normalised" if any(wanted in folded(text)[0] for text in texts) else "altered"


# Abstention


def abstention_shares(
    *, abstained: Mapping[str, bool], answerable: Mapping[str, bool]
) -> dict[str, dict[str, Share]]:
    """Return the shares of precision, recall and F1 of abstaining, by question.

    Of four questions two are unanswerable; abstaining on one of these and one other gives
    1/2, 1/2 and F1 = 2·1 / (2 + 2) = 1/2.
    """
    right = {key: abstained[key] and not answerable[key] for key in abstained}
    return {
        "precision": {key: Share(right[key], 1) for key in abstained if abstained[key]},
        "recall": {key: Share(right[key], 1) for key in abstained if not answerable[key]},
        "F1": {key: Share(2 * right[key], abstained[key] + (not answerable[key])) for key in right},
    }


class Point(NamedTuple):
    """A point of a risk–coverage curve."""

    coverage: float
    risk: float


def risk_coverage(
    *, confidence: Mapping[str, float], right: Mapping[str, bool], total: int
) -> list[Point]:
    """Return risk by coverage as answers are given from the most confident to the least.

    Coverage is the share of all *total* questions that are answered, risk the share of wrong
    answers among those given (El-Yaniv and Wiener, JMLR 2010). Answers of one confidence enter
    together. Of two questions, confidence .9 right and .5 wrong give (.5, 0) and (1, .5).
    """
    points = []
    wrong = 0
    ordered = sorted(confidence, key=lambda key: (-confidence[key], key))
    for given, key in enumerate(ordered, 1):
        wrong += not right[key]
        following = ordered[given] if given < len(ordered) else None
        if following is None or confidence[following] != confidence[key]:
            points.append(Point(given / total, wrong / given))
    return points


def area_under(points: Sequence[Point]) -> float | None:
    """Return the mean risk over the coverages reached (AURC; lower is better).

    >>> area_under([Point(0.5, 0), Point(1, 0.5)])
    0.25
    """
    if not points:
        return None
    starts = [0.0, *(point.coverage for point in points[:-1])]
    area = math.fsum(p.risk * (p.coverage - start) for p, start in zip(points, starts, strict=True))
    return area / points[-1].coverage


# Figures


def rate(part: int, whole: int) -> float | None:
    """Return a part by its whole; None where there is no whole."""
    return part / whole if whole else None


def ratio(shares: Shares) -> float | None:
    """Return the sum of the parts by the sum of the wholes; None where there is no whole.

    >>> ratio({"q1": Share(1, 1), "q2": Share(0, 1), "q3": Share(1, 2)})
    0.5
    """
    whole = math.fsum(share.whole for share in shares.values())
    return math.fsum(share.part for share in shares.values()) / whole if whole else None


def interval(shares: Shares, *, level: float = 0.95) -> tuple[float, float] | None:
    """Return the bootstrap percentile interval of a ratio over questions (Efron, 1979)."""
    if ratio(shares) is None:
        return None
    values = np.array([share for _, share in sorted(shares.items())], dtype=float)
    chance = np.random.default_rng(SEED)
    drawn = chance.integers(0, len(values), (RESAMPLES, len(values)))
    parts, wholes = values[:, 0][drawn].sum(axis=1), values[:, 1][drawn].sum(axis=1)
    ratios = parts[wholes > 0] / wholes[wholes > 0]
    low, high = np.quantile(ratios, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def randomisation_test(first: Shares, second: Shares) -> float:
    """Return the p value of the difference of two ratios over the questions of both.

    Each question's shares are exchanged between the systems or not, by chance; p is how often
    the difference is then at least as large (approximate randomisation; Noreen 1989, Smucker et
    al., CIKM 2007). Two systems that are alike give 1.
    """
    keys = sorted(first.keys() & second.keys())
    if not keys:
        return 1.0
    ours = np.array([first[key] for key in keys], dtype=float)
    theirs = np.array([second[key] for key in keys], dtype=float)
    swapped = np.random.default_rng(SEED).random((RESAMPLES, len(keys))) < 0.5
    observed = abs(_divided(ours.sum(axis=0)[None])[0] - _divided(theirs.sum(axis=0)[None])[0])
    mixed = swapped[:, :, None]
    ones = np.where(mixed, theirs, ours).sum(axis=1)
    others = np.where(mixed, ours, theirs).sum(axis=1)
    differences = np.abs(_divided(ones) - _divided(others))
    return float((1 + (differences >= observed - 1e-12).sum()) / (1 + RESAMPLES))


def _divided(sums: Numbers) -> Numbers:
    return np.divide(sums[:, 0], sums[:, 1], out=np.zeros(len(sums)), where=sums[:, 1] > 0)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that is not below *share* of all (nearest rank).

    >>> percentile([10, 20, 30, 40], 0.5)
    20
    """
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
