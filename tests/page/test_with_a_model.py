"""From the page to a verified answer: a real language model writes, a real browser shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from tests.local_model import NAME, WINDOW, LocalModel
from tests.page.fixtures import FLAGS, chromium, served

pytestmark = [
    pytest.mark.model,
    pytest.mark.browser,
    pytest.mark.skipif(
        chromium() is None, reason="no Chromium here; `apt-get install chromium` installs one"
    ),
]

ARTICLE = """---
title: The bridge of Astvald
date: 2024-05-02
---
MAYOR LIND: The city pays for the bridge, all of it.

ENGINEER VARGA: The bridge is open to walkers and to trams.

CAPTAIN HALM: The ships wait until the bridge is lit.
"""
PATIENCE = 60_000

NOTE_WHAT_IS_SHOWN = """
window.shown = [];
new MutationObserver(() => {
  const turn = document.querySelector("#current .turn");
  const words = turn?.querySelector(".answer")?.innerText.trim();
  const seen = [turn?.dataset.state, words];
  if (words && String(seen) !== String(window.shown.at(-1))) window.shown.push(seen);
}).observe(document.documentElement, {childList: true, subtree: true, characterData: true});
"""


@pytest.fixture(scope="module")
def page(model: LocalModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("with_a_model")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "bridge.md").write_text(ARTICLE, encoding="utf-8")
    settings = {
        "OPENAI_BASE_URL": model.url,
        "PRESSROOM_MODEL": f"openai:{NAME}",
        "PRESSROOM_MODEL_WINDOW": str(WINDOW),
    }
    with served(folder, **settings) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page()
        page.goto(address)
        expect.set_options(timeout=PATIENCE)
        expect(page.locator("#status")).to_contain_text("1 document in the library")
        yield page
        browser.close()


def ask(page: Page, question: str) -> Locator:
    """Ask in a new conversation, and return the turn once its answer is whole."""
    if page.locator(".turn").count():
        page.get_by_role("button", name="New conversation").click()
        expect(page.locator(".turn")).to_have_count(0)
    page.evaluate(NOTE_WHAT_IS_SHOWN)
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    turn = page.locator("#current .turn[data-state=done]")
    expect(turn).to_contain_text(question)
    return turn


def quotes(turn: Locator) -> list[str]:
    return re.findall('[“"]([^“”"]*)[”"]', turn.locator(".answer").inner_text())


def evidence(page: Page) -> str:
    return page.locator("#evidence").inner_text()


def test_what_a_real_model_writes_streams_in_and_only_what_holds_stays(
    page: Page, model: LocalModel
) -> None:
    turn = ask(page, "What did Varga say about the bridge?")
    assert quotes(turn) == ["The bridge is open to walkers and to trams."], model.written
    assert quotes(turn)[0] in evidence(page)
    expect(page.locator("#evidence .citation .voice")).to_contain_text("VARGA")
    expect(turn.locator(".engine")).to_contain_text(f"Written by openai:{NAME}")
    expect(page.locator("#engine")).to_contain_text(f"openai:{NAME}. It is sent each question")
    refused = turn.locator(".refused")
    refused.locator("summary").click()
    for words in refused.locator("li").all_inner_texts():
        assert words.rpartition(" (")[0] in model.written[-1]
    waiting, *growing, [_, whole] = page.evaluate("window.shown")
    assert waiting == ["writing", "Searching the record…"]
    assert growing, "the answer was shown at once"
    assert all(state == "writing" and whole.startswith(words) for state, words in growing)


def test_where_nothing_of_a_models_answer_holds_the_record_answers_and_the_page_says_so(
    page: Page, model: LocalModel
) -> None:
    turn = ask(page, "What did Captain Halm say about the ships?")
    assert "ships wait" not in model.written[-1]
    assert quotes(turn) == ["The ships wait until the bridge is lit."]
    assert quotes(turn)[0] in evidence(page)
    expect(turn.locator(".notice")).to_have_text(
        f"The model openai:{NAME} cited nothing that holds. This answer was made without it."
    )
    expect(turn.locator(".engine")).to_contain_text("without a language model")
    turn.locator(".refused summary").click()
    expect(turn.locator(".refused li").first).to_have_text(re.compile(r"is lit\..*\(altered\)"))
    assert not any("of Astvald is lit" in words for _, words in page.evaluate("window.shown"))
