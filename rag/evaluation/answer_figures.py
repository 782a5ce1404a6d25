"""Figures of answers: what they cite, whose words they give, and when they abstain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from rag.evaluation import measures
from rag.evaluation.attribution import naming_words
from rag.evaluation.collection import Evidence, Resolved
from rag.evaluation.figures import Figure, figure_of
from rag.evaluation.followups import words
from rag.evaluation.measures import Share
from rag.evaluation.relevance import CITED, held_share, holds, is_judged
from rag.evaluation.runs import Cited, Output
from rag.reading import sentence_spans
from rag.reading.names import may_be
from rag.records import Span


def answer_figures(
    cases: Mapping[str, Resolved], outputs: Mapping[str, Output]
) -> Iterator[Figure]:
    """Yield the figures of the answers: evidence, grounding, speakers, abstention, rewriting."""
    total = len(outputs)
    placed = {key: resolved for key, resolved in cases.items() if is_judged(resolved)}
    recall = {key: held_share(r, outputs[key].citations[:CITED]) for key, r in placed.items()}
    yield figure_of(f"statement recall ({CITED} citations)", recall, total=total)
    precision = {key: _precise(resolved, outputs[key]) for key, resolved in placed.items()}
    yield figure_of(f"statement precision ({CITED} citations)", precision, total=total)
    sentences = {key: _sentence_f1(resolved, outputs[key]) for key, resolved in placed.items()}
    yield figure_of(f"evidence sentence F1 ({CITED} citations)", sentences, total=total)
    words = {key: Share(_words(outputs[key]), 1) for key in placed if outputs[key].citations}
    yield figure_of(f"words to read ({CITED} citations)", words, total=total, better="lower")
    yield from _grounding(outputs)
    yield from _speakers(cases, outputs)
    yield from _abstention(cases, outputs)
    yield from _rewriting(cases, outputs)


def _words(output: Output) -> int:
    """Return how many words the first citations hold: what the reader must read."""
    return sum(len(cited.standing.split()) for cited in output.citations[:CITED])


def _sentence_f1(resolved: Resolved, output: Output) -> Share:
    """Return F1 of the sentences of the first citations against the evidence.

    Precision is of sentences, so that long citations cost what the reader must read in vain;
    recall is of the evidence. Neutral words count neither way; silence gives 0.
    """
    shown = [one for cited in output.citations[:CITED] for one in _sentences(cited)]
    judged = [one for one in shown if not _is_neutral(resolved, one)]
    placed = [evidence for evidence in resolved.relevant if evidence.places]
    right = sum(any(holds(evidence, one) for evidence in placed) for one in judged)
    found = sum(any(holds(evidence, one) for one in judged) for evidence in placed)
    if not right:
        return Share(0, 1)
    precision, recall = right / len(judged), found / len(placed)
    return Share(2 * precision * recall / (precision + recall), 1)


def _sentences(cited: Cited) -> Iterator[Cited]:
    """Yield a citation sentence by sentence."""
    for part in sentence_spans(cited.standing, Span(0, len(cited.standing))):
        yield replace(
            cited,
            start=cited.start + part.start,
            end=cited.start + part.end,
            standing=cited.standing[part.start : part.end],
        )


def _precise(resolved: Resolved, output: Output) -> Share:
    """Return how many of the first citations give evidence; neutral words count neither way."""
    judged = [
        any(holds(evidence, cited) for evidence in resolved.relevant)
        for cited in output.citations[:CITED]
        if not _is_neutral(resolved, cited)
    ]
    return Share(sum(judged), len(judged))


def _is_neutral(resolved: Resolved, cited: Cited) -> bool:
    return any(holds(e, cited) for e in resolved.neutral) and not any(
        holds(e, cited) for e in resolved.relevant
    )


def _grounding(outputs: Mapping[str, Output]) -> Iterator[Figure]:
    """Yield how far answers rest on what they cite, over the questions that were answered."""
    given = {key: _Grounding(output) for key, output in outputs.items() if not output.abstained}
    for name, share in GROUNDING.items():
        yield figure_of(name, {key: share(g) for key, g in given.items()}, total=len(outputs))


class _Grounding:
    """An answer's statements, quotes and citations, to be counted in several ways."""

    def __init__(self, output: Output) -> None:
        self.citations = output.citations
        self.passages = {cited.number: cited.passage for cited in output.citations}
        self.statements = measures.statements_of(output.text)
        self.standings = [
            measures.quote_standing(quote=quote, texts=list(self.passages.values()))
            for quote in measures.quotes_of(output.text)
        ]

    def recall(self) -> Share:
        return measures.citation_recall(
            statements=self.statements, passages=self.passages, supports=measures.words_support
        )

    def precision(self) -> Share:
        return measures.citation_precision(
            statements=self.statements, passages=self.passages, supports=measures.words_support
        )

    def exact(self) -> Share:
        return Share(self.standings.count("exact"), len(self.standings))

    def normalised(self) -> Share:
        return Share(len(self.standings) - self.standings.count("altered"), len(self.standings))

    def standing(self) -> Share:
        kept = sum(cited.quote == cited.standing for cited in self.citations)
        return Share(kept, len(self.citations))


GROUNDING: dict[str, Callable[[_Grounding], Share]] = {
    "citation recall (ALCE)": _Grounding.recall,
    "citation precision (ALCE)": _Grounding.precision,
    "quotes exact": _Grounding.exact,
    "quotes exact but for marks": _Grounding.normalised,
    "citations equal to their document": _Grounding.standing,
}


