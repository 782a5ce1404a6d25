"""Importers: questions in other formats come in, a collection folder goes out.

Known are SQuAD-style JSON, BEIR folders, TREC topics with qrels, and three layouts of research
data: ``corpus.jsonl`` with ``queries.jsonl`` (evidence sentences), articles with
``attributions.jsonl`` (who said what, by offsets), and transcripts with ``turns.jsonl``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rag.errors import cause
from rag.evaluation.collection import (
    LEFT_OUT,
    Collection,
    CollectionError,
    Finder,
    Words,
    read_collection,
    write_collection,
)
from rag.records import Span

Row = Mapping[str, Any]
Imported = tuple[dict[str, str], list[dict[str, Any]]]
"""Articles by file name, and cases."""

TOPIC = re.compile(r"<num>\s*(?:Number:)?\s*(\S+).*?<title>\s*(?:Topic:)?\s*([^<]+)", re.DOTALL)


def import_collection(source: Path, folder: Path) -> Collection:
    """Turn *source*, a file or folder in a known format, into a collection in *folder*.

    Raises CollectionError where the format is not known or holds what cannot be understood.
    """
    try:
        articles, cases = _importer(source)(source)
    except (KeyError, TypeError, ValueError, OSError) as exc:
        raise CollectionError(
            f"{source} cannot be imported: {cause(exc)}. "
            "Compare it with the formats that `python -m rag evaluate import --help` lists."
        ) from exc
    return write_collection(folder, articles, cases)


@contextmanager
def collection_at(source: Path) -> Iterator[Collection]:
    """Give the collection in a folder; one in another known format is imported for the while.

    Raises CollectionError naming what is wrong, and where.
    """
    if not source.is_file() and not any(_fits(source, wanted) for wanted, _ in LAYOUTS):
        yield read_collection(source)
        return
    with TemporaryDirectory(prefix="pressroom-") as folder:
        yield import_collection(source, Path(folder) / source.resolve().name)


def _fits(source: Path, wanted: Sequence[str]) -> bool:
    return all(any(source.glob(name)) for name in wanted)


def _importer(source: Path) -> Callable[[Path], Imported]:
    if source.is_file() and source.suffix == ".json":
        return from_squad
    for wanted, importer in LAYOUTS:
        if _fits(source, wanted):
            return importer
    known = "; ".join(" + ".join(wanted) for wanted, _ in LAYOUTS)
    raise CollectionError(
        f"{source} has no known format. Known: a SQuAD-style .json file; folders with {known}."
    )


def from_squad(path: Path) -> Imported:
    """Read SQuAD-style JSON: each title becomes an article, each answer span the evidence."""
    articles: dict[str, str] = {}
    cases = []
    for number, entry in enumerate(json.loads(path.read_text(encoding="utf-8"))["data"]):
        name = f"{_file_stem(entry.get('title') or f'article-{number}')}.txt"
        text = f"{entry.get('title') or ''}\n\n".lstrip()
        for paragraph in entry["paragraphs"]:
            cases += [(name, len(text), qa) for qa in paragraph["qas"]]
            text += paragraph["context"].rstrip() + "\n\n"
        articles[name] = text
    return articles, [_squad_case(qa, name, articles[name], at) for name, at, qa in cases]


def _squad_case(qa: Row, name: str, text: str, paragraph: int) -> dict[str, Any]:
    answers = [] if qa.get("is_impossible") else qa["answers"][:1]
    starts = [(paragraph + answer["answer_start"], answer["text"]) for answer in answers]
    relevant = [_words(name, text, [(at, at + len(words))]) for at, words in starts]
    return _case(str(qa["id"]), qa["question"], relevant)


def from_beir(folder: Path) -> Imported:
    """Read a BEIR folder: corpus, queries and qrels; a relevant document is meant whole."""
    rows = list(_rows(folder / "corpus.jsonl"))
    names = {row["_id"]: f"{_file_stem(row['_id'])}.txt" for row in rows}
    articles = {names[row["_id"]]: _titled(row) for row in rows}
    qrels = next(p for n in ("test", "dev", "train") if (p := folder / f"qrels/{n}.tsv").is_file())
    lines = [line.split("\t") for line in qrels.read_text(encoding="utf-8").splitlines()[1:]]
    judged = [(query, names[key]) for query, key, grade in lines if int(grade) > 0]
    questions = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl")}
    return articles, _by_document(questions, judged)


def from_trec(folder: Path) -> Imported:
    """Read ``topics*`` (TREC or one ``id TAB question`` a line), ``qrels*`` and ``docs/``."""
    names = {path.stem: path.name for path in sorted((folder / "docs").iterdir())}
    articles = {
        name: (folder / "docs" / name).read_text(encoding="utf-8") for name in names.values()
    }
    qrels = next(folder.glob("qrels*")).read_text(encoding="utf-8")
    lines = [line.split() for line in qrels.splitlines() if line.strip()]
    judged = [(topic, names[key]) for topic, _, key, grade in lines if int(grade) > 0]
    return articles, _by_document(_topics(next(folder.glob("topics*"))), judged)


def _topics(path: Path) -> dict[str, str]:
    text = path.read_text(encoding="utf-8")
    if "<top>" in text:
        return {number: " ".join(title.split()) for number, title in TOPIC.findall(text)}
    pairs = (line.split("\t", 1) for line in text.splitlines() if line.strip())
    return {number: question.strip() for number, question in pairs}


def _by_document(
    questions: Mapping[str, str], judged: Iterable[tuple[str, str]]
) -> list[dict[str, Any]]:
    relevant: dict[str, list[dict[str, Any]]] = {}
    for query, name in judged:
        relevant.setdefault(query, []).append({"document": name})
    return [_case(key, questions[key], found) for key, found in relevant.items()]


def from_evidence_sentences(folder: Path) -> Imported:
    """Read ``corpus.jsonl`` (id, title, text) and ``queries.jsonl`` with evidence sentences."""
    articles = {f"{row['id']}.txt": _titled(row) for row in _rows(folder / "corpus.jsonl")}
    cases = []
    for row in _rows(folder / "queries.jsonl"):
        evidence = {(f"{r['doc']}.txt", r.get("evidence")): None for r in row["relevant"]}
        relevant = [{"document": n, "quote": q} if q else {"document": n} for n, q in evidence]
        about = {"type": row["type"]} if row.get("type") else {}
        cases.append(_case(row["id"], row["question"], relevant, **about))
    return articles, cases


def from_attributions(folder: Path) -> Imported:
    """Read articles with questions whose evidence are statements by offsets, with speakers."""
    articles = {p.name: p.read_text(encoding="utf-8") for p in _files(folder / "articles")}
    cases = []
    for row in _rows(folder / "questions.jsonl"):
        said = {
            key: [_statement(statement, articles) for statement in row[given]]
            for key, given in (("relevant", "gold"), ("others", "others"), ("neutral", "unnamed"))
        }
        if not row["answerable"]:
            said["neutral"] += said["relevant"]
            said["relevant"] = []
        about = {key: said[key] for key in ("others", "neutral") if said[key]}
        kind = "answerable" if row["answerable"] else _hardness(row)
        case = _case(row["id"], row["question"], said["relevant"], **about, type=kind)
        cases.append({**case, "speaker": row["speaker"]})
    return articles, cases


def _hardness(row: Row) -> str:
    return "topic and speaker meet" if row.get("hard") else "topic and speaker apart"


def _statement(row: Row, articles: Mapping[str, str]) -> dict[str, Any]:
    name = row["doc"].split("/")[-1] + ".txt"
    return {**_words(name, articles[name], row["spans"]), "speaker": row["speaker"]}


def from_turns(folder: Path) -> Imported:
    """Read transcripts without the questions (``answers/``), with the turn that answers each."""
    articles = {p.name: p.read_text(encoding="utf-8") for p in _files(folder / "answers")}
    turns = {row["id"]: row["turns"] for row in _rows(folder / "turns.jsonl")}
    spans = {key: _turn_spans(found, articles[f"{key}.txt"]) for key, found in turns.items()}
    cases = []
    for row in _rows(folder / "questions.jsonl"):
        key, number = row["document"], row["answer_turn"]
        name = f"{key}.txt"
        if (span := spans[key].get(number)) is None:
            continue  # the answer does not stand in the article as the gold turn has it
        words = _words(name, articles[name], [span])
        relevant = [{**words, "speaker": turns[key][number]["speaker"]}]
        cases.append(_case(row["id"], row["question"], relevant))
    return articles, cases


def _turn_spans(turns: Sequence[Row], article: str) -> dict[int, Span]:
    """Return number → span of those turns that stand in the article, found in order."""
    spans = {}
    after = 0
    for number, turn in enumerate(turns):
        label = f"{turn['speaker']}: {turn['text']}"
        at = article.find(label, after)
        if at >= 0:
            after = at + len(label)
            spans[number] = Span(after - len(turn["text"]), after)
    return spans


LAYOUTS: tuple[tuple[tuple[str, ...], Callable[[Path], Imported]], ...] = (
    (("corpus.jsonl", "queries.jsonl", "qrels/*.tsv"), from_beir),
    (("corpus.jsonl", "queries.jsonl"), from_evidence_sentences),
    (("articles", "attributions.jsonl", "questions.jsonl"), from_attributions),
    (("answers", "turns.jsonl", "questions.jsonl"), from_turns),
    (("topics*", "qrels*", "docs"), from_trec),
)


def _case(key: str, question: str, relevant: Sequence[Row], **about: Any) -> dict[str, Any]:
    given = {"id": key, "question": question, "answerable": bool(relevant)}
    return {**given, "relevant": list(relevant), **about}


def _words(name: str, text: str, spans: Iterable[Sequence[int]]) -> dict[str, Any]:
    """Return spans of a text as words of a case: with the occurrence where they are repeated."""
    pieces = [text[start:end].strip() for start, end in spans]
    first = min(start for start, _ in spans)
    quote = LEFT_OUT.join(piece for piece in pieces if piece)
    words: dict[str, Any] = {"document": name, "quote": quote}
    places = Finder({name: text}).evidence(Words.model_validate(words)).places
    here = [i for i, place in enumerate(places, 1) if abs(place[0].start - first) <= 2]
    return {**words, "occurrence": here[0]} if here and len(places) > 1 else words


def _titled(row: Row) -> str:
    """Return a row as text under what it says of itself."""
    published = ", ".join(str(row[key]) for key in ("source", "date") if row.get(key))
    heads = (row.get("title"), published if row.get("date") else None)
    return "\n\n".join(str(part) for part in (*heads, row["text"]) if part)


def _rows(path: Path) -> Iterator[Row]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            yield json.loads(line)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file())


def _file_stem(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name).strip("-.") or "article"
