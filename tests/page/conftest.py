"""A test of the page that fails tells what the page showed: often all there is to go by."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest
from playwright.sync_api import Error, Page

from tests.page.fixtures import told_by

LONGEST_SHOWN = 3000
"""Most characters of a page that are told."""

SHOWN = """() => [
  "Address: " + location.href,
  "Tab: " + document.querySelector("[role=tab][aria-selected=true]")?.innerText,
  "Focus: " + document.activeElement.outerHTML.slice(0, 200),
  "State: " + JSON.stringify(document.documentElement.dataset),
  document.body.innerText.replace(/\\n\\s*\\n+/g, "\\n"),
].join("\\n")"""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    page = item.funcargs.get("page") or item.funcargs.get("tab")
    if report.failed and isinstance(page, Page):
        report.sections.append(("What the page showed", _shown(page)))
    return report


def _shown(page: Page) -> str:
    told: list[Any] = told_by(page)
    try:
        words: str = page.evaluate(SHOWN)
    except Error as exc:
        words = f"Nothing: {exc}"
    return "\n".join((words[:LONGEST_SHOWN], "Console:", *told))
