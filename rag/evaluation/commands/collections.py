"""Commands that make test collections: of other formats, or of a library; and that check them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from rag.evaluation.collection import read_collection
from rag.evaluation.commands.app import FolderArgument, evaluate_app
from rag.settings import Settings
from rag.terminal import out


@evaluate_app.command("import")
def import_(
    source: Annotated[
        Path, typer.Argument(metavar="SOURCE", help="A file or folder in a known format.")
    ],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The new collection.")],
) -> None:
    """Make a collection of questions in another format.

    Known: SQuAD-style JSON; BEIR (corpus.jsonl, queries.jsonl, qrels/); TREC (topics*, qrels*,
    docs/); corpus.jsonl with queries.jsonl and evidence sentences; articles/ with
    attributions.jsonl; answers/ with turns.jsonl.
    """
    from rag.evaluation.importing import import_collection

    collection = import_collection(source, folder)
    out.print(f"{len(collection.cases)} questions over {len(collection.paths)} articles: {folder}")


@evaluate_app.command()
def check(folder: FolderArgument) -> None:
    """Check a collection: its lines, and that every quote stands in its document."""
    from rag.evaluation.collection import read_articles, resolve

    collection = read_collection(folder)
    documents = read_articles(collection, Settings.load())
    resolve(collection, {name: document.text for name, document in documents.items()})
    out.print(f"{len(collection.cases)} questions over {len(documents)} articles: all is well.")


@evaluate_app.command()
def init(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The new collection, or one to add to.")
    ],
    index: Annotated[Path, typer.Option("--index", metavar="DIR", help="Index to take from.")],
    count: Annotated[int, typer.Option(min=1, help="Most questions proposed.")] = 40,
) -> None:
    """Make a collection from a library: propose questions, and keep those you accept.

    Proposed are what readers asked and found well answered, then questions made of statements.
    """
    from rag.evaluation import proposing
    from rag.evaluation.verdicts import approved_cases
    from rag.pressroom import Pressroom

    with Pressroom.open(index, settings=Settings.load(), read_only=True) as room:
        articles = proposing.write_articles(room, folder)
        cases = approved_cases(room)[:count]
        cases += proposing.propose(room, count=count - len(cases))
    path = proposing.write_proposed(folder, cases)
    out.print(f"{articles} articles; {len(cases)} questions proposed in {path}.")
    if sys.stdin.isatty():
        offer(folder, cases)
    else:
        out.print(f"Move the lines that are good to {folder / 'questions.jsonl'}.")


def offer(folder: Path, cases: Sequence[dict[str, Any]]) -> None:
    """Show proposed questions one by one, and add those accepted to a collection."""
    from rag.evaluation.proposing import accept

    for case in cases:
        _show(case)
        choice = typer.prompt("[a]ccept, [e]dit, [s]kip, [q]uit", default="s")[:1].lower()
        if choice == "q":
            return
        if choice == "e":
            case = {**case, "question": typer.prompt("Question", default=case["question"])}
        if choice in ("a", "e"):
            accept(folder, case)


def _show(case: dict[str, Any]) -> None:
    out.print(f"\n{case['question']}", markup=False)
    for words in case["relevant"]:
        out.print(f"  “{words['quote']}”\n  {words['document']}", markup=False)
    if not case["answerable"]:
        out.print("  has no answer")
