"""What all commands share: the two consoles they print to, and the option for JSON."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.console import Console

PIPE_WIDTH = 1000
"""Columns where standard output is no terminal: lines are for programs, and stay whole."""

out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else PIPE_WIDTH)
err = Console(stderr=True, highlight=False, soft_wrap=True)

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
