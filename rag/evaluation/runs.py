"""Runs: all that a run was made of and all that came out of it, in a folder.

``run.json`` holds settings, versions, hashes of the collection and the systems asked;
``cases.jsonl`` the questions with their evidence where it stands; ``segments.json`` the turns,
and the passages of each system, by offsets; ``SYSTEM.jsonl`` what a system returned for each
question. Scores are made from these alone, so a run can be scored anew without asking again.
``SYSTEM.LEVEL.run`` and ``SYSTEM.LEVEL.qrels`` are the same in TREC's formats, for other tools.
"""

from __future__ import annotations

import importlib.metadata
import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from rag.errors import PressroomError, cause
from rag.evaluation.collection import Resolved
from rag.records import Span, to_plain

Level = Literal["passage", "turn", "document"]
"""What counts as found: the passage that holds the words, the turn they are in, the document."""

LEVELS: tuple[Level, ...] = ("passage", "turn", "document")

FORMAT = 1
"""Version of the files of a run; raised when older ones cannot be read any more."""

PACKAGES = ("pressroom", "numpy", "onnxruntime", "chromadb", "tantivy", "langchain-core")
"""Whose versions a run records: what figures and latencies depend on."""


class RunError(PressroomError):
    """A run folder cannot be read or written."""


@dataclass(frozen=True, slots=True)
class Found:
    """A hit as it was returned, by file name."""

    document: str
    start: int
    end: int
    score: float
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as it was returned, with what the document holds at its offsets."""

    number: int
    document: str
    start: int
    end: int
    quote: str
    speaker: str | None
    speech: str
    standing: str
    passage: str


@dataclass(frozen=True, slots=True)
class Output:
    """What a system returned for one question. Times are seconds.

    ``standalone`` is a follow-up as the system understood it; None where it was given it so.
    """

    case: str
    hits: tuple[Found, ...]
    text: str
    abstained: bool
    reason: str | None
    engine: str
    citations: tuple[Cited, ...]
    rejected: int
    confidence: float
    search_seconds: float
    ask_seconds: float
    usage: Mapping[str, int] | None = None
    standalone: str | None = None


Segments = Mapping[str, tuple[Span, ...]]
"""File name → spans that do not overlap, in order: turns, or the passages of a system."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run, whole: what `write` saves and `read` returns."""

    about: Mapping[str, Any]
    cases: tuple[Resolved, ...]
    turns: Segments
    passages: Mapping[str, Segments]
    outputs: Mapping[str, tuple[Output, ...]]

    @property
    def systems(self) -> tuple[str, ...]:
        """The systems asked, this project's own first."""
        return tuple(self.outputs)

    def system(self, name: str | None = None) -> str:
        """Return the name of a system of this run, the first by default. Raises RunError."""
        if name is not None and name not in self.outputs:
            raise RunError(f"The run asked no system {name!r}, but {', '.join(self.systems)}.")
        return name or self.systems[0]


def versions() -> dict[str, str]:
    """Return the versions that figures and latencies depend on."""
    found = {"python": platform.python_version(), "machine": platform.machine()}
    for package in PACKAGES:
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def write(run: Run, folder: Path) -> None:
    """Save a run. Raises RunError where the folder cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_json(folder / "run.json", {"format": FORMAT, **run.about, "systems": run.systems})
        _write_json(folder / "segments.json", {"turns": run.turns, "passages": run.passages})
        _write_lines(folder / "cases.jsonl", map(_plain_case, run.cases))
        for system, outputs in run.outputs.items():
            _write_lines(folder / f"{system}.jsonl", map(to_plain, outputs))
    except OSError as exc:
        raise RunError(f"The run folder {folder} cannot be written: {cause(exc)}.") from exc


def read(folder: Path) -> Run:
    """Return a run that was saved. Raises RunError where there is none that can be read."""
    try:
        about = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        if about.pop("format") != FORMAT:
            raise RunError(f"{folder} is a run of another version. Evaluate again.")
        segments = json.loads((folder / "segments.json").read_text(encoding="utf-8"))
        systems = about.pop("systems")
        outputs = {s: tuple(_OUTPUTS.validate_json(f"[{_lines(folder, s)}]")) for s in systems}
        cases = tuple(_RESOLVED.validate_json(f"[{_lines(folder, 'cases')}]"))
        passages = {system: _spans(found) for system, found in segments["passages"].items()}
        return Run(about, cases, _spans(segments["turns"]), passages, outputs)
    except (OSError, KeyError, ValidationError, json.JSONDecodeError) as exc:
        raise RunError(
            f"{folder} holds no run that can be read: {cause(exc)}. "
            "`python -m rag evaluate FOLDER --run DIR` makes one."
        ) from exc


_OUTPUTS = TypeAdapter(list[Output])
_RESOLVED = TypeAdapter(list[Resolved])


def _plain_case(resolved: Resolved) -> dict[str, Any]:
    plain: dict[str, Any] = {"case": resolved.case.model_dump(exclude_defaults=True)}
    for key in ("relevant", "others", "neutral"):
        plain[key] = to_plain(getattr(resolved, key))
    return plain


def _spans(found: Mapping[str, list[list[int]]]) -> dict[str, tuple[Span, ...]]:
    return {name: tuple(Span(*span) for span in spans) for name, spans in found.items()}


def _lines(folder: Path, name: str) -> str:
    text = (folder / f"{name}.jsonl").read_text(encoding="utf-8")
    return ",".join(line for line in text.split("\n") if line)


def _write_lines(path: Path, rows: Iterable[Any]) -> None:
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
