"""The report of a run: one page that opens anywhere, and the same in Markdown.

Written for an editor: sentences first, then figures with their intervals, plots, tables by kind
of question, and every failure with what was expected beside what came.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from rag.errors import cause
from rag.evaluation.figures import Figure, Scores
from rag.evaluation.findings import FAULTS, GROUPINGS, Failing, Row, failures, table
from rag.evaluation.measures import printed
from rag.evaluation.plots import Axis, histogram, line_plot
from rag.evaluation.relevance import CITED
from rag.evaluation.retrieval_figures import CUTOFFS
from rag.evaluation.runs import Run, RunError

GROUPED_ROWS = 40
"""Most rows of a table by group; the smallest groups say least."""

WORDS_SHOWN = 700
"""Characters shown of one piece of evidence."""

MEANINGS = {
    "success@": "share of questions with a right hit among so many first ones",
    "recall@": "share of all right passages, turns or documents among so many first hits",
    "MRR@": "1 if the first hit is right, 1/2 if the second is the first right one, and so on",
    "nDCG@": "as recall, but early hits count for more",
    "MAP": "how early all that is right comes, over the whole list",
    "statement recall@": "share of the expected words that the first hits hold",
    "statement recall (": "share of the expected words that the answer's first citations give",
    "statement precision (": "share of the answer's first citations that are expected words",
    "evidence sentence F1": "sentences of the first citations against the expected words",
    "words to read": "words of the answer's first citations, of the answers that have any",
    "declined precision": "answers that say somebody declined, where somebody did",
    "declined recall": "questions somebody declined, where the answer says so",
    "citation recall": "share of an answer's sentences that their citations support",
    "citation precision": "share of an answer's citations that are needed",
    "quotes exact": "share of quotes that stand, character for character, in what is cited",
    "wrong speaker": "share of citations, where it is known, that are somebody else's words",
    "unattributed": "share of these citations that name no speaker",
    "abstention precision": "share of silences that were right",
    "abstention recall": "share of unanswerable questions that were met with silence",
    "abstention reason": "share of right and wrong silences with the right reason",
    "risk–coverage area": "how often answers are wrong when the surest are given first",
}
"""What figures say, by how their names begin, for a reader who does not know them."""

STYLE = """
:root{color-scheme:light dark;--line:#8884;--soft:#8881}
body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2.5rem}
table{border-collapse:collapse;margin:1rem 0;font-variant-numeric:tabular-nums}
th,td{padding:.25rem .7rem;border-bottom:1px solid var(--line);text-align:right}
th:first-child,td:first-child{text-align:left}small{opacity:.7}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr));gap:1rem}
.side{display:grid;grid-template-columns:1fr 1fr;gap:1rem}
@media(max-width:45rem){.side{grid-template-columns:1fr}}
details{border:1px solid var(--line);border-radius:6px;padding:.5rem .8rem;margin:.5rem 0}
summary{cursor:pointer}
figure{margin:0}figcaption{text-align:center;font-size:.9rem}
dt{font-weight:600}dd{margin:0 0 .4rem 1rem}
blockquote{margin:.5rem 0;padding:.3rem .8rem;background:var(--soft)}
.scroll{overflow-x:auto}
"""


def write_report(path: Path, run: Run, scores: Sequence[Scores]) -> None:
    """Write the page to *path* and the Markdown beside it. Raises RunError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(to_html(run, scores), encoding="utf-8")
        path.with_suffix(".md").write_text(to_markdown(run, scores), encoding="utf-8")
    except OSError as exc:
        raise RunError(f"The report {path} cannot be written: {cause(exc)}.") from exc


# What both say


def sentences(run: Run, scores: Sequence[Scores]) -> Iterator[str]:
    """Yield what the run says, for somebody who reads no figures."""
    ours = scores[0]
    answerable = sum(resolved.case.answerable for resolved in run.cases)
    silent = len(run.cases) - answerable
    yield (
        f"{len(run.cases)} questions were asked over {run.about['documents']} documents; the "
        f"record answers {answerable} of them"
        + (f" and not the other {silent}." if silent else ".")
    )
    recall = ours.figure(f"statement recall ({CITED} citations)")
    if recall.value is not None:
        yield (
            f"Of the statements that should have been given, {_percent(recall)} were among the "
            f"first {CITED} citations of the answers."
        )
    wrong = ours.figure("wrong speaker")
    if wrong.value is not None:
        yield f"{_percent(wrong)} of the citations that can be checked have the wrong speaker."
    quotes = ours.figure("quotes exact")
    if quotes.value is not None:
        yield f"{_percent(quotes)} of the quotes stand, character for character, in their source."
    faults = [failing.kind for failing in failures(run, ours.system)]
    if not faults:
        yield "Nothing went wrong."
    for kind, told in FAULTS.items():
        if kind in faults:
            yield f"{faults.count(kind)} × {kind}: {told[0].lower()}{told[1:]}"


