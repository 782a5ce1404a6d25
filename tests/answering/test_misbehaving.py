"""What a model may do wrong, over real HTTP, and what of it reaches the reader: nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from rag import Answer, Pressroom
from rag.settings import Settings
from tests.fakes import (
    FakeOpenAI,
    Script,
    breaks_off,
    fake_openai,
    garbles,
    html,
    refuses,
    reports_error,
    says,
    stalls,
    status,
    without_choices,
)
from tests.writing import WORD_EMBEDDER

ARTICLE = """---
title: The bridge of Astvald
date: 2024-05-02
place: Astvald
---
MAYOR LIND: The city pays for the bridge, all of it. The bridge will not open before June.

Q: Who pays for the bridge and when will the bridge open?

ENGINEER VARGA: The bridge has 12 piers and 3 lanes. Nobody was hurt when the bridge was built.
"""
QUESTION = "Who pays for the bridge?"
PAID = "The city pays for the bridge, all of it."
PIERS = "The bridge has 12 piers and 3 lanes."
MAYOR, ENGINEER = "[{mayor}]", "[{engineer}]"
"""Stand for the numbers under which the model was shown the two speakers' passages."""

GOOD = f"Lind said: “{PAID}” {MAYOR}."
GOOD_SHOWN = f"Lind said: “{PAID}” [1]."


@pytest.fixture(scope="module")
def server() -> Iterator[FakeOpenAI]:
    with fake_openai() as running:
        yield running


@pytest.fixture(scope="module")
def room(server: FakeOpenAI, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pressroom]:
    folder = tmp_path_factory.mktemp("bridge")
    (folder / "bridge.md").write_text(ARTICLE, encoding="utf-8")
    settings = Settings.load(
        embedder=WORD_EMBEDDER, model="openai:scripted", model_seconds=1.5, model_retries=0
    )
    with Pressroom.open(folder / "index", settings=settings) as room:
        room.ingest(folder / "bridge.md")
        yield room


@pytest.fixture(autouse=True)
def _base_url(server: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)


def writes(*pieces: str) -> Script:
    """Stream *pieces*, with the numbers under which the passages were shown."""

    def run(exchange: object) -> None:
        prompt = exchange.request.body["messages"][-1]["content"]  # type: ignore[attr-defined]
        numbers = {
            name: re.findall(r"<passage (\d+)>", prompt[: prompt.index(words)])[-1]
            for name, words in (("mayor", PAID), ("engineer", PIERS))
        }
        shown = (piece.replace("{mayor}", numbers["mayor"]) for piece in pieces)
        says(*(piece.replace("{engineer}", numbers["engineer"]) for piece in shown))(exchange)  # type: ignore[arg-type]

    return run


def asked(room: Pressroom) -> tuple[Answer, str]:
    """Return the answer and all that was streamed before it."""
    *texts, last = room.stream(QUESTION)
    assert last.answer is not None
    assert all(event.kind == "text" for event in texts)
    return last.answer, "".join(event.text for event in texts)


def assert_holds(answer: Answer, streamed: str, room: Pressroom) -> None:
    """Assert what holds of every answer, whatever a model does."""
    assert streamed.strip() == answer.text.strip()
    numbers = {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)}
    assert numbers == {citation.number for citation in answer.citations}
    texts = {c.document_id: room.document(c.document_id).text for c in answer.citations}
    for citation in answer.citations:
        assert texts[citation.document_id][citation.start : citation.end] == citation.quote
    for quote in re.findall("“([^“”]*)”", answer.text):
        assert any(quote in citation.quote for citation in answer.citations)


WRONG = {
    "alters one word": (f"“The city pays for the tunnel, all of it” {MAYOR}.", "altered"),
    "drops a word": (f"“The city pays the bridge, all of it” {MAYOR}.", "altered"),
    "drops a negation": (f"“The bridge will open before June” {MAYOR}.", "altered"),
    "elides a negation": (f"“The bridge will … open before June” {MAYOR}.", "altered"),
    "brackets a negation away": (f"“The bridge will [surely] open” {MAYOR}.", "altered"),
    "adds a negation": (f"“Not the city pays for the bridge” {MAYOR}.", "altered"),
    "changes a number": (f"“The bridge has 14 piers” {ENGINEER}.", "altered"),
    "exchanges numbers": (f"“The bridge has 3 piers and 12 lanes” {ENGINEER}.", "altered"),
    "cuts a word": (f"“The city pays for the bri” {MAYOR}.", "altered"),
    "stitches sentences": (f"“The city pays for the bridge will not open” {MAYOR}.", "stitched"),
    "stitches two speakers": (f"“The city pays for 12 piers and 3 lanes” {MAYOR}.", "stitched"),
    "swaps speakers": (f"Varga said: “{PAID}” {MAYOR}.", "moved"),
    "swaps speakers behind the quote": (f"“{PIERS}” {ENGINEER}, said Mayor Lind.", "moved"),
    "swaps speakers under a block quote": (f"> {PAID}\n> — Varga {MAYOR}", "moved"),
    "names somebody unknown": (f"President Zebulon said: “{PAID}” {MAYOR}.", "moved"),
    "quotes the journalist": ("Lind said: “when will the bridge open?” [1].", "moved"),
    "quotes the user": ("“Who pays for the bridge?” [1].", "moved"),
    "invents a quote": ("“We are proud of our masons” [1].", "not_found"),
    "invents in straight marks": ('"We are proud of our masons" [1].', "not_found"),
    "invents in guillemets": ("«We are proud of our masons» [1].", "not_found"),
    "invents in German marks": ("„We are proud of our masons“ [1].", "not_found"),
    "invents in single marks": ("‘We are proud of our masons’ [1].", "not_found"),
    "invents in entities": ("&ldquo;We are proud of our masons&rdquo; [1].", "not_found"),
    "invents in a block quote": ("> We are proud of our masons [1]", "not_found"),
    "invents in emphasis and marks": ('*"We are proud of our masons"* [1].', "not_found"),
    "invents without a citation": ("“We are proud of our masons.”", "not_found"),
    "invents a citation number": (f"“{PAID}” [77].", "unknown_marker"),
    "cites a link": (f"“{PAID}” [77](http://example.org).", "unknown_marker"),
    "cites nothing": ("The city pays for it, as everybody knows.", "uncited"),
    "answers from its own knowledge": ("Bridges cost about a million on average.", "uncited"),
    "gives its opinion": (f"Astvald and Zorania are allies {MAYOR}.", "wrong_name"),
    "retells with another number": (f"The bridge has 13 piers {ENGINEER}.", "wrong_number"),
    "retells with numbers exchanged": (f"It has 3 piers and 12 lanes {ENGINEER}.", "wrong_number"),
    "retells without negation": (f"The bridge will open before June {MAYOR}.", "wrong_negation"),
    "retells with a negation": (f"The city never pays for the bridge {MAYOR}.", "wrong_negation"),
    "retells with another date": (f"On 3 May 2024 Lind said the city pays {MAYOR}.", "wrong_date"),
    "retells for another speaker": (f"Varga said that the city pays {MAYOR}.", "wrong_speaker"),
    "leads into a lie": ("Lind, who stole money, said the following:", "uncited"),
    "leaves a mark open": (f"“{PAID}” {MAYOR}. “Nothing else.", "unpaired_mark"),
    "writes markup": ("<script>alert(1)</script> is what counts.", "uncited"),
    "repeats itself without end": ("The city pays. " * 30, "uncited"),
}  # fmt: skip


