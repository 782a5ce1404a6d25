"""Nothing from a document, a question, a file name, an address or a model ever runs on the page."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

import ui
from rag.embedding import open_embedder
from rag.index import Index
from rag.records import Naming, Statement
from tests.fakes import FakeOpenAI, fake_openai, says
from tests.page.fixtures import FLAGS, chromium, served
from tests.page.hostile import VECTORS, renderings
from tests.writing import WORD_EMBEDDER, document, passages_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        chromium() is None, reason="no Chromium here; `apt-get install chromium` installs one"
    ),
]

PATIENCE = 60_000
LOCAL = {"127.0.0.1", ""}  # data: and blob: addresses have no host
TOLD = "a vector ran"
TELL = f"console.log('{TOLD}')"
GRADIOS = {"page", "serving", "endpoints", "tabs"}
TAKE_HTML = {"ui.library.lines_html"}
"""Functions whose arguments are HTML made by others."""

SUSPECTS = """(fragments) => {
  const kinds = 'script, iframe, object, embed, img, video, audio, base, meta, link, style, form, '
    + 'math, template, animate';
  const found = [];
  for (const [name, html] of fragments) {
    const box = document.createElement('div');
    document.body.append(box);
    box.innerHTML = html;
    for (const element of box.querySelectorAll('*')) {
      const isBad = element.matches(kinds)
        || [...element.attributes].some(({name, value}) => name.startsWith('on')
          || ['href', 'src', 'action', 'data'].includes(name) && !/^(https?:|#|\\?)/.test(value));
      if (isBad) found.push([name, element.outerHTML]);
    }
    box.remove();
  }
  return found;
}"""


@pytest.fixture(scope="module")
def model() -> Iterator[FakeOpenAI]:
    with fake_openai() as server:
        yield server


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, model: FakeOpenAI) -> Iterator[str]:
    """The page over a library of hostile documents, with a hostile model."""
    folder = tmp_path_factory.mktemp("hostile")
    fill(folder / "index")
    settings = {"OPENAI_BASE_URL": model.url, "PRESSROOM_MODEL": "openai:<img src=x onerror=1>"}
    with served(folder, **settings) as address:
        yield address


def fill(folder: Path) -> None:
    """Record a document for each vector that has it in every field."""
    index = Index(folder, open_embedder(WORD_EMBEDDER))
    arrivals = []
    for number, words in enumerate(VECTORS):
        paragraph = f"The zebra said: {words} And the zebra went home."
        statement = Statement(0, len(paragraph), f"Zebra {words}", "direct", cue=words)
        about = dict.fromkeys(("title", "place", "event", "publisher", "url", "language"), words)
        doc = document(
            paragraph,
            key=f"{number:016x}",
            statements=(statement,),
            namings=(Naming(f"Zebra {words}", f"Zebra {words}", None, None),),
            labels=(words,),  # type: ignore[arg-type]
            date=f"20{number % 20:02}-01-01",
            source=f"{words}.md",
            **about,
        )
        passages = passages_of(doc, speaker=statement.speaker, speech="direct", heading=words)
        arrivals.append((f"/{number}.md", doc, passages))
    index.record(arrivals)
    index.settle()
    index.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab; afterwards: nothing ran on any page it was on, nothing left the machine."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    faults = watched(page)
    yield page
    page.wait_for_timeout(300)
    page.close()
    assert faults == []


def watched(page: Page) -> list[str]:
    """Return a list that fills with what runs or leaves the machine."""
    faults: list[str] = []

    def note(request: Request) -> None:
        if (urlsplit(request.url).hostname or "") not in LOCAL:
            faults.append(f"asked for {request.url}")

    page.add_init_script(f"Object.defineProperty(window, '__ran', {{set() {{ {TELL} }}}})")
    page.on("console", lambda said: faults.append(said.text) if TOLD in said.text else None)
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    page.on("request", note)
    page.goto("about:blank")
    return faults


def test_there_are_two_hundred_different_vectors() -> None:
    assert len(set(VECTORS)) == len(VECTORS) >= 200


def test_words_that_are_not_escaped_would_be_seen_to_run_and_to_leave(browser: Browser) -> None:
    page = browser.new_page()
    faults = watched(page)
    page.set_content("".join(f"<div>{words}</div>" for words in VECTORS[:10]))
    page.wait_for_timeout(500)
    page.close()
    assert TOLD in faults
    assert any("leak.example" in fault for fault in faults)


def test_every_function_that_makes_html_escapes_every_word(page: Page) -> None:
    names = {module.name for module in pkgutil.iter_modules(ui.__path__)} - GRADIOS
    modules = [importlib.import_module(f"ui.{name}") for name in sorted(names)]
    made = (rendering for words in VECTORS for rendering in renderings(modules, words))
    fragments = [(name, html) for name, html in dict.fromkeys(made) if name not in TAKE_HTML]
    assert len({name for name, _ in fragments}) > 20
    page.set_content("".join(f"<div>{html}</div>" for _, html in fragments))
    assert page.evaluate(SUSPECTS, fragments)[:3] == []


def test_the_library_shows_hostile_documents_and_runs_none(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("tab", name="Library").click()
    rows = page.locator(".documents tbody tr")
    expect(rows.first).to_be_visible()
    seen = rows.count()
    while (older := page.get_by_role("link", name="Next")).count():
        first = rows.first.inner_text()
        older.click()
        expect(rows.first).not_to_have_text(first, use_inner_text=True)
        seen += rows.count()
    assert seen == len(VECTORS)
    rows.first.get_by_role("link").first.click()
    expect(page.locator(".reader")).to_contain_text("And the zebra went home")


def test_statements_show_hostile_speakers_and_run_none(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("tab", name="Statements").click()
    page.locator(".voices a").first.click()
    expect(page.locator(".statements .said").first).to_contain_text("The zebra said")
    page.get_by_label("Whose words").fill("")
    page.get_by_label("Topic").fill("zebra")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".statements .said").nth(5)).to_be_visible()


def test_an_address_a_model_and_what_is_cited_run_nothing(
    page: Page, address: str, model: FakeOpenAI
) -> None:
    model.script(says("\n\n".join(VECTORS), f" “{VECTORS[0]}” [1] [2]"))
    query = {"q": "What did the zebra say?", "speaker": "Zebra", "outlet": VECTORS[0]}
    page.goto(f"{address}?{urlencode(query)}")
    turn = page.locator("#current .turn:not([data-state=writing])")
    expect(turn).to_be_visible()
    query["q"] = " ".join(VECTORS)[:1900]
    page.goto(f"{address}?{urlencode(query | {'since': VECTORS[1], 'event': VECTORS[2]})}")
    expect(turn).to_contain_text("since is no date")
    expect(page.locator("#chips")).to_contain_text(VECTORS[0])


def test_an_answer_cites_hostile_documents_and_runs_none(page: Page, address: str) -> None:
    page.goto(f"{address}?{urlencode({'q': 'What did the zebra say?'})}")
    turn = page.locator("#current .turn:not([data-state=writing])")
    expect(turn).to_be_visible()
    for marker in turn.locator("a.marker").all()[:5]:
        marker.hover()
        marker.click()
    page.get_by_text("Filters").click()
    for name in ("Speaker", "Outlet", "Event", "Document"):
        page.get_by_label(name, exact=True).click()
        expect(page.get_by_role("option").first).to_be_visible()
        page.keyboard.press("Escape")


def test_file_names_and_addresses_that_are_refused_run_nothing(
    page: Page, address: str, tmp_path: Path
) -> None:
    names = [words.replace("/", "∕").replace("\x00", "")[:120] for words in VECTORS[::6]]
    paths = [tmp_path / f"{name}.txt" for name in names]
    for path in paths:
        path.write_bytes(b"")
    page.goto(address)
    page.get_by_role("tab", name="Library").click()
    page.locator("#files input[type=file]").set_input_files(paths)
    expect(page.locator(".outcomes li.failed")).to_have_count(len(paths))
    for words in (VECTORS[0], f"http://{VECTORS[0]}", f"javascript:{json.dumps(VECTORS[5])}"):
        page.get_by_label("Web address").fill(words)
        page.get_by_role("button", name="Add from the web").click()
        expect(page.locator(".outcomes li.failed")).to_have_count(1)
