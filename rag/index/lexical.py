"""The lexical index: passages by their terms, in Tantivy.

Terms are analysed in the document's language: lower case, diacritics folded (Erdoğan is found
as Erdogan), stems for the languages Tantivy has stemmers for. Scores are BM25, and on request each
term of the query weighs by its rarity once more: in a long question the few rare words tell what
it is about. Entries carry numbers of the library only; texts are read from there.
"""

from __future__ import annotations

import functools
import heapq
import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy
from tantivy import FieldType, Filter, Occur, Query, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from rag.errors import IndexFolderError, cause
from rag.index import entries

STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}
"""Languages (ISO 639-1) with a stemmer in Tantivy."""

PLAIN = "xx"
"""Stands for every other language: folded words, no stems."""

LONGEST_TERM = 80
"""Characters; longer runs are data, not words."""

WRITER_MEMORY = 64_000_000
"""Bytes; Tantivy wants at least 15 MB a thread."""

HEADING_BOOST = 0.5
"""Weight of a term in title, heading or speaker against one in the passage itself."""

LONG = 8
"""Letters of a term in which two may be wrong."""

RELEVANT_TERMS = 64
"""Terms of a query that are looked up, the rarest; a pasted page stays affordable."""


def language_field(language: str | None) -> str:
    """Return the code of the analysis used for a language."""
    code = (language or "").lower()[:2]
    return code if code in STEMMERS else PLAIN


@functools.cache
def analyzer(code: str) -> TextAnalyzer:
    """Return the analyzer of a code from `language_field`."""
    builder = (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(LONGEST_TERM))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
    )
    if code != PLAIN:
        builder = builder.filter(Filter.stemmer(STEMMERS[code]))
    return builder.build()


def terms(text: str, language: str | None) -> list[str]:
    """Return the terms of a text, in order, as the lexical index knows them."""
    return analyzer(language_field(language)).analyze(text)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", stored=True, indexed=True, fast=True)
    builder.add_unsigned_field("document", indexed=True, fast=True)
    builder.add_unsigned_field("date", indexed=True, fast=True)
    builder.add_unsigned_field("speaker", indexed=True)
    for code in (*STEMMERS, PLAIN):
        for part in ("text", "context"):
            builder.add_text_field(
                f"{part}_{code}", tokenizer_name=f"terms_{code}", index_option="freq"
            )
    return builder.build()


