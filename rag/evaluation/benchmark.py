"""The benchmark: what ingest, search and ask cost, beside what a user would otherwise build.

Each system meets each size in a process of its own, over the same generated articles, so that
memory is its own and nothing is warm. Systems are ``pressroom``; ``langchain``, the recursive
splitter at 1 000/200 with the same embedder and Chroma; and ``embedder``, the embedding model
alone over the same passages: what no ingest can be faster than.
"""

from __future__ import annotations

import json
import math
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rag.errors import PressroomError, cause
from rag.evaluation.baselines import chunks_of
from rag.evaluation.measures import percentile
from rag.evaluation.plots import Axis, line_plot
from rag.evaluation.retrieval_figures import SHOWN
from rag.settings import Settings

SIZES = (1_000, 10_000)
FULL_SIZE = 100_000

PASSAGES_PER_ARTICLE = 10
QUESTIONS = 100
SAMPLE = 400
"""Passages given to the embedder alone, of those that are ingested: its rate does not depend on
how many there are."""

WORK = "processor ms a passage"
"""Over all cores: what a passage costs even where other programs slow the clock."""

COLD_STARTS = 3

ROOT = Path(__file__).parents[2]
"""Where the package is imported from."""

SUBJECTS = "harbour bridge budget school river railway forest museum market hospital dam".split()
SPEAKERS = "Orvin Tamsel Brandt Iselin Morrow Castan Delphi Harrow Lindqvist Perrin".split()
VERBS = "opened closed measured repaired painted counted visited praised doubled".split()
THINGS = "gate roof tower bank road field wall tunnel school crane canal platform".split()


class BenchmarkFailed(PressroomError):
    """A system could not be measured."""


# Generated articles


def article(number: int) -> str:
    """Return a generated article of PASSAGES_PER_ARTICLE paragraphs; the same for a number."""
    chance = random.Random(number)
    title = f"# Report {number} on the {chance.choice(SUBJECTS)}"
    return "\n\n".join([title, *(_paragraph(chance) for _ in range(PASSAGES_PER_ARTICLE))]) + "\n"


def _paragraph(chance: random.Random) -> str:
    """Return four sentences, of which two report what somebody said, as in the press."""
    return " ".join(_sentence(chance, opening) for opening in ("Mayor {} said the", "The") * 2)


def _sentence(chance: random.Random, opening: str) -> str:
    return (
        f"{opening.format(chance.choice(SPEAKERS))} {chance.choice(SUBJECTS)} of district "
        f"{chance.randrange(900)} was {chance.choice(VERBS)} with {chance.randrange(2, 99)} "
        f"new {chance.choice(THINGS)}s before the end of the year."
    )


def write_articles(folder: Path, size: int) -> None:
    """Write articles that hold *size* passages."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(size // PASSAGES_PER_ARTICLE):
        (folder / f"report-{number:06}.md").write_text(article(number), encoding="utf-8")


def questions() -> Iterator[str]:
    """Yield questions about the articles, no two alike."""
    chance = random.Random(0)
    while True:
        speaker, subject = chance.choice(SPEAKERS), chance.choice(SUBJECTS)
        district = chance.randrange(900)
        yield f"What did Mayor {speaker} say about the {subject} of district {district}?"


# One system at one size, in a process of its own


def measure_pressroom(articles: Path, index: Path) -> dict[str, float]:
    """Ingest, ingest again, search and ask with a Pressroom."""
    from rag.pressroom import Pressroom

    with Pressroom.open(index) as room:
        began = time.process_time()
        report = room.ingest(articles)
        worked = time.process_time() - began
        again = room.ingest(articles)
        asked = list(islice(questions(), 2 * QUESTIONS))
        return {
            "passages": report.passage_count,
            **_speed(report.passage_count, report.seconds, articles),
            WORK: 1000 * worked / report.passage_count,
            "unchanged files a second": len(again.unchanged) / again.seconds,
            **_latency("search", room.search, asked[:QUESTIONS]),
            **_latency("ask", room.ask, asked[QUESTIONS:]),
            "memory MB": _memory(),
        }


def _speed(passage_count: int, seconds: float, articles: Path) -> dict[str, float]:
    words = sum(len(path.read_text(encoding="utf-8").split()) for path in articles.iterdir())
    return {
        "ingest seconds": seconds,
        "passages a second": passage_count / seconds,
        "words a second": words / seconds,
    }


def measure_langchain(articles: Path, index: Path) -> dict[str, float]:
    """Split, embed and search with Chroma, as a common pipeline does."""
    from rag.embedding import open_embedder
    from rag.index.dense import ChromaIndex
    from rag.index.entries import Entry

    embedder = open_embedder(Settings.load().embedder)
    chroma = ChromaIndex(folder=index, name="baseline")
    began = time.perf_counter()
    texts = [
        chunk.text
        for path in sorted(articles.iterdir())
        for chunk in chunks_of(path.name, path.read_text(encoding="utf-8"))
    ]
    entries = [Entry(i, i, None, (), "en", "", text, b"") for i, text in enumerate(texts)]
    chroma.add(entries, list(embedder.embed_passages(texts)))
    seconds = time.perf_counter() - began

    def search(question: str) -> object:
        return chroma.search(embedder.embed_query(question), limit=SHOWN)

    return {
        "passages": len(texts),
        **_speed(len(texts), seconds, articles),
        **_latency("search", search, list(islice(questions(), QUESTIONS))),
        "memory MB": _memory(),
    }


def measure_embedder(articles: Path, index: Path) -> dict[str, float]:
    """Embed passages as ingest makes them, and questions, and nothing else."""
    from rag.embedding import open_embedder

    embedder = open_embedder(Settings.load().embedder)
    texts = list(islice(_embedded_texts(articles), SAMPLE))
    asked = list(islice(questions(), QUESTIONS))
    began, busy = time.perf_counter(), time.process_time()
    embedder.embed_passages(texts)
    return {
        "passages": len(texts),
        "passages a second": len(texts) / (time.perf_counter() - began),
        WORK: 1000 * (time.process_time() - busy) / len(texts),
        **_latency("search", embedder.embed_query, asked),
        "memory MB": _memory(),
    }


def _embedded_texts(articles: Path) -> Iterator[str]:
    from rag import sources
    from rag.index.tables import embedded_text
    from rag.passages import cut
    from rag.reading import read

    settings = Settings.load()
    for path in sorted(articles.iterdir()):
        reading = read(sources.extract(sources.fetch(str(path), settings), settings))
        yield from (embedded_text(passage.context, passage.text) for passage in cut(reading))


MEASURED: Mapping[str, Callable[[Path, Path], dict[str, float]]] = {
    "pressroom": measure_pressroom,
    "langchain": measure_langchain,
    "embedder": measure_embedder,
}


def _latency(name: str, call: Callable[[str], object], asked: Sequence[str]) -> dict[str, float]:
    """Return median and 95th percentile of a call in milliseconds, its first left out."""
    times = []
    for question in asked:
        began = time.perf_counter()
        call(question)
        times.append(1000 * (time.perf_counter() - began))
    p50, p95 = (percentile(times[1:], share) for share in (0.5, 0.95))
    return {f"{name} p50 ms": p50, f"{name} p95 ms": p95}


def _memory() -> float:
    """Return the most memory this process has held, in megabytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


