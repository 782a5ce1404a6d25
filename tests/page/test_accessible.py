"""The page for everybody: axe-core finds nothing serious in any tab, light or dark."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from tests.page.fixtures import FLAGS, chromium, served, write_articles

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        chromium() is None, reason="no Chromium here; `apt-get install chromium` installs one"
    ),
]

QUESTION = "What did Castellan say about Osmark?"
WIDE: ViewportSize = {"width": 1280, "height": 860}
PHONE: ViewportSize = {"width": 390, "height": 780}
PATIENCE = 60_000
GRAVE = {"serious", "critical"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("accessible")
    write_articles(folder / "corpus")
    with served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing_serious_in_any_tab(
    browser: Browser, address: str, theme: str, size: ViewportSize
) -> None:
    page = browser.new_page(viewport=size, reduced_motion="reduce")
    page.goto(f"{address}?__theme={theme}")
    expect.set_options(timeout=PATIENCE)
    expect(page.locator("#status")).to_contain_text("3 documents in the library")
    found = {"welcome": grave(page)}
    for part in (asked, abstained, filters, statements, library, document):
        part(page)
        found[part.__name__] = grave(page)
    page.close()
    assert {part: faults for part, faults in found.items() if faults} == {}


def test_axe_sees_a_picture_without_words(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<img src='data:,'>")
    assert "image-alt" in [fault.split(":")[0] for fault in grave(page)]
    page.close()


def grave(page: Page) -> list[str]:
    """Return what axe-core finds that is serious or critical."""
    found = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {violation['help']} {[node['html'] for node in violation['nodes']]}"
        for violation in found
        if violation["impact"] in GRAVE
    ]


def asked(page: Page, question: str = QUESTION) -> None:
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    turn = page.locator("#current .turn[data-state=done]").filter(has_text=question)
    expect(turn).to_be_visible()


def abstained(page: Page) -> None:
    asked(page, "What did Castellan say about volcanoes?")


def filters(page: Page) -> None:
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("From").first.fill("2021")
    expect(page.locator("#chips")).to_contain_text("2021")


def statements(page: Page) -> None:
    page.get_by_role("tab", name="Statements").click()
    page.locator(".voices a").first.click()
    expect(page.locator(".statements .said").first).to_be_visible()


def library(page: Page) -> None:
    page.get_by_role("tab", name="Library").click()
    expect(page.locator(".documents tbody tr").first).to_be_visible()


def document(page: Page) -> None:
    page.locator(".documents tbody tr").last.get_by_role("link").first.click()
    expect(page.locator(".reader")).to_be_visible()
