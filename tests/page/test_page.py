"""The page in a real browser, over a real server: what a reader sees and can do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Route,
    expect,
    sync_playwright,
)

from tests.page.fixtures import FLAGS, HOSTILE, chromium, overheard, served, write_articles

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        chromium() is None, reason="no Chromium here; `apt-get install chromium` installs one"
    ),
]

SLOW = "langchain:tests.page.fixtures.SlowEmbeddings"
QUESTION = "What did Castellan say about Osmark?"
PATIENCE = 60_000
LOCAL = {"127.0.0.1", ""}  # data: and blob: addresses have no host


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    write_articles(folder / "corpus")
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 1280, "height": 860}) as context:
        yield context


@pytest.fixture(scope="module")
def tab(context: BrowserContext) -> Page:
    """One tab for all tests, each of which loads the page anew: opening tabs costs most."""
    return overheard(context.new_page())


@pytest.fixture
def page(tab: Page, address: str) -> Iterator[Page]:
    """The page, just loaded; afterwards: nothing ran or failed, nothing left the machine."""
    hosts: set[str] = set()
    faults: list[str] = []

    def note(request: Request) -> None:
        hosts.add(urlsplit(request.url).hostname or "")

    def hear(told: ConsoleMessage) -> None:
        if told.text.startswith("Error "):
            faults.append(told.text)

    tab.on("request", note)
    tab.on("console", hear)
    yield opened(tab, address)
    assert tab.evaluate("window.__ran") is None
    tab.remove_listener("request", note)
    tab.remove_listener("console", hear)
    assert hosts <= LOCAL
    assert faults == []


def opened(page: Page, address: str) -> Page:
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page.goto(address)
    expect(page.locator("#status")).to_contain_text(re.compile(r"\b[3-9] documents in the library"))
    if "3 documents" not in (page.locator("#status").text_content() or ""):
        put_away(page)
        page.goto(address)
    expect(page.locator("#status")).to_contain_text("3 documents in the library")
    return page


def put_away(page: Page) -> None:
    """Remove the documents that a test before, which failed, has left in the library."""
    ours = re.compile("Hostile zebra|Questions to the minister|Castellan in Brenn")
    added = open_library(page).filter(has_not_text=ours)
    for left in reversed(range(added.count())):
        added.first.locator("summary").click()
        added.first.get_by_role("button", name="Remove it").click()
        expect(added).to_have_count(left)


def ask(page: Page, question: str) -> Locator:
    """Ask, and return the turn once its answer is whole."""
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    turn = page.locator("#current .turn:not([data-state=writing])").filter(has_text=question)
    expect(turn).to_be_visible()
    return turn


def open_library(page: Page) -> Locator:
    page.get_by_role("tab", name="Library").click()
    rows = page.locator(".documents tbody tr")
    expect(rows.first).to_be_visible()
    return rows


def upload(page: Page, path: Path) -> Locator:
    """Upload a file and return the line that tells what became of it."""
    page.locator("#files input[type=file]").set_input_files(path)
    line = page.locator(".outcomes li:not(.working)")
    expect(line).to_be_visible()
    return line


def test_a_question_is_answered_with_markers_and_the_label_of_its_document(page: Page) -> None:
    turn = ask(page, QUESTION)
    expect(turn.locator(".answer")).to_contain_text("Osmark had kept every promise")
    assert turn.locator("a.marker").count() >= 2
    expect(turn.locator(".badge").first).to_have_text("fictional")
    expect(page.locator("#engine")).to_contain_text("sees questions and documents")


def test_a_marker_opens_its_evidence_with_exactly_the_quote_highlighted(page: Page) -> None:
    turn = ask(page, QUESTION)
    marker = turn.locator("a.marker[data-number='2']")
    quote = (marker.get_attribute("data-quote") or "").removeprefix("“").removesuffix("”")
    marker.click()
    chosen = page.locator("#evidence .citation.chosen")
    expect(chosen).to_have_attribute("data-number", "2")
    expect(chosen).to_be_in_viewport()
    assert chosen.locator("mark").text_content() == quote
    paragraph = chosen.locator("blockquote p:has(mark)").text_content() or ""
    assert paragraph.strip() != ""
    assert quote in paragraph
    evidence = page.locator("#evidence")
    for fact in ("Castellan in Brenn", "Brenn Gazette", "Brenn", "4 May 2021", "fictional"):
        expect(evidence).to_contain_text(fact)
    expect(evidence.locator("header").get_by_role("link")).to_have_attribute(
        "href", "https://gazette.example/harbour"
    )


def test_the_panel_lists_every_citation_of_the_answer(page: Page) -> None:
    turn = ask(page, QUESTION)
    numbers = turn.locator("a.marker").evaluate_all("m => m.map(x => x.dataset.number)")
    listed = page.locator("#evidence .citation").evaluate_all("c => c.map(x => x.dataset.number)")
    assert listed == numbers


def test_the_keyboard_reaches_a_marker_opens_it_and_comes_back(page: Page) -> None:
    ask(page, QUESTION)
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('a.marker')"):
            break
    number = page.evaluate("document.activeElement.dataset.number")
    page.keyboard.press("Enter")
    expect(page.locator("#evidence .citation.chosen")).to_be_focused()
    expect(page.locator("#evidence .citation.chosen")).to_have_attribute("data-number", number)
    page.keyboard.press("Escape")
    expect(page.locator(f"a.marker[data-number='{number}']")).to_be_focused()


def test_a_journalists_question_stands_over_the_answer_to_it(page: Page) -> None:
    ask(page, "What did Volk say about the tunnel costs?")
    expect(page.locator("#evidence .asked")).to_contain_text("Why does the tunnel cost twice")


def test_an_abstention_says_why_and_sets_what_is_nearest_apart(page: Page) -> None:
    turn = ask(page, "What did Castellan say about volcanoes?")
    expect(turn.locator(".abstention")).to_contain_text("No answer")
    expect(turn.locator(".abstention")).to_contain_text("but none on this")
    expect(turn.locator(".answer")).to_have_count(0)
    expect(turn.locator(".nearest h3")).to_contain_text("not an answer")
    expect(page.locator("#evidence")).to_contain_text("This answer cites nothing")
    turn.get_by_role("link", name="All words of Castellan").click()
    expect(page.locator(".tally")).to_contain_text("in 1 document")
    expect(page).to_have_url(re.compile(r"\?tab=statements&speaker=Castellan$"))


def test_an_example_question_is_asked_with_one_click(page: Page) -> None:
    page.get_by_role("button", name=QUESTION).click()
    expect(page.locator("#current .turn[data-state=done] .answer")).to_contain_text("Osmark")
    expect(page.locator("#welcome")).to_be_hidden()


def test_ask_is_back_after_every_answer_however_fast(page: Page) -> None:
    for _ in range(8):
        ask(page, QUESTION)
        ask(page, "What did Castellan say about volcanoes?")
        expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Stop")).to_be_hidden()


def test_a_conversation_keeps_earlier_answers_with_their_evidence(page: Page) -> None:
    ask(page, QUESTION)
    ask(page, "What did Volk say about the tunnel?")
    page.locator("#past a.marker").first.click()
    expect(page.locator("#evidence")).to_contain_text("Castellan in Brenn")
    page.locator("#current a.marker").first.click()
    expect(page.locator("#evidence")).to_contain_text("Questions to the minister")


def test_a_question_is_asked_though_the_answer_before_it_is_not_yet_known_to_be_whole(
    page: Page,
) -> None:
    page.evaluate(
        """() => {
          const { ended } = window.pressroom;
          window.pressroom.ended = () => setTimeout(ended, 700);
        }"""
    )
    ask(page, QUESTION)
    expect(ask(page, "What did Volk say about the tunnel?")).to_contain_text("Volk")
    expect(page.locator("#past .turn")).to_have_count(1)


def test_another_reader_sees_nothing_of_a_conversation(
    page: Page, browser: Browser, address: str
) -> None:
    ask(page, QUESTION)
    other = opened(browser.new_page(), address)
    expect(other.locator(".turn")).to_have_count(0)
    other.close()


def test_a_filter_that_is_no_date_is_told_in_the_conversation(page: Page) -> None:
    page.get_by_text("Filters").click()
    page.get_by_role("textbox", name="From").fill("yesterday")
    turn = ask(page, QUESTION)
    expect(turn.locator(".failure")).to_contain_text("since is no date: 'yesterday'")
    page.get_by_role("textbox", name="From").fill("2022")
    turn = ask(page, QUESTION)
    expect(turn.locator(".chips")).to_contain_text("from: 2022")
    expect(turn.locator(".abstention")).to_be_visible()


def test_filters_are_chips_over_the_question_that_can_be_removed(page: Page) -> None:
    page.get_by_text("Filters").click()
    choose(page, "Outlet", "Ministry of Works")
    page.get_by_role("textbox", name="From").fill("2020")
    page.get_by_role("textbox", name="From").press("Tab")
    chips = page.locator("#chips .chip")
    expect(chips).to_have_text(["from: 2020 ×", "outlet: Ministry of Works ×"])
    expect(ask(page, QUESTION).locator(".abstention")).to_be_visible()
    page.get_by_role("button", name="Remove the filter outlet").click()
    expect(chips).to_have_text(["from: 2020 ×"])
    expect(ask(page, QUESTION).locator("a.marker").first).to_be_visible()


def choose(page: Page, label: str, value: str) -> None:
    """Choose from a list of Gradio's."""
    page.get_by_label(label, exact=True).click()
    page.get_by_role("option", name=value).click()