def _speakers(cases: Mapping[str, Resolved], outputs: Mapping[str, Output]) -> Iterator[Figure]:
    """Yield how often citations whose speaker is known to the collection have another, or none.

    Words are another's where the collection gives them to somebody else than the person asked
    about, or the citation names somebody else than the collection does.
    """
    wrong: dict[str, Share] = {}
    silent: dict[str, Share] = {}
    for key, resolved in cases.items():
        owners = [(cited, _owner(resolved, cited)) for cited in outputs[key].citations[:CITED]]
        judged = [(cited, owner) for cited, owner in owners if owner]
        faults = sum(_is_wrong(resolved, cited, owner) for cited, owner in judged)
        wrong[key] = Share(faults, len(judged))
        silent[key] = Share(sum(cited.speaker is None for cited, _ in judged), len(judged))
    yield figure_of("wrong speaker", wrong, total=len(outputs), better="lower")
    yield figure_of("unattributed", silent, total=len(outputs), better="lower")


def wrongly_attributed(resolved: Resolved, cited: Cited) -> bool:
    """Return whether a citation gives somebody else's words, as far as the collection knows."""
    owner = _owner(resolved, cited)
    return owner is not None and _is_wrong(resolved, cited, owner)


def _owner(resolved: Resolved, cited: Cited) -> Evidence | None:
    """Return the words that a citation gives, if the collection knows whose they are."""
    known = (*resolved.relevant, *resolved.neutral, *resolved.others)
    found = next((e for e in known if e.places and holds(e, cited)), None)
    if found is None or found in resolved.neutral:
        return None
    return found if _speaker(resolved, found) else None


def _speaker(resolved: Resolved, words: Evidence) -> str | None:
    """Return whose words they are: the evidence of a question about a person is that person's."""
    return words.speaker or (resolved.case.speaker if words in resolved.relevant else None)


def _is_wrong(resolved: Resolved, cited: Cited, owner: Evidence) -> bool:
    if owner in resolved.others and not _is_asked_about(resolved, owner):
        return True
    if cited.speaker is None:
        return False
    names = [name for name in (owner.speaker, resolved.case.speaker) if name]
    return not any(may_be(cited.speaker, _bare(name)) for name in names)


def _bare(label: str) -> str:
    """Return a label without the apposition that tells of the person: "Roe, who was mayor"."""
    return " ".join(naming_words(label)) or label


def _is_asked_about(resolved: Resolved, owner: Evidence) -> bool:
    """Return whether a label among the others is a longer one of the person asked about."""
    return may_be(resolved.case.speaker or "", owner.speaker or "")


def _abstention(cases: Mapping[str, Resolved], outputs: Mapping[str, Output]) -> Iterator[Figure]:
    abstained = {key: output.abstained for key, output in outputs.items()}
    answerable = {key: resolved.case.answerable for key, resolved in cases.items()}
    if all(answerable.values()):
        answered = {key: Share(not silent, 1) for key, silent in abstained.items()}
        yield figure_of("answered", answered, total=len(outputs))
        return
    shares = measures.abstention_shares(abstained=abstained, answerable=answerable)
    for name, found in shares.items():
        figure = figure_of(f"abstention {name}", found, total=len(outputs))
        if name == "F1":  # about every question, though those rightly answered count for nothing
            figure = replace(figure, eligible=len(outputs), left_out=0)
        yield figure
    reasons = {
        key: Share(outputs[key].reason == resolved.case.reason, 1)
        for key, resolved in cases.items()
        if resolved.case.reason and abstained[key]
    }
    yield figure_of("abstention reason", reasons, total=len(outputs))
    yield from _declined(cases, outputs)


def _declined(cases: Mapping[str, Resolved], outputs: Mapping[str, Output]) -> Iterator[Figure]:
    """Yield how well it is seen that somebody was asked and declined, where a collection has it."""
    said = {key: output.reason == "declined" for key, output in outputs.items()}
    did = {key: resolved.case.reason == "declined" for key, resolved in cases.items()}
    if any(did.values()):
        both = {key: Share(said[key] and did[key], 1) for key in said}
        precision = {key: both[key] for key in said if said[key]}
        yield figure_of("declined precision", precision, total=len(outputs))
        recall = {key: both[key] for key in said if did[key]}
        yield figure_of("declined recall", recall, total=len(outputs))


def _rewriting(cases: Mapping[str, Resolved], outputs: Mapping[str, Output]) -> Iterator[Figure]:
    """Yield how far follow-ups were understood: content words shared with the standalone form.

    Only of systems that rewrite; a baseline is given the standalone form.
    """
    shares: dict[str, dict[str, Share]] = {"precision": {}, "recall": {}, "F1": {}}
    for key, resolved in cases.items():
        wanted, given = resolved.case.standalone, outputs[key].standalone
        if not (resolved.case.history and wanted and given):
            continue
        expected, found = words(wanted), words(given)
        shared = len(expected & found)
        shares["precision"][key] = Share(shared, len(found))
        shares["recall"][key] = Share(shared, len(expected))
        shares["F1"][key] = Share(2 * shared, len(expected) + len(found))
    for name, some in shares.items():
        if some:
            yield figure_of(f"follow-up rewriting {name}", some, total=len(outputs))
