"""``python -m rag benchmark``: what ingest, search and ask cost."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from rag.evaluation import runs
from rag.terminal import JsonOption, err, out, print_json


def benchmark(
    json: JsonOption = False,
    full: Annotated[
        bool, typer.Option("--full", help="Also at 100 000 passages: an hour or two.")
    ] = False,
    size: Annotated[
        list[int] | None, typer.Option(min=10, help="Measure at this many passages instead.")
    ] = None,
    save: Annotated[
        Path | None, typer.Option("--save", metavar="DIR", help="Where figures and plots go.")
    ] = None,
) -> None:
    """Measure what ingest, search and ask cost, beside a common pipeline."""
    from rag.evaluation import benchmark as bench

    sizes = size or [*bench.SIZES, *([bench.FULL_SIZE] if full else [])]
    rows = bench.measure(sizes, tell=lambda what: err.print(f"Measuring {what} …"))
    folder = save or Path("runs") / f"benchmark-{datetime.now():%Y%m%d-%H%M%S}"
    bench.write({"versions": runs.versions(), "rows": rows}, folder)
    if json:
        print_json(rows)
    else:
        names = list(dict.fromkeys(key for row in rows for key in row if key != "size"))[1:]
        table = Table("", *(f"{row['system']}, {row['size']}" for row in rows), box=None)
        for name in names:
            cells = (f"{row[name]:.2f}" if name in row else "–" for row in rows)
            table.add_row(name, *cells)
        out.print(table)
    err.print(f"Saved in {folder}.")