def test_an_address_fills_the_filters_and_asks(page: Page, address: str) -> None:
    query = urlencode({"q": QUESTION, "event": "Press conference of the harbour council"})
    page.goto(f"{address}/?{query}")
    turn = page.locator("#current .turn[data-state=done]")
    expect(turn.locator("a.marker").first).to_be_visible()
    expect(turn.locator(".chip")).to_have_text(["event: Press conference of the harbour council"])
    expect(page.locator("#chips .chip")).to_have_count(1)
    assert turn.locator("[data-link]").get_attribute("data-link") == f"?{query}"


def test_the_last_question_can_be_edited_and_asked_again(page: Page) -> None:
    ask(page, "What did Volk say about the tunnel?")
    ask(page, QUESTION)
    page.locator("#current").get_by_role("button", name="Ask again").click()
    expect(page.locator(":root[data-asking]")).to_have_count(0)
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator("#current .turn[data-state=done]")).to_contain_text(QUESTION)
    page.locator("#current").get_by_role("button", name="Edit the question").click()
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.get_by_label("Your question")).to_have_value(QUESTION)
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.locator("#evidence")).to_contain_text("Questions to the minister")


def test_an_answer_is_copied_with_footnotes_and_saved(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    turn = ask(page, QUESTION)
    turn.get_by_role("button", name="Copy with footnotes").click()
    expect(page.locator("#live")).to_contain_text("copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"**{QUESTION}**")
    assert "[^1]: “" in copied
    with page.expect_download() as download:
        turn.get_by_role("button", name="CSV").click()
    assert download.value.suggested_filename == "pressroom-what-did-castellan-say-about-osmark.csv"
    rows = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
    assert rows[0].startswith("asked,abstained,number,quote,speaker")
    assert len(rows) == 1 + turn.locator("a.marker").count()


def test_a_refresh_keeps_the_conversation_and_another_reader_needs_its_link(
    page: Page, browser: Browser, address: str
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, QUESTION)
    expect(page).to_have_url(re.compile(r"\?c=[\w-]{20,}$"))
    ask(page, "What did Volk say about the tunnel?")
    page.reload()
    expect(page.locator(".turn")).to_have_count(2)
    page.locator("#past a.marker").first.click()
    expect(page.locator("#evidence")).to_contain_text("Castellan in Brenn")
    page.get_by_role("button", name="Share this conversation").click()
    link = page.locator("[data-shared]")
    expect(link).to_have_text(re.compile(r"^http.*\?c="))
    assert page.evaluate("navigator.clipboard.readText()") == link.text_content()
    other = browser.new_page()
    other.goto(link.text_content() or "")
    expect(other.locator(".turn")).to_have_count(2)
    other.close()
    page.get_by_role("button", name="New conversation").click()
    expect(page).to_have_url(f"{address}/")
    expect(page.locator(".turn")).to_have_count(0)


def test_a_link_to_no_conversation_says_so(page: Page, address: str) -> None:
    page.goto(f"{address}/?c=unknown")
    expect(page.locator("#told")).to_contain_text("No conversation is stored here under this id")


def test_a_verdict_is_sent_with_a_comment(page: Page) -> None:
    turn = ask(page, QUESTION)
    turn.get_by_role("button", name="Bad answer").click()
    turn.get_by_label("What is good or bad").fill("too short")
    turn.get_by_role("button", name="Send").click()
    expect(page.locator("#told")).to_contain_text("The verdict is stored")


def test_whom_a_name_may_mean_is_chosen_with_one_click(page: Page, tmp_path: Path) -> None:
    (tmp_path / "quay.txt").write_text(
        "Quay news\n\nMarek Castellan said on Monday that Osmark was late. Nobody objected.\n"
        "\nCastellan said the quay was closed.\n"
    )
    rows = open_library(page)
    expect(upload(page, tmp_path / "quay.txt")).to_contain_text("added")
    page.get_by_role("tab", name="Ask").click()
    ask(page, QUESTION).get_by_role("button", name="Only Marek Castellan").click()
    turn = page.locator("#current .turn[data-state=done]")
    expect(turn.locator(".chip")).to_have_text(["speaker: Marek Castellan"])
    expect(turn.locator(".answer")).to_contain_text("Osmark was late")
    expect(page.locator(".turn")).to_have_count(1)
    open_library(page)
    row = rows.filter(has_text="quay.txt")
    row.locator("summary").click()
    row.get_by_role("button", name="Remove it").click()
    expect(rows).to_have_count(3)


def test_the_quote_stands_over_its_marker_for_mouse_and_keyboard(page: Page) -> None:
    turn = ask(page, QUESTION)
    tip = page.get_by_role("tooltip")
    turn.locator("a.marker").first.hover()
    expect(tip).to_have_text(turn.locator("a.marker").first.get_attribute("data-quote") or "")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    turn.locator("a.marker").first.focus()
    page.keyboard.press("Tab")
    expect(tip).to_have_text(turn.locator("a.marker").nth(1).get_attribute("data-quote") or "")
    expect(page.locator("#evidence .citation.chosen")).to_have_attribute("data-number", "2")
    expect(turn.locator("a.marker").nth(1)).to_be_focused()


def test_statements_of_a_speaker_stand_in_time_order_and_open_in_their_document(
    page: Page,
) -> None:
    page.get_by_role("tab", name="Statements").click()
    page.locator(".voices").get_by_role("link", name="Castellan").click()
    expect(page.locator(".tally")).to_contain_text("in 1 document")
    expect(page.locator(".said").first).to_contain_text("Osmark had kept every promise")
    expect(page.locator(".said .badge").first).to_have_text("fictional")
    page.get_by_role("textbox", name="Topic").fill("quay")
    page.get_by_role("textbox", name="Topic").press("Enter")
    expect(page.locator(".said")).to_have_count(1)
    expect(page.locator("#live")).to_contain_text("1 statement in 1 document")
    page.locator(".said").get_by_role("link", name="Castellan in Brenn").click()
    expect(page.locator(".reader mark")).to_contain_text("would build the quay")


def test_an_uploaded_file_is_in_the_library_until_it_is_removed(
    page: Page, tmp_path: Path, folder: Path
) -> None:
    path = tmp_path / "ferry notes.txt"
    path.write_text("Ferry briefing\n\nThe ferry captain said that the ferry sails at noon.\n")
    rows = open_library(page)
    expect(rows).to_have_count(3)
    expect(upload(page, path)).to_contain_text("added")
    expect(rows).to_have_count(4)
    assert [kept.name for kept in (folder / "index" / "uploads").iterdir()]
    row = rows.filter(has_text="notes")
    row.locator("summary").click()
    row.get_by_role("button", name="Remove it").click()
    expect(page.locator(".outcomes")).to_contain_text("removed")
    expect(rows).to_have_count(3)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("broken.pdf", b"%PDF-1.7 and nothing else", "PDF"),
        ("tool.exe", b"MZ", "Files ending in .exe are not read"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    page: Page, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    rows = open_library(page)
    line = upload(page, tmp_path / name)
    expect(line).to_have_class("failed")
    expect(line).to_contain_text(reason)
    expect(rows).to_have_count(3)


def test_an_address_on_this_machine_is_refused(page: Page, address: str) -> None:
    open_library(page)
    page.get_by_label("Web address").fill(address)
    page.get_by_role("button", name="Add from the web").click()
    expect(page.locator(".outcomes li.failed")).to_contain_text("127.0.0.1")


def test_the_library_finds_and_opens_a_document(page: Page) -> None:
    rows = open_library(page)
    page.get_by_label("Find a document").fill("gazette may")
    expect(rows).to_have_count(1)
    rows.get_by_role("link", name="Castellan in Brenn").click()
    expect(page.locator(".reader")).to_contain_text("The cranes would arrive in June.")
    page.get_by_role("button", name="Back to the list").click()
    expect(rows).to_have_count(1)


def test_the_library_is_sorted_by_the_keyboard(page: Page) -> None:
    rows = open_library(page)
    expect(rows.first).to_contain_text("Hostile zebra")
    page.get_by_role("link", name="Document", exact=True).press("Enter")
    expect(rows.first).to_contain_text("Castellan in Brenn")
    head = page.locator("th[aria-sort]")
    expect(head).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("link", name="Document", exact=True).press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(rows.first).to_contain_text("Questions to the minister")


def test_what_is_opened_in_a_row_stays_open_while_the_list_is_shown_anew(page: Page) -> None:
    rows = open_library(page)
    expect(rows.first).to_contain_text("Hostile zebra")
    rows.filter(has_text="Questions to the minister").locator("summary").click()
    page.get_by_role("link", name="Document", exact=True).click()
    expect(rows.first).to_contain_text("Castellan in Brenn")
    removal = page.get_by_role("button", name="Remove it")
    expect(removal.filter(visible=True)).to_have_count(1)
    expect(rows.filter(has_text="Questions").get_by_role("button")).to_be_visible()


def test_the_keyboard_stays_at_its_row_where_the_rows_shift(page: Page) -> None:
    rows = open_library(page)
    expect(rows.nth(1)).to_contain_text("Questions to the minister")
    rows.nth(1).locator("summary").focus()
    page.locator("th.title a").evaluate("link => link.click()")
    expect(rows.last).to_contain_text("Questions to the minister")
    expect(rows.last.locator("summary")).to_be_focused()
    rows.last.locator("a.title").focus()
    page.locator("th.date a").evaluate("link => link.click()")
    expect(rows.nth(1)).to_contain_text("Questions to the minister")
    expect(rows.nth(1).locator("a.title")).to_be_focused()


def test_a_document_shows_who_speaks_and_can_be_asked_about(page: Page) -> None:
    rows = open_library(page)
    rows.get_by_role("link", name="Castellan in Brenn").click()
    expect(page.locator(".reader .by").first).to_have_text("Ida Castellan")
    expect(page.locator(".reader .spoken").first).to_contain_text("kept every promise")
    page.get_by_role("button", name="Ask about this document").click()
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.locator("#chips .chip")).to_contain_text("Castellan in Brenn")
    expect(ask(page, "What did Volk say about the tunnel?").locator(".abstention")).to_be_visible()


def test_a_pasted_text_is_added(page: Page) -> None:
    rows = open_library(page)
    page.get_by_role("button", name="Paste a text").click()
    page.get_by_label("Title of the text").fill("Ferry notes")
    page.get_by_label("Text", exact=True).fill(
        "The ferry captain said that the ferry sails at noon."
    )
    page.get_by_role("button", name="Add the text").click()
    expect(page.locator(".outcomes li.done")).to_contain_text("added")
    row = rows.filter(has_text="Ferry")
    expect(row).to_contain_text("ready")  # the list is shown anew once its vectors are made
    row.locator("summary").click()
    row.get_by_role("button", name="Remove it").click()
    expect(rows).to_have_count(3)


def test_the_cited_words_can_be_read_in_their_document(page: Page) -> None:
    ask(page, QUESTION)
    page.locator("#evidence .citation.chosen .read").click()
    expect(page.locator(".reader mark")).to_be_in_viewport()


def test_hostile_words_in_a_document_are_shown_and_never_run(page: Page) -> None:
    turn = ask(page, "What did the zebra keeper say about the zebra?")
    assert turn.locator("a.marker").count() >= 1
    expect(page.locator("#evidence .citation").first).to_be_visible()
    rows = open_library(page)
    rows.filter(has_text="zebra").get_by_role("link").first.click()
    expect(page.locator(".reader")).to_contain_text("window.__ran=1")
    for name in ("img", "script", "iframe", "form", "svg", "style", "b"):
        expect(page.locator(f".reader {name}, .documents {name}, .turn {name}")).to_have_count(0)
    expect(page.locator("a[href^=javascript]")).to_have_count(0)
    page.wait_for_timeout(300)


def test_hostile_words_in_questions_and_filters_are_shown_and_never_run(page: Page) -> None:
    page.get_by_text("Filters").click()
    page.get_by_label("Speaker").fill(HOSTILE[0])
    page.get_by_label("Speaker").press("Enter")
    for words in (" ".join(HOSTILE[:8]), " ".join(HOSTILE[8:])):
        turn = ask(page, words)
        expect(turn.locator(".question")).to_have_text(words)
    page.wait_for_timeout(300)


def test_hostile_words_in_a_file_name_are_shown_and_never_run(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "<img src=x onerror=window.__ran=1>.txt"
    path.write_bytes(b"")
    open_library(page)
    page.locator("#files input[type=file]").set_input_files(path)
    expect(page.locator(".outcomes li.failed")).to_be_visible()
    page.wait_for_timeout(300)


def test_a_phone_shows_everything_without_scrolling_sideways(
    browser: Browser, address: str
) -> None:
    page = opened(browser.new_page(viewport={"width": 390, "height": 780}), address)
    ask(page, QUESTION)
    expect(page.locator("#evidence")).to_be_hidden()
    page.locator("a.marker").first.click()
    expect(page.locator("#evidence mark").first).to_be_in_viewport()
    assert overflow(page) == 0
    marker = page.locator("a.marker").last
    marker.evaluate("marker => marker.click()")
    sheet, clicked = page.locator("#evidence").bounding_box(), marker.bounding_box()
    assert sheet is not None
    assert clicked is not None
    assert 0 < clicked["y"] < sheet["y"] - clicked["height"]
    page.locator("#evidence").get_by_role("button", name="Close").click()
    expect(page.locator("#evidence")).to_be_hidden()
    open_library(page)
    assert overflow(page) == 0
    page.get_by_role("tab", name="Statements").click()
    page.locator(".voices a").first.click()
    expect(page.locator(".said").first).to_be_visible()
    assert overflow(page) == 0
    page.set_viewport_size({"width": 640, "height": 430})  # as 1280 by 860 at 200 %
    for tab in ("Ask", "Library", "Statements"):
        page.get_by_role("tab", name=tab).click()
        assert overflow(page) == 0
    page.close()


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


@pytest.fixture(scope="module")
def slow_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("slow")
    write_articles(folder / "corpus")
    return folder


@pytest.fixture(scope="module")
def slow_address(slow_folder: Path) -> Iterator[str]:
    """A fresh start over a corpus, with an embedder that takes its time."""
    script = "tests/page/slow_page.py"
    with served(slow_folder, script=script, embedder=SLOW, stop_seconds=0.5) as address:
        yield address


@pytest.fixture
def held(slow_folder: Path) -> Iterator[Path]:
    """Lets answers and uploads come to no end until the file is removed."""
    held = slow_folder / "held"
    held.touch()
    yield held
    held.unlink(missing_ok=True)


def test_paper_shows_answers_with_footnotes_and_nothing_to_click(page: Page) -> None:
    turn = ask(page, QUESTION)
    expect(turn.locator(".notes")).to_be_hidden()
    page.emulate_media(media="print")
    expect(turn.locator(".notes p")).to_have_count(turn.locator("a.marker").count())
    expect(turn.locator(".notes")).to_be_visible()
    for hidden in ("#composer", "#evidence", ".actions", "[role=tablist]", "#status"):
        expect(page.locator(hidden).first).to_be_hidden()
    page.emulate_media(media="screen")


def test_a_fresh_start_answers_by_words_while_vectors_are_still_made(
    tab: Page, slow_address: str
) -> None:
    page = opened(tab, slow_address)
    turn = ask(page, QUESTION)
    expect(turn.locator(".answer")).to_contain_text("Osmark had kept every promise")
    expect(turn.locator(".notice")).to_contain_text("vectors are still being made")
    expect(page.locator("#status progress")).to_be_visible()


def begin_to_ask(page: Page, question: str) -> None:
    """Ask, and return once the answer has begun."""
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    expect(page.locator("#current .turn[data-state=writing]")).to_contain_text("word3")


def test_an_answer_grows_in_place_while_it_is_written(
    tab: Page, slow_address: str, held: Path
) -> None:
    page = opened(tab, slow_address)
    begin_to_ask(page, QUESTION)
    expect(page.locator("#current .turn")).to_have_attribute("aria-busy", "true")
    page.evaluate("window.before = document.querySelector('#current .question')")
    held.unlink()
    expect(page.locator("#current .turn[data-state=done]")).to_be_visible()
    assert page.evaluate("window.before === document.querySelector('#current .question')")
    expect(page.locator("#live")).to_contain_text("Answer with")


def test_an_answer_can_be_stopped_and_the_next_question_asked(
    tab: Page, slow_address: str, held: Path
) -> None:
    page = opened(tab, slow_address)
    begin_to_ask(page, QUESTION)
    page.get_by_label("Your question").fill("What did Volk say about the tunnel?")
    page.get_by_label("Your question").press("Enter")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#current .turn[data-state=stopped]")).to_contain_text("Stopped before")
    expect(page.locator("#current")).not_to_contain_text("word3")
    held.unlink()
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    expect(page.locator(".turn")).to_have_count(1)
    page.get_by_label("Your question").press("Enter")
    turn = page.locator("#current .turn[data-state=done]")
    expect(turn).to_contain_text("What did Volk say about the tunnel?")
    expect(turn.locator("a.marker").first).to_be_visible()
    expect(page.locator("#past .turn[data-state=stopped]")).to_have_count(1)


def test_a_reload_while_an_answer_is_written_asks_again(
    tab: Page, slow_address: str, held: Path
) -> None:
    page = opened(tab, slow_address)
    held.unlink()
    ask(page, "What did Volk say about the tunnel?")
    held.touch()
    begin_to_ask(page, QUESTION)
    page.reload()
    expect(page.locator("#current .turn[data-state=writing]")).to_contain_text("word3")
    held.unlink()
    turn = page.locator("#current .turn[data-state=done]").filter(has_text=QUESTION)
    expect(turn.locator("a.marker").first).to_be_visible()
    expect(page.locator("#past .turn")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?c=[\w-]+$"))


def test_a_text_that_is_refused_stays_to_be_corrected(page: Page) -> None:
    open_library(page)
    page.get_by_role("button", name="Paste a text").click()
    page.get_by_label("Text", exact=True).fill("The captain said that two ferries sail.")
    page.get_by_role("button", name="Add the text").click()
    expect(page.locator(".outcomes .failed")).to_contain_text("A title and a text are needed")
    expect(page.get_by_role("button", name="Cancel the rest")).to_be_hidden()
    page.wait_for_timeout(300)
    expect(page.get_by_label("Text", exact=True)).to_have_value(
        "The captain said that two ferries sail."
    )


def test_files_are_added_while_others_are_read_and_the_rest_can_be_cancelled(
    tab: Page, slow_address: str, tmp_path: Path, held: Path
) -> None:
    page = opened(tab, slow_address)
    rows = open_library(page)
    files = [tmp_path / f"ferry{number}.txt" for number in range(4)]
    for file in files:
        file.write_text(f"{file.stem}\n\nThe captain said that the ferry sails at noon.\n")
    page.locator("#files input[type=file]").set_input_files(files[:2])
    expect(page.locator(".outcomes li.working")).to_have_count(1)
    page.locator("#files input[type=file]").set_input_files(files[2:])
    expect(page.locator(".outcomes li.waiting")).to_have_count(3)
    page.get_by_role("button", name="Cancel the rest").click()
    expect(page.locator(".outcomes li.finishing")).to_have_count(1)
    expect(page.get_by_role("button", name="Cancel the rest")).to_be_hidden()
    held.unlink()
    expect(page.locator(".outcomes li.done")).to_have_count(1)
    expect(page.locator(".outcomes li", has_text="cancelled, not added")).to_have_count(3)
    expect(rows).to_have_count(4)


def test_an_address_opens_statements_and_the_address_follows_what_is_chosen(
    page: Page, address: str
) -> None:
    query = urlencode({"tab": "statements", "speaker": "Ida Castellan", "topic": "quay"})
    page.goto(f"{address}/?{query}")
    expect(page.locator(".said")).to_have_count(1)
    expect(page.get_by_role("textbox", name="Topic")).to_have_value("quay")
    page.get_by_role("textbox", name="Topic").fill("")
    page.get_by_role("textbox", name="From").last.fill("2021-05")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(f"{address}/?tab=statements&speaker=Ida+Castellan&since=2021-05")
    expect(page.locator(".said")).not_to_have_count(1)
    page.reload()
    expect(page.locator(".tally")).to_contain_text("statements in 1 document")
    expect(page.get_by_role("tab", name="Statements")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("textbox", name="From").last).to_have_value("2021-05")


def test_back_and_forward_lead_through_tabs_and_documents(page: Page, address: str) -> None:
    ask(page, QUESTION)
    expect(page).to_have_url(re.compile(r"\?c=[\w-]+$"))
    conversation = page.url
    page.locator("#evidence .citation.chosen .read").click()
    expect(page.locator(".reader mark")).to_be_in_viewport()
    expect(page).to_have_url(re.compile(r"\?tab=library&document=\w+&start=\d+&end=\d+$"))
    document, marked = page.url, page.locator(".reader mark").text_content()
    page.get_by_role("button", name="Back to the list").click()
    expect(page).to_have_url(f"{address}/?tab=library")
    page.go_back()
    expect(page.locator(".reader mark")).to_have_text(marked or "")
    page.go_back()
    expect(page.locator("#current .turn")).to_be_visible()
    expect(page).to_have_url(conversation)
    page.go_forward()
    expect(page.locator(".reader mark")).to_be_visible()
    expect(page).to_have_url(document)
    page.reload()
    expect(page.locator(".reader mark")).to_have_text(marked or "")


def test_of_answers_that_overtake_each_other_the_last_asked_for_is_shown(
    page: Page, address: str
) -> None:
    rows = open_library(page)
    late: list[Route] = []
    page.route("**/component_server/", lambda route: late.append(route), times=1)
    page.get_by_role("link", name="Document", exact=True).click()
    expect(page).to_have_url(f"{address}/?tab=library&sort=title")
    page.get_by_role("link", name="Outlet", exact=True).click()
    expect(page.locator("th.outlet")).to_have_attribute("aria-sort", "ascending")
    answer(page, late)
    expect(page.locator("th.outlet")).to_have_attribute("aria-sort", "ascending")
    page.route("**/component_server/", lambda route: late.append(route), times=1)
    rows.get_by_role("link", name="Castellan in Brenn").click()
    page.get_by_role("button", name="Back to the list").click()
    answer(page, late)
    expect(page.locator("#reader")).to_be_hidden()
    expect(page).to_have_url(f"{address}/?tab=library&sort=outlet")


def answer(page: Page, late: list[Route]) -> None:
    """Let the server answer what was held back, and the page take it in."""
    with page.expect_response("**/component_server/"):
        late.pop().continue_()
    page.evaluate("new Promise(requestAnimationFrame)")


LEAVE_AT_ONCE = """
new MutationObserver((_, observer) => {
  const back = document.querySelector(".reader") && document.getElementById("back");
  if (!back) return;
  observer.disconnect();
  back.click();
  window.left = true;
}).observe(document, {childList: true, subtree: true});
"""


WRITE_AT_ONCE = """
window.requestAnimationFrame = (then) => setTimeout(then, 300);
const write = () => {
  const box = document.querySelectorAll("#whose :is(input, textarea)")[1];
  if (!box?.checkVisibility({visibilityProperty: true})) return;
  clearInterval(looking);
  box.value = "quay";
  box.dispatchEvent(new Event("input"));
};
const looking = setInterval(write, 0);
"""


def test_what_is_written_the_instant_a_tab_opens_is_not_taken_back(page: Page) -> None:
    page.evaluate(WRITE_AT_ONCE)
    page.get_by_role("tab", name="Statements").click()
    expect(page.locator(".voices")).to_be_visible()
    topic = page.get_by_role("textbox", name="Topic")
    expect(topic).to_have_value("quay")
    topic.press("Enter")
    expect(page.locator(".said")).to_have_count(1)


RELOAD_AT_ONCE = """(question) => {
  new MutationObserver(() => {
    const answered = document.querySelector("#current [data-state=done] .question");
    if (answered?.textContent === question) location.reload();
  }).observe(document.body, {childList: true, subtree: true, attributes: true});
}"""


def test_a_reload_the_instant_an_answer_is_whole_keeps_it_once(page: Page) -> None:
    for number, question in enumerate((QUESTION, "What did Volk say about the tunnel?"), start=1):
        page.evaluate(RELOAD_AT_ONCE, question)
        with page.expect_navigation():
            page.get_by_label("Your question").fill(question)
            page.get_by_label("Your question").press("Enter")
        answered = page.locator("#current .turn[data-state=done]").filter(has_text=question)
        expect(answered.locator("a.marker").first).to_be_visible()
        expect(page.locator(":root[data-asking]")).to_have_count(0)
        expect(page.locator(".turn")).to_have_count(number)


def test_what_is_asked_while_a_conversation_comes_back_goes_on_with_it(page: Page) -> None:
    ask(page, QUESTION)
    expect(page).to_have_url(re.compile(r"\?c=[\w-]+$"))
    page.reload(wait_until="commit")
    ask(page, "What did Volk say about the tunnel?")
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.get_by_label("Your question")).to_have_value("")


def test_a_document_left_the_instant_it_appears_stays_left(page: Page, address: str) -> None:
    rows = open_library(page)
    page.evaluate(LEAVE_AT_ONCE)
    rows.get_by_role("link", name="Castellan in Brenn").click()
    page.wait_for_function("window.left")
    expect(page).to_have_url(f"{address}/?tab=library")
    expect(rows.first).to_be_visible()
    page.wait_for_timeout(300)
    expect(page).to_have_url(f"{address}/?tab=library")
