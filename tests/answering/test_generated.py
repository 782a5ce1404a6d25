"""Answers of a chat model over real HTTP, against a scripted OpenAI-compatible server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from rag.answering.generated import GeneratedEngine, within
from rag.answering.prompts import SAID, TOLD, token_count
from rag.errors import ModelFailed, SettingsError
from rag.records import Hit, Rejected, Turn
from rag.verification import Offered, verify
from tests.fakes import (
    FakeOpenAI,
    Script,
    breaks_off,
    garbles,
    html,
    refuses,
    reports_error,
    says,
    stalls,
    status,
    unused_url,
    without_choices,
)

HITS = [
    Hit(
        document_id="d1",
        source="harbour.md",
        title="The harbour opens",
        date="2031-04-02",
        heading=None,
        start=100,
        end=139,
        speaker="Mara Lindqvist",
        speech="direct",
        question="When will ships come?",
        passage_id="p1",
        text="The harbour will open before the summer.",
        score=1.0,
        rank=1,
    )
]


def engine(*, seconds: float = 10.0, retries: int = 0) -> GeneratedEngine:
    return GeneratedEngine("openai:scripted", seconds=seconds, retries=retries)


def failure(script: Script, server: FakeOpenAI, **limits: float) -> tuple[ModelFailed, list[str]]:
    """Return what an answer failed with, and the pieces given out before."""
    server.script(script)
    pieces: list[str] = []
    with pytest.raises(ModelFailed) as caught:
        pieces.extend(engine(**limits).stream("When?", HITS))  # type: ignore[arg-type]
    return caught.value, pieces


def test_an_answer_comes_piece_by_piece_with_usage_and_model_at_the_end(
    server: FakeOpenAI,
) -> None:
    server.script(says("It opens “before the", " summer” [", "1]."))
    generation = engine().stream("When does the harbour open?", HITS)
    assert list(generation) == ["It opens “before the", " summer” [", "1]."]
    assert generation.usage == {"input_tokens": 90, "output_tokens": 10}
    assert generation.model == "scripted-1"
    assert generation.offered == tuple(HITS)


def test_markers_cut_in_pieces_or_never_offered_are_resolved_in_the_whole_text(
    server: FakeOpenAI,
) -> None:
    server.script(says("“The harbour will", " open” [", "1", "] soon [", "7]."))
    generation = engine().stream("When?", HITS)
    verified = verify("".join(generation), map(Offered, generation.offered))
    assert verified.text == "“The harbour will open” [1] soon."
    assert [cited.quotes for cited in verified.cited] == [[(100, 121)]]
    assert verified.rejected == (Rejected("[7]", "unknown_marker"),)


@pytest.mark.parametrize("window", [1500, 2048, 8192])
def test_as_many_passages_are_shown_as_the_models_window_holds(
    server: FakeOpenAI, window: int
) -> None:
    server.script(says("Soon [1]."))
    many = [
        replace(HITS[0], passage_id=f"p{n}", text="The harbour opens. " * 20) for n in range(60)
    ]
    named = GeneratedEngine("openai:scripted", seconds=5, retries=0, window=window)
    generation = named.stream("When?", many)
    list(generation)
    assert 0 < len(generation.offered) < len(many)
    assert window / 2 < token_count(server.requests[0].prompt) < window


def test_what_speakers_said_is_shown_before_what_outlets_report(server: FakeOpenAI) -> None:
    server.script(says("Soon [1]."))
    told = replace(HITS[0], speech="narration", speaker=None, text="Ships were seen.")
    generation = engine().stream("When?", [told, HITS[0]])
    list(generation)
    assert generation.offered == (HITS[0], told)
    prompt = server.requests[0].prompt
    headings = [prompt.index(words) for words in (SAID, "<passage 1>", TOLD, "<passage 2>")]
    assert headings == sorted(headings)


def test_nothing_is_traced_unless_it_is_switched_on() -> None:
    from langsmith.utils import tracing_is_enabled

    assert not tracing_is_enabled()


def test_pieces_are_given_out_as_they_are_written(server: FakeOpenAI) -> None:
    server.script(stalls("The first", seconds=60))
    started = time.perf_counter()
    generation = engine().stream("When?", HITS)
    assert next(iter(generation)) == "The first"
    generation.close()
    assert time.perf_counter() - started < 30


def test_the_server_gets_a_chat_completion_with_passages_question_and_history(
    server: FakeOpenAI,
) -> None:
    server.script(says("Soon [1]."))
    earlier = [Turn("Who spoke?", "Mara Lindqvist did [4].")]
    list(engine().stream("When does the harbour open?", HITS, history=earlier))
    request = server.requests[0]
    assert request.path == "/v1/chat/completions"
    assert [m["role"] for m in request.body["messages"]] == ["system", "user", "assistant", "user"]
    assert "<passage 1>" in request.prompt
    assert request.prompt.endswith("Question: When does the harbour open?")
    assert request.body["stream_options"] == {"include_usage": True}


def test_names_that_openai_serves_elsewhere_still_use_chat_completions(
    server: FakeOpenAI,
) -> None:
    server.script(says("Soon [1]."))
    named = GeneratedEngine("openai:scripted-pro", seconds=5, retries=0)
    assert list(named.stream("When?", HITS)) == ["Soon [1]."]
    assert server.requests[0].path == "/v1/chat/completions"


@pytest.mark.parametrize(
    ("script", "kind", "advice"),
    [
        (status(401), "authentication", "Check OPENAI_API_KEY"),
        (status(403), "authentication", "Check OPENAI_API_KEY"),
        (status(404), "not_found", "Check its name"),
        (status(400, error="context_length_exceeded"), "context_length", "8192 tokens"),
        (status(400, message="exceeds the context size"), "context_length", "8192 tokens"),
        (status(400, message="unknown field"), "malformed", "unknown field"),
        (status(429), "rate_limit", "Wait, or raise the limit"),
        (status(429, error="insufficient_quota"), "rate_limit", "quota"),
        (status(500), "server", "Try again later"),
        (html(503), "server", "Try again later"),
        (html(200), "malformed", "Check the model's name and OPENAI_BASE_URL"),
        (without_choices(), "truncated", "without saying that its answer was complete"),
        (refuses("I cannot help."), "refusal", "wrote nothing"),
        (says("", "  "), "refusal", "wrote nothing"),
        (says(finish="content_filter"), "refusal", "content_filter"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_failure_before_the_first_word_tells_its_kind_and_what_to_do(
    server: FakeOpenAI, script: Script, kind: str, advice: str
) -> None:
    failed, pieces = failure(script, server)
    assert failed.kind == kind
    assert advice in str(failed)
    assert "openai:scripted" in str(failed)
    assert "".join(pieces).strip() == ""


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        (breaks_off("It opens"), "connection"),
        (garbles("It opens"), "malformed"),
        (reports_error("It opens"), "server"),
        (says("It opens", finish=None, done=False), "truncated"),
        (says("It opens", finish="length"), "truncated"),
        (says("It opens", finish="content_filter"), "refusal"),
    ],
    ids=["broken off", "garbled", "error event", "no end", "length", "content filter"],
)
def test_a_failure_after_the_first_word_is_never_tried_again(
    server: FakeOpenAI, script: Script, kind: str
) -> None:
    failed, pieces = failure(script, server, retries=2)
    assert failed.kind == kind
    assert pieces == ["It opens"]
    assert len(server.requests) == 1


def test_a_stream_without_done_but_with_its_finish_reason_is_whole(server: FakeOpenAI) -> None:
    server.script(says("Soon [1].", done=False, usage=False))
    generation = engine().stream("When?", HITS)
    assert "".join(generation) == "Soon [1]."
    assert generation.usage is None


def test_a_passing_fault_before_the_first_word_is_tried_again(server: FakeOpenAI) -> None:
    server.script(status(429, retry_after="0"), says("Soon [1]."))
    assert list(engine(retries=1).stream("When?", HITS)) == ["Soon [1]."]
    assert len(server.requests) == 2


def test_a_lasting_fault_is_tried_as_often_as_set(server: FakeOpenAI) -> None:
    failed, _ = failure(status(429, retry_after="0"), server, retries=2)
    assert failed.kind == "rate_limit"
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    "script",
    [
        stalls("It opens"),
        stalls(),
        says(*["word "] * 50, pause=0.1),
        lambda exchange: exchange.stall(30),
        status(429, retry_after="20"),
    ],
    ids=["stalls in the middle", "stalls at once", "drips", "never answers", "asks to wait"],
)
def test_an_answer_is_given_up_when_its_time_is_over(server: FakeOpenAI, script: Script) -> None:
    started = time.perf_counter()
    failed, _ = failure(script, server, seconds=0.5, retries=2)
    assert failed.kind == "timeout"
    assert "PRESSROOM_MODEL_SECONDS" in str(failed)
    assert time.perf_counter() - started < 15


def test_a_server_that_is_down_is_a_connection_failure(
    server: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", unused_url())
    with pytest.raises(ModelFailed, match="Check OPENAI_BASE_URL") as caught:
        list(engine().stream("When?", HITS))
    assert caught.value.kind == "connection"


@pytest.mark.parametrize(
    ("model", "message"),
    [
        ("anthropic:some-model", "langchain-anthropic"),
        ("nobody:some-model", "Write PRESSROOM_MODEL as provider:name"),
        ("some-model", "Write PRESSROOM_MODEL as provider:name"),
    ],
)
def test_a_model_that_cannot_be_made_is_a_settings_error(model: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        GeneratedEngine(model, seconds=5, retries=0)


def test_without_key_and_base_url_the_message_names_both(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SettingsError, match="Set OPENAI_API_KEY, or OPENAI_BASE_URL"):
        engine()


def test_what_is_done_within_its_time_comes_through_with_its_errors() -> None:
    def two_then_fail() -> Iterator[int]:
        yield 1
        yield 2
        raise LookupError("no third")

    seen: list[int] = []
    with pytest.raises(LookupError, match="no third"):
        seen.extend(within(5, two_then_fail))
    assert seen == [1, 2]
