"""From a question to a verified answer with a real language model, over real HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from rag import Pressroom
from rag.settings import Settings
from tests.local_model import NAME, WINDOW, LocalModel
from tests.writing import WORD_EMBEDDER

pytestmark = pytest.mark.model

ARTICLE = """---
title: The bridge of Astvald
date: 2024-05-02
---
MAYOR LIND: The city pays for the bridge, all of it.

ENGINEER VARGA: The bridge has 12 piers and 3 lanes.
"""


@pytest.mark.parametrize("question", ["Who pays for the bridge?", "How many piers are there?"])
def test_whatever_a_real_model_writes_only_what_holds_is_shown(
    model: LocalModel,
    open_room: Callable[..., Pressroom],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    question: str,
) -> None:
    (tmp_path / "bridge.md").write_text(ARTICLE, encoding="utf-8")
    monkeypatch.setenv("OPENAI_BASE_URL", model.url)
    name = f"openai:{NAME}"
    room = open_room(
        settings=Settings.load(
            embedder=WORD_EMBEDDER, model=name, model_window=WINDOW, model_seconds=60
        )
    )
    room.ingest(tmp_path / "bridge.md")
    *texts, last = room.stream(question)
    answer = last.answer
    assert answer is not None
    assert model.written[-1].strip()
    assert "".join(event.text for event in texts).strip() == answer.text.strip()
    assert answer.citations
    for citation in answer.citations:
        text = room.document(citation.document_id).text
        assert text[citation.start : citation.end] == citation.quote
    for quote in re.findall("“([^“”]*)”", answer.text):
        assert any(quote in citation.quote for citation in answer.citations)
    assert answer.engine in (name, "extractive")
    assert (answer.model == NAME) == (answer.engine == name)
    assert answer.rejected or answer.engine == name
