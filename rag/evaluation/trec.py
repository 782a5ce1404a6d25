"""TREC's formats: rankings and judgements of a run, for other tools to score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from rag.errors import cause
from rag.evaluation.relevance import Relevance
from rag.evaluation.runs import LEVELS, Level, Run, RunError

SAFE = "/#@,;:=+"
"""Characters of a unit's name that need no escape; white space would break the columns."""


def write_trec(run: Run, folder: Path) -> None:
    """Write ``SYSTEM.LEVEL.run`` and ``SYSTEM.LEVEL.qrels`` for each. Raises RunError."""
    try:
        for system in run.systems:
            for level in LEVELS:
                ranked, judged = trec_lines(run, system, level)
                _write(folder / f"{system}.{level}.run", ranked)
                _write(folder / f"{system}.{level}.qrels", judged)
    except OSError as exc:
        raise RunError(f"The run folder {folder} cannot be written: {cause(exc)}.") from exc


def trec_lines(run: Run, system: str, level: Level) -> tuple[list[str], list[str]]:
    """Return the lines of the run and of the qrels of a system, for the eligible questions."""
    relevance = Relevance(run, system, level)
    ranked: list[str] = []
    judged: list[str] = []
    for resolved, output in zip(run.cases, run.outputs[system], strict=True):
        relevant = relevance.relevant(resolved)
        if relevant:
            key = _name(resolved.case.id)
            judged += [f"{key} 0 {_name(unit)} 1" for unit in sorted(relevant)]
            ranked += _ranked(key, relevance.ranking(output), system)
    return ranked, judged


def _ranked(key: str, ranking: Iterable[str], system: str) -> Iterator[str]:
    for rank, unit in enumerate(ranking, 1):
        yield f"{key} Q0 {_name(unit)} {rank} {1 / rank:.9f} {system}"


def _name(words: str) -> str:
    return quote(words, safe=SAFE)


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