@pytest.mark.parametrize(("written", "outcome"), WRONG.values(), ids=WRONG)
def test_what_does_not_hold_is_refused_and_what_holds_beside_it_is_shown(
    room: Pressroom, server: FakeOpenAI, written: str, outcome: str
) -> None:
    server.script(writes(f"{GOOD}\n\n", written))
    answer, streamed = asked(room)
    assert_holds(answer, streamed, room)
    assert answer.text.startswith(GOOD_SHOWN)
    kept = answer.text.removeprefix(GOOD_SHOWN).strip()
    assert kept in ("", f"“{PAID}” [1].")
    assert outcome in {rejected.outcome for rejected in answer.rejected}
    assert answer.engine == "openai:scripted"


FAILING = {
    "breaks off": (breaks_off(GOOD_SHOWN + " It is "), "broke"),
    "stalls": (stalls(GOOD_SHOWN + " It is "), "too long"),
    "sends what is not JSON": (garbles(GOOD_SHOWN + " It is "), "cannot be read"),
    "reports an error": (reports_error(GOOD_SHOWN + " It is "), "failed"),
    "ends without saying so": (says(GOOD_SHOWN + " It is ", finish=None, done=False), "complete"),
    "reaches its limit": (says(GOOD_SHOWN + " It is ", finish="length"), "longest answer"),
    "sends empty choices": (without_choices(), "complete"),
    "sends nothing": (says("", " "), "wrote nothing"),
    "refuses": (refuses("I cannot."), "wrote nothing"),
    "is filtered": (says(finish="content_filter"), "declined"),
    "refuses the key": (status(401), "OPENAI_API_KEY"),
    "is over its limit": (status(429), "rate limit"),
    "fails": (status(500), "Try again later"),
    "answers with a page": (html(), "cannot be read"),
    "drips": (says(*["word "] * 40, pause=0.1), "too long"),
    "shows nothing that holds": (says("“We are proud of our masons” [1]."), "cited nothing"),
}


@pytest.mark.parametrize(("script", "told"), FAILING.values(), ids=FAILING)
def test_a_model_that_fails_leaves_what_was_shown_or_the_record(
    room: Pressroom, server: FakeOpenAI, script: Script, told: str
) -> None:
    server.script(script)
    answer, streamed = asked(room)
    assert_holds(answer, streamed, room)
    assert PAID in answer.text
    assert "It is" not in answer.text
    assert told in " ".join(answer.notices)


def test_markers_and_marks_cut_in_pieces_are_shown_once_they_are_whole(
    room: Pressroom, server: FakeOpenAI
) -> None:
    server.script(writes(*GOOD.replace(MAYOR, "@").partition("@")[0], MAYOR, "."))
    answer, streamed = asked(room)
    assert_holds(answer, streamed, room)
    assert answer.text == GOOD_SHOWN
    assert answer.verified == {"exact": 1}
    assert (answer.model, answer.usage) == (
        "scripted-1",
        {"input_tokens": 90, "output_tokens": 10},
    )


def test_a_sentence_is_shown_while_the_next_ones_are_written(
    room: Pressroom, server: FakeOpenAI
) -> None:
    server.script(stalls(f"“{PAID}” [1]. And then there", seconds=30))
    events = room.stream(QUESTION)
    assert PAID in next(events).text
    events.close()


def test_no_evidence_behind_what_was_shown_takes_nothing_back(
    room: Pressroom, server: FakeOpenAI
) -> None:
    server.script(writes(f"{GOOD}\n\nNO EVIDENCE"))
    answer, streamed = asked(room)
    assert_holds(answer, streamed, room)
    assert (answer.text, answer.abstained) == (GOOD_SHOWN, False)
