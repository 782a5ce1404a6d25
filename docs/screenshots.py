"""Write the pictures of the page that the README shows: ``python docs/screenshots.py``.

Starts the page over the corpus with an index of its own, asks, and takes docs/*.png.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parent.parent
HERE = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--hide-scrollbars"]
DESKTOP = {"width": 1360, "height": 900}
PHONE = {"width": 390, "height": 844}
QUESTION = "What did Putin say about Turkey?"
LARGEST = 300_000


@contextmanager
def page_address(index: Path) -> Iterator[str]:
    """Serve the page over an index of its own; yield its address."""
    settings = {"INDEX": str(index), "PORT": "0", "MODEL": "extractive"}
    server = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=os.environ | {f"PRESSROOM_{name}": value for name, value in settings.items()},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        match = re.search(r"http://\S+", server.stdout.readline())
        assert match is not None, "the page did not start"
        yield match[0]
    finally:
        server.terminate()
        server.wait(10)


def opened(browser: Browser, address: str, **options: object) -> Page:
    """Return the page, loaded, in a window of its own."""
    page = browser.new_context(**options).new_page()  # type: ignore[arg-type]
    page.goto(address)
    expect(page.get_by_role("button", name=QUESTION)).to_be_visible(timeout=20_000)
    return page


def ask(page: Page, question: str) -> None:
    """Ask and wait for the whole answer."""
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    turn = page.locator("#current .turn[data-state=done]").filter(has_text=question)
    expect(turn).to_be_visible(timeout=20_000)
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible(timeout=20_000)


def save(page: Page, name: str) -> None:
    """Write what the window shows, small enough to live in a repository."""
    path = HERE / f"{name}.png"
    page.wait_for_timeout(400)
    page.screenshot(path=path)
    Image.open(path).convert("P", palette=Image.Palette.ADAPTIVE, colors=128).save(
        path, optimize=True
    )
    assert path.stat().st_size <= LARGEST, f"{path} is too large"


def take(browser: Browser, address: str) -> None:
    """Take all pictures, once the library is ready."""
    page = opened(browser, address, viewport=DESKTOP)
    expect(page.locator("#status progress")).to_have_count(0, timeout=180_000)
    save(page, "empty")
    ask(page, QUESTION)
    page.locator("#current a.marker[data-number='2']").click()
    save(page, "answer")
    ask(page, "What did Putin say about bananas?")
    save(page, "abstention")
    page.get_by_role("tab", name="Statements").click()
    page.locator(".voices").get_by_role("link", name="Henrik Vassalo").click()
    expect(page.locator(".said").first).to_be_visible(timeout=20_000)
    save(page, "statements")
    page.get_by_role("tab", name="Library").click()
    expect(page.locator(".documents tbody tr").first).to_be_visible()
    save(page, "library")

    dark = opened(browser, address, viewport=DESKTOP, color_scheme="dark")
    ask(dark, QUESTION)
    dark.locator("#current a.marker[data-number='2']").click()
    save(dark, "answer-dark")

    phone = opened(browser, address, viewport=PHONE, has_touch=True, device_scale_factor=2)
    ask(phone, QUESTION)
    save(phone, "phone")
    phone.locator("#current a.marker[data-number='2']").click()
    save(phone, "phone-evidence")


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        page_address(Path(folder) / "index") as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        take(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