class LexicalIndex:
    """Passages by their terms, in one folder. One process writes; others read what it committed."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        """Open the index, made on first use. Raises IndexFolderError if it cannot be read."""
        self._place = folder
        try:
            if not read_only:
                folder.mkdir(parents=True, exist_ok=True)
            self._index = tantivy.Index(_schema(), path=str(folder))
            for code in (*STEMMERS, PLAIN):
                self._index.register_tokenizer(f"terms_{code}", analyzer(code))
            self._index.config_reader(reload_policy="manual")
            self._index.reload()
        except (ValueError, OSError) as exc:
            raise IndexFolderError(
                f"The lexical index {folder} cannot be opened: {cause(exc)}."
            ) from exc
        self._writer: tantivy.IndexWriter | None = None

    def update(self, *, add: Sequence[entries.Entry] = (), remove: Iterable[int] = ()) -> None:
        """Add passages and remove documents by number, in one step that happens or does not.

        A document that is added is removed first, so doing it again changes nothing.
        """
        try:
            writer = self._writer_now()
            gone = {*remove, *(entry.document for entry in add)}
            # Not delete_documents_by_term: with unsigned fields it deletes nothing (0.27).
            writer.delete_documents_by_query(
                Query.term_set_query(self._index.schema, "document", sorted(gone))
            )
            for entry in add:
                writer.add_document(_tantivy_document(entry))
            writer.commit()
            self._index.reload()
        except (ValueError, OSError) as exc:
            self._writer = None
            raise IndexFolderError(
                f"The lexical index {self._place} cannot be written: {cause(exc)}. What was "
                "ingested before is safe; free some space or check the folder, then run it again."
            ) from exc

    def _writer_now(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(heap_size=WRITER_MEMORY, num_threads=1)
            # Files of a step that a killed process did not finish bear the names of the next one's.
            self._writer.garbage_collect_files()
        return self._writer

    def search(
        self,
        query: str,
        *,
        languages: Sequence[str],
        limit: int,
        where: entries.Filter | None = None,
        by_rarity: bool = False,
    ) -> list[tuple[int, float]]:
        """Return (key, BM25 score) of the best passages, best first.

        The query is analysed once for each of *languages* and looked up in their passages.
        """
        searcher = self._index.searcher()
        wanted = self._wanted(query, languages, searcher, by_rarity)
        if wanted is None or limit < 1:
            return []
        found = searcher.search(self._filtered(wanted, where), limit, count=False)
        keys = searcher.fast_field_values("key", [address for _, address in found.hits])
        return [
            (int(key), float(score))
            for key, (score, _) in zip(keys, found.hits, strict=True)
            if key is not None
        ]

    def like(self, word: str, *, languages: Sequence[str], limit: int) -> list[int]:
        """Return the keys of passages with a term that differs from those of *word* by one letter,
        or two in a long one."""
        wanted = [
            (Occur.Should, self._nearly(f"text_{code}", term))
            for code in dict.fromkeys(map(language_field, languages))
            for term in terms(word, code)
        ]
        if not wanted:
            return []
        searcher = self._index.searcher()
        found = searcher.search(Query.boolean_query(wanted), limit, count=False)
        keys = searcher.fast_field_values("key", [address for _, address in found.hits])
        return [int(key) for key in keys if key is not None]

    def _nearly(self, field: str, term: str) -> Query:
        distance = 2 if len(term) >= LONG else 1
        return Query.fuzzy_term_query(self._index.schema, field, term, distance)

    def frequency(self, term: str, language: str | None) -> int:
        """Return the number of passages of a language that hold a term from `terms`."""
        return self._index.searcher().doc_freq(f"text_{language_field(language)}", term)

    def _wanted(
        self, query: str, languages: Sequence[str], searcher: tantivy.Searcher, by_rarity: bool
    ) -> Query | None:
        parts: list[tuple[Occur, Query]] = []
        for code in dict.fromkeys(map(language_field, languages)):
            for term, rarity in _rarest(query, code, searcher):
                weight = rarity if by_rarity else 1.0
                text = self._term(f"text_{code}", term)
                context = self._term(f"context_{code}", term)
                parts.append((Occur.Should, Query.boost_query(text, weight)))
                parts.append((Occur.Should, Query.boost_query(context, weight * HEADING_BOOST)))
        return Query.boolean_query(parts) if parts else None

    def _term(self, field: str, value: str | int) -> Query:
        return Query.term_query(self._index.schema, field, value, "freq")

    def _filtered(self, wanted: Query, where: entries.Filter | None) -> Query:
        if where is None:
            return wanted
        schema = self._index.schema
        conditions: list[Query] = []
        if where.documents is not None:
            conditions.append(Query.term_set_query(schema, "document", list(where.documents)))
        if where.speakers is not None:
            conditions.append(Query.term_set_query(schema, "speaker", list(where.speakers)))
        if where.since is not None or where.until is not None:
            conditions.append(
                Query.range_query(
                    schema, "date", FieldType.Unsigned, where.since or 1, where.until or 99_999_999
                )
            )
        musts = [(Occur.Must, Query.const_score_query(c, 0.0)) for c in conditions]
        return Query.boolean_query([(Occur.Must, wanted), *musts])

    def count(self) -> int:
        """Return the number of passages in the index."""
        return self._index.searcher().num_docs

    def close(self) -> None:
        """Finish writing and release the folder for another writer."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None


def _rarest(query: str, code: str, searcher: tantivy.Searcher) -> list[tuple[str, float]]:
    """Return the rarest terms of a query that occur at all, each with its rarity as BM25 has it."""
    count = searcher.num_docs
    found: list[tuple[float, str]] = []
    for term in set(analyzer(code).analyze(query)):
        held = searcher.doc_freq(f"text_{code}", term)
        held = held or searcher.doc_freq(f"context_{code}", term)
        if held:  # entries that were removed are counted until Tantivy merges them away
            found.append((math.log1p((max(count - held, 0) + 0.5) / (held + 0.5)), term))
    return [(term, rarity) for rarity, term in heapq.nlargest(RELEVANT_TERMS, found)]


def _tantivy_document(entry: entries.Entry) -> tantivy.Document:
    code = language_field(entry.language)
    document = tantivy.Document()
    document.add_unsigned("key", entry.key)
    document.add_unsigned("document", entry.document)
    if entry.date is not None:
        document.add_unsigned("date", entry.date)
    for speaker in entry.speakers:
        document.add_unsigned("speaker", speaker)
    document.add_text(f"text_{code}", entry.text)
    document.add_text(f"context_{code}", entry.context)
    return document