def ratios(scores: Sequence[Scores]) -> Iterator[str]:
    """Yield how this project compares with each baseline, as ratios of its headline figures."""
    for other in scores[1:]:
        told = [
            f"{name} {mine.value / theirs.value:.2f} ×"
            for name in _headline(scores[0])
            for mine, theirs in [(scores[0].figure(name), other.figure(name))]
            if mine.value is not None and theirs.value
        ]
        yield f"Against {other.system}: {', '.join(told)}."


def _percent(figure: Figure) -> str:
    value, low, high = (f"{100 * (x or 0):.1f}" for x in (figure.value, figure.low, figure.high))
    return f"{value} % ({low} to {high})"


def _headline(scores: Scores) -> tuple[str, ...]:
    ranked = f"MRR@{scores.k}", f"recall@{scores.k}"
    return (*ranked, f"statement recall ({CITED} citations)")


def _title(run: Run) -> str:
    return f"Evaluation on {run.about['collection']}"


def _origin(run: Run) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in run.about["versions"].items())
    hashes = run.about["hashes"]
    return (
        f"{run.about['when']}; engine {run.about['engine']}, embedder "
        f"{run.about['settings']['embedder']}; {versions}; articles {hashes['articles'][:12]}, "
        f"questions {hashes['questions'][:12]}."
    )


def _label(figure: Figure) -> str:
    return f"{figure.name} ({figure.level})" if figure.level else figure.name


def _cell(figure: Figure) -> str:
    if figure.value is None:
        return "–"
    return f"{printed(figure.value)} [{printed(figure.low)}, {printed(figure.high)}]"


# HTML


def to_html(run: Run, scores: Sequence[Scores]) -> str:
    """Return the report as one page that asks nothing of any other place."""
    body = [
        f"<h1>{escape(_title(run))}</h1>",
        *(f"<p>{escape(told)}</p>" for told in (*sentences(run, scores), *ratios(scores))),
        "<h2>Figures</h2>",
        "<p><small>In brackets: 95 % bootstrap interval over the questions. <em>Asked</em> counts "
        "the questions a figure is about; the others are left out, not scored 0.</small></p>",
        _figures(scores),
        _legend(),
        "<h2>Plots</h2>",
        f'<div class="plots">{"".join(_captioned(run, scores))}</div>',
        *_tables(run, scores[0]),
        *_failures(run, scores[0].system),
        f"<h2>This run</h2><p><small>{escape(_origin(run))}</small></p>",
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(_title(run))}</title><style>{STYLE}</style></head>"
        f"<body>{''.join(body)}</body></html>\n"
    )


def _figures(scores: Sequence[Scores]) -> str:
    heads = ["", "asked", *(s.system for s in scores)]
    rows = [
        [_label(figure), str(figure.eligible), *(_cell(s.figure(figure.name)) for s in scores)]
        for figure in scores[0].figures
        if figure.value is not None
    ]
    return _html_table(heads, [*rows, *_measured(scores)])


def _measured(scores: Sequence[Scores]) -> Iterator[list[str]]:
    """Yield the rows of what is no share: area, times, tokens."""
    yield ["risk–coverage area (lower is better)", "", *(printed(s.curve_area) for s in scores)]
    for kind in scores[0].milliseconds:
        yield [f"{kind}, ms", "", *(f"{s.milliseconds[kind]:.1f}" for s in scores)]
    for kind in scores[0].tokens:
        yield [f"{kind} of the model", "", *(str(s.tokens.get(kind, 0)) for s in scores)]


def _legend() -> str:
    terms = (f"<dt>{escape(name)}…</dt><dd>{escape(what)}</dd>" for name, what in MEANINGS.items())
    return f"<details><summary>What the figures say</summary><dl>{''.join(terms)}</dl></details>"


def _html_table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in heads)
    lines = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    inner = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<div class="scroll"><table>{inner}</table></div>'


def _captioned(run: Run, scores: Sequence[Scores]) -> Iterator[str]:
    for title, svg in _plots(run, scores).items():
        yield f"<figure>{svg}<figcaption>{escape(title)}</figcaption></figure>"


