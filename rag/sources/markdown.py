"""Markdown: front matter, and the text a reader sees, with headings and bold marked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from rag.errors import UnreadableSource
from rag.records import Document
from rag.settings import Settings
from rag.sources import metadata
from rag.sources.composing import QUOTE, STRONG, Composer, Run
from rag.sources.metadata import Metadata, to_document
from rag.sources.normalising import decode, normalised
from rag.sources.raw import Raw

LONGEST_FRONT_MATTER = 65_536  # characters; YAML is read at some 100 000 a second
LONGEST_INLINE = 20_000  # characters of one paragraph in which links and bold are looked for
FENCE = re.compile(r"(?:---|\.\.\.) *$", re.MULTILINE)
TOML_FENCE = re.compile(r"\+\+\+ *$", re.MULTILINE)
KEY_LINE = re.compile(r"[A-Za-z_][\w -]*:(?: |$)", re.MULTILINE)
NOTHING = {"", "~", "null"}
LINE_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)


def extract(raw: Raw, settings: Settings) -> Document:
    """Return the document of a Markdown file.

    Its title is the front matter's, or else the first heading of the first level.
    """
    text = normalised(decode(raw.data, source=raw.source, charset=raw.charset))
    front, body = _split(text, raw.source)
    composer = Composer()
    title = _render(body, composer)
    stated = _metadata(front, title, raw.source)
    return to_document(raw, composer.text, composer.marks, stated)


def _split(text: str, source: str) -> tuple[dict[str, Any], str]:
    """Return the front matter and the body of *text*; without front matter, all is body."""
    if re.match(r"\+\+\+ *\n", text):
        return _split_toml(text, source)
    if not re.match(r"--- *\n", text):
        return {}, text
    begin = text.index("\n") + 1
    fence = FENCE.search(text, begin, begin + LONGEST_FRONT_MATTER)
    if fence is None:
        if KEY_LINE.match(text, begin):
            raise UnreadableSource(
                source, "Line 1: its front matter has no end. Close it with a line of ---."
            )
        return {}, text
    front = _loaded(text[begin : fence.start()], source)
    return (front, text[fence.end() :]) if isinstance(front, dict) else ({}, text)


def _split_toml(text: str, source: str) -> tuple[dict[str, Any], str]:
    """Return the front matter between lines of +++, as some site generators write it."""
    begin = text.index("\n") + 1
    fence = TOML_FENCE.search(text, begin, begin + LONGEST_FRONT_MATTER)
    if fence is None:
        return {}, text
    try:
        stated = tomllib.loads(text[begin : fence.start()])
    except tomllib.TOMLDecodeError as exc:
        raise UnreadableSource(source, f"Its front matter is not valid TOML ({exc}).") from exc
    plain = {key: value if isinstance(value, list) else str(value) for key, value in stated.items()}
    return plain, text[fence.end() :]


def _loaded(front: str, source: str) -> Any:
    # BaseLoader is as safe as the safe loader and leaves every value as it was typed: a Norwegian
    # "language: no" is not False, and a date that cannot be is ours to refuse.
    try:
        return yaml.load(front, Loader=yaml.BaseLoader) or {}
    except yaml.MarkedYAMLError as exc:
        line = exc.problem_mark.line + 2 if exc.problem_mark else 1
        raise UnreadableSource(
            source, f"Line {line}: its front matter is not valid YAML ({exc.problem}). Correct it."
        ) from exc
    except (yaml.YAMLError, RecursionError, ValueError) as exc:
        raise UnreadableSource(source, "Line 1: its front matter is not valid YAML.") from exc


def _metadata(front: dict[str, Any], title: str | None, source: str) -> Metadata:
    return Metadata(
        title=_scalar(front, "title", source) or title,
        date=_date(front, source),
        place=_scalar(front, "place", source),
        event=_scalar(front, "event", source),
        publisher=_scalar(front, "publisher", source),
        url=metadata.web_address(_scalar(front, "url", source)),
        language=metadata.language_code(_scalar(front, "language", source)),
        labels=_labels(front, source),
    )


def _scalar(front: dict[str, Any], key: str, source: str) -> str | None:
    value = front.get(key)
    if value is None or (isinstance(value, str) and value in NOTHING):
        return None
    if not isinstance(value, str):
        raise UnreadableSource(source, f"Its front matter gives more than one {key}. Give one.")
    return metadata.one_line(value)


def _date(front: dict[str, Any], source: str) -> str | None:
    value = _scalar(front, "date", source)
    if value is None:
        return None
    date = metadata.iso_date(value)
    if date is None:
        raise UnreadableSource(
            source, f"Its front matter has the date {value!r}. Write it as 2024-01-31."
        )
    return date


def _labels(front: dict[str, Any], source: str) -> tuple[str, ...]:
    value = front.get("labels") or ()
    values = value.split(",") if isinstance(value, str) else value
    if isinstance(values, dict) or not all(isinstance(item, str) for item in values):
        raise UnreadableSource(source, "Its front matter has labels that are not a list of words.")
    return metadata.labels(item for item in values if item not in NOTHING)


def _parser() -> MarkdownIt:
    # The text inside blocks is parsed block by block in _runs, so that not all of it is
    # held as tokens at once.
    return MarkdownIt("commonmark").enable("table").disable("inline")


def _render(body: str, composer: Composer) -> str | None:
    """Add the paragraphs of *body* to *composer*; return the first heading of the first level."""
    markdown = _parser()
    title, heading = None, None
    row: list[Run] | None = None
    quoted = 0
    for token in markdown.parse(body):
        quoted += (token.type == "blockquote_open") - (token.type == "blockquote_close")
        if token.type == "heading_open":
            heading = token.tag[1]
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            composer.add(row[:-1])
            row = None
        elif token.type in ("fence", "code_block"):
            composer.add([Run(token.content)])
        elif token.type == "inline":
            runs = list(_runs(token.content, markdown))
            if row is not None:
                row += [*runs, Run(" | ")]
                continue
            labels = [("heading", heading)] if heading else [QUOTE] if quoted else []
            span = composer.add(runs, *labels)
            if heading == "1" and span and title is None:
                title = metadata.one_line("".join(run.text for run in runs))
            heading = None
    return title


def _runs(content: str, markdown: MarkdownIt) -> Iterator[Run]:
    """Yield the visible text of *content*; of a monstrous paragraph, as it was typed."""
    if len(content) > LONGEST_INLINE:
        yield Run(content)
        return
    tokens: list[Token] = []
    markdown.inline.parse(content, markdown, {}, tokens)
    yield from _inline(tokens)


def _inline(tokens: Sequence[Token]) -> Iterator[Run]:
    depth = 0
    for token in tokens:
        if token.type == "strong_open":
            depth += 1
        elif token.type == "strong_close":
            depth -= 1
        elif token.type in ("text", "code_inline", "text_special"):
            yield Run(token.content, (STRONG,) if depth else ())
        elif token.type == "softbreak":
            yield Run(" ", (STRONG,) if depth else ())
        elif token.type == "hardbreak" or LINE_BREAK_TAG.fullmatch(token.content):
            yield Run("\n")
