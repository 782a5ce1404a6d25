"""What all commands share: the two consoles they print to, and the option for JSON."""

from __future__ import annotations

import io
import json
import sys
from typing import Annotated, Any

import typer
from rich.console import Console

from rag.records import to_json

PIPE_WIDTH = 1000
"""Columns where standard output is no terminal: lines are for programs, and stay whole."""

out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else PIPE_WIDTH)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def print_anything() -> None:
    """Let standard output and error show what their encoding lacks as escapes, and not fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def print_json(value: Any) -> None:
    """Print records as JSON; where the output is not in UTF-8, in ASCII alone."""
    text = to_json(value)
    is_utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(text if is_utf8 else json.dumps(json.loads(text), indent=2))


JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
