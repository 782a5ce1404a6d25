"""What the commands of evaluation share: the group they are added to, and their options."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup


class LevelName(StrEnum):
    """`rag.evaluation.runs.Level`, for the command line."""

    passage = "passage"
    turn = "turn"
    document = "document"


class FolderOrCommand(TyperGroup):
    """A group whose first argument is a folder to evaluate unless it names a command."""

    default = "folder"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the default command before what is no command and no call for help."""
        if args and args[0] not in self.commands and args[0] != "--help":
            args = [self.default, *args]
        return super().parse_args(ctx, args)


evaluate_app = typer.Typer(
    cls=FolderOrCommand,
    no_args_is_help=True,
    help="Measure answers on a test collection: `evaluate FOLDER`, or one of the commands below.",
)

FolderArgument = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="A folder with questions.jsonl and its articles.")
]
RunArgument = Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a saved run.")]
IndexOption = Annotated[
    Path | None,
    typer.Option("--index", metavar="DIR", help="Index of the articles, kept for the next run."),
]
LevelOption = Annotated[LevelName, typer.Option("--level", help="What counts as found.")]
DepthOption = Annotated[int, typer.Option("-k", min=1, max=50, help="Ranks that are judged.")]
ReportOption = Annotated[
    Path | None,
    typer.Option("--report", metavar="FILE.html", help="Write a page, and Markdown beside it."),
]