# All of them


def measure(
    sizes: Sequence[int], *, tell: Callable[[str], None] = lambda _: None
) -> list[dict[str, Any]]:
    """Return one row for each size and system. Raises BenchmarkFailed."""
    rows: list[dict[str, Any]] = []
    with TemporaryDirectory(prefix="pressroom-benchmark-") as scratch:
        for size in sizes:
            folder = Path(scratch) / str(size)
            write_articles(folder / "articles", size)
            tell(f"{size} passages")
            rows += [{"size": size, **row} for row in _at_one_size(folder)]
    return rows


def _at_one_size(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield a row for each system.

    The embedder is timed on the same passages just before and just after the ingest, so that a
    machine that is busy for a while slows both. Its share of the ingest's processor time stays
    true where the machine is busy for less.
    """

    def measured(system: str) -> dict[str, Any]:
        found = _in_its_own_process(system, folder / "articles", folder / system)
        return {"system": system, **found}

    before, ours, alone = measured("embedder"), measured("pressroom"), measured("embedder")
    rate = "passages a second"
    alone[rate] = (before[rate] + alone[rate]) / 2
    alone[WORK] = (before[WORK] + alone[WORK]) / 2
    ours["share of the embedder's rate"] = ours[rate] / alone[rate]
    ours["share of embedding in the work"] = alone[WORK] / ours[WORK]
    ours["cold ask seconds"] = cold_start(folder / "pressroom")
    yield from (ours, measured("langchain"), alone)


def _in_its_own_process(system: str, articles: Path, index: Path) -> dict[str, float]:
    told = _run("rag.evaluation.benchmark", system, str(articles), str(index))
    found: dict[str, float] = json.loads(told.splitlines()[-1])
    return found


def _run(module: str, *args: str) -> str:
    """Run a module of ours with the same Python from wherever we are; return what it prints."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        [sys.executable, "-m", module, *args],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise BenchmarkFailed(f"{module} {args[0]} could not be measured: {last}")
    return done.stdout


def cold_start(index: Path) -> float:
    """Return the median wall time of ``python -m rag ask`` on a ready index, in seconds."""
    question = next(questions())
    times = []
    for _ in range(COLD_STARTS):
        began = time.perf_counter()
        _run("rag", "ask", question, "--index", str(index))
        times.append(time.perf_counter() - began)
    return percentile(times, 0.5)


PLOTS = {
    "answering": ("Milliseconds to search and to ask (p50)", ("search p50 ms", "ask p50 ms")),
    "ingesting": ("Seconds to ingest", ("ingest seconds",)),
    "memory": ("Most memory held, MB", ("memory MB",)),
}
"""File name of a plot of cost against size → its title and the figures it shows."""


def cost_plot(rows: Iterable[Mapping[str, Any]], title: str, figures: Sequence[str]) -> str:
    """Return an SVG of figures against size, which is shown as a power of ten."""
    lines: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        for name in figures:
            if row["system"] != "embedder" and name in row:
                label = f"{row['system']}, {name}" if len(figures) > 1 else row["system"]
                lines.setdefault(label, []).append((math.log10(row["size"]), float(row[name])))
    xs = [x for points in lines.values() for x, _ in points]
    top = max((y for points in lines.values() for _, y in points), default=1.0)
    x = Axis("passages, as a power of ten", min(xs, default=0), max(xs, default=1))
    return line_plot(title, lines, x=x, y=Axis(title, 0, top))


def write(found: Mapping[str, Any], folder: Path) -> None:
    """Write figures and plots into a folder. Raises BenchmarkFailed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(found, ensure_ascii=False, indent=1)
        (folder / "benchmark.json").write_text(text + "\n", encoding="utf-8")
        for name, (title, figures) in PLOTS.items():
            plot = cost_plot(found["rows"], title, figures)
            (folder / f"{name}.svg").write_text(plot, encoding="utf-8")
    except OSError as exc:
        raise BenchmarkFailed(f"The folder {folder} cannot be written: {cause(exc)}.") from exc


if __name__ == "__main__":
    system, articles, index = sys.argv[1:]
    print(json.dumps(MEASURED[system](Path(articles), Path(index))))