def _plots(run: Run, scores: Sequence[Scores]) -> dict[str, str]:
    """Return title → SVG."""
    depths = sorted({*CUTOFFS, scores[0].k})
    recall = {s.system: [(d, s.figure(f"recall@{d}").value or 0.0) for d in depths] for s in scores}
    risk = {s.system: [(point.coverage, point.risk) for point in s.curve] for s in scores}
    times = [1000 * output.ask_seconds for output in run.outputs[scores[0].system]]
    found, wrong, time = (
        "How much is found among the first hits",
        "How often answers are wrong as more questions are answered",
        f"How long answers take ({scores[0].system})",
    )
    hits, share = Axis("hits looked at", 0, depths[-1]), Axis(f"recall ({scores[0].level})", 0, 1)
    coverage = Axis("share of questions answered (coverage)", 0, 1)
    return {
        found: line_plot(found, recall, x=hits, y=share),
        wrong: line_plot(wrong, risk, x=coverage, y=Axis("share of these wrong (risk)", 0, 1)),
        time: histogram(time, times, unit="milliseconds to answer"),
    }


def _tables(run: Run, scores: Scores) -> Iterator[str]:
    names = _headline(scores)
    for title, groups in GROUPINGS.items():
        rows = table(run, scores, names, groups)
        if len(rows) > 1:
            yield f"<h2>By {escape(title)}</h2>"
            yield _html_table(["", "questions", *names], map(_row, rows[:GROUPED_ROWS]))
            if len(rows) > GROUPED_ROWS:
                yield f"<p><small>and {len(rows) - GROUPED_ROWS} smaller ones</small></p>"


def _row(row: Row) -> list[str]:
    return [row.label, str(row.count), *map(printed, row.values)]


def _failures(run: Run, system: str) -> Iterator[str]:
    found = failures(run, system)
    yield f"<h2>What went wrong ({len(found)})</h2>"
    for failing in found:
        yield _failure(failing)


def _failure(failing: Failing) -> str:
    case = failing.resolved.case
    expected = [
        _quoted(e.quote or "(the whole document)", e.document, e.speaker) for e in failing.expected
    ]
    given = [_quoted(c.quote, c.document, c.speaker) for c in failing.given]
    silence = f"<p>{escape(failing.output.text)}</p>" if not given else ""
    return (
        f"<details><summary><strong>{escape(case.question)}</strong> "
        f"<small>{escape(failing.kind)} · {escape(case.id)}</small></summary>"
        f"<p>{escape(FAULTS[failing.kind])}</p>"
        f'<div class="side"><div><h4>Expected</h4>{"".join(expected) or "<p>Silence.</p>"}</div>'
        f"<div><h4>Given</h4>{''.join(given)}{silence}</div></div></details>"
    )


def _quoted(words: str, document: str, speaker: str | None) -> str:
    said = f"{speaker}, " if speaker else ""
    return (
        f"<blockquote>{escape(_clipped(words))}<br>"
        f"<small>{escape(said)}{escape(document)}</small></blockquote>"
    )


def _clipped(words: str) -> str:
    return words if len(words) <= WORDS_SHOWN else words[: WORDS_SHOWN - 1] + "…"


# Markdown


def to_markdown(run: Run, scores: Sequence[Scores]) -> str:
    """Return the report as Markdown, without the plots."""
    return "\n".join(_markdown(run, scores)) + "\n"


def _markdown(run: Run, scores: Sequence[Scores]) -> Iterator[str]:
    yield f"# {_title(run)}\n"
    yield from (told + "\n" for told in (*sentences(run, scores), *ratios(scores)))
    yield "## Figures\n"
    yield from markdown_table(scores)
    names = _headline(scores[0])
    for title, groups in GROUPINGS.items():
        rows = table(run, scores[0], names, groups)
        if len(rows) > 1:
            yield f"\n## By {title}\n"
            yield from lines(["", "questions", *names], map(_row, rows[:GROUPED_ROWS]))
    yield "\n## What went wrong\n"
    for failing in failures(run, scores[0].system):
        yield from _markdown_failure(failing)
    yield f"## This run\n\n{_origin(run)}"


def markdown_table(scores: Sequence[Scores]) -> Iterator[str]:
    """Yield the lines of a table of all figures of systems side by side."""
    heads = ["", "asked", *(s.system for s in scores)]
    figures = [figure for figure in scores[0].figures if figure.value is not None]
    rows = [
        [_label(f), str(f.eligible), *(_cell(s.figure(f.name)) for s in scores)] for f in figures
    ]
    yield from lines(heads, [*rows, *_measured(scores)])


def lines(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def _markdown_failure(failing: Failing) -> Iterator[str]:
    case = failing.resolved.case
    yield f"### {_flat(case.question)}\n\n{FAULTS[failing.kind]} ({case.id})\n"
    for evidence in failing.expected:
        quote = _flat(evidence.quote or "(the whole document)")
        yield f"- expected: “{quote}” ({evidence.document})"
    for cited in failing.given:
        speaker = cited.speaker or "nobody named"
        yield f"- given: “{_flat(cited.quote)}” ({speaker}, {cited.document})"
    if not failing.given:
        yield f"- given: {_flat(failing.output.text)}"
    yield ""


def _flat(words: str) -> str:
    return " ".join(_clipped(words).split())
