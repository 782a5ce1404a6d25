"""Statements as HTML: time order, outlets, wording side by side, the timeline, pages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from rag.records import Document, Statement
from tests.page.test_rendering import Parsed
from ui.statements import PAGE_SIZE, statements_html, word_diff
from ui.timeline import timeline_html

WORDS = "The bridge will open in May, whatever the weather does."


def said(text: str, document: str, date: str | None) -> Statement:
    return Statement(
        4, 4 + len(text), "Ida Castellan", "direct", document_id=document, date=date, text=text
    )


def documents(*ids: str) -> dict[str, Document]:
    return {
        name: Document(name, f"{name}.md", "", publisher=f"The {name}", labels=("fictional",))
        for name in ids
    }


def test_the_same_words_in_several_outlets_are_shown_once_with_their_number() -> None:
    found = [said(WORDS, name, "2021-05-04") for name in ("Gazette", "Ledger", "Star")]
    html = statements_html(found, documents("Gazette", "Ledger", "Star"), page=0, query_of=str)
    text = Parsed(html).text
    assert "3 statements in 3 documents, 1 once those in the same words are put together" in text
    assert "In 3 outlets" in text
    assert html.count('<li class="said">') == 1
    assert html.count("fictional") == 3


def test_first_and_last_said_and_two_versions_stand_above() -> None:
    other = WORDS.replace("May", "June")
    found = [said(WORDS, "Gazette", "2021-05-04"), said(other, "Ledger", "2021-08-01")]
    text = Parsed(statements_html(found, documents("Gazette", "Ledger"), page=0, query_of=str)).text
    assert re.search(r"First said\s*4 May 2021", text)
    assert re.search(r"Last said\s*1 August 2021", text)
    assert "1 sentence on record in two versions" in text


def test_two_versions_mark_only_what_stands_in_one_of_them() -> None:
    left, right = word_diff("It opens in May, <b>we</b> hope.", "It opens in June, <b>we</b> hope.")
    assert left == "It opens in <del>May</del>, &lt;b&gt;we&lt;/b&gt; hope."
    assert right == "It opens in <ins>June</ins>, &lt;b&gt;we&lt;/b&gt; hope."
    assert word_diff("So be it.", "So be it.") == ("So be it.", "So be it.")


def test_hundreds_of_statements_come_in_pages_and_the_overview_on_the_first() -> None:
    found = [
        said(f"Number {number} was said here alone.", "Gazette", f"20{10 + number % 9}-01-01")
        for number in range(2 * PAGE_SIZE + 1)
    ]
    pages = [
        statements_html(found, documents("Gazette"), page=page, query_of=str) for page in range(4)
    ]
    assert [html.count('<li class="said">') for html in pages] == [PAGE_SIZE, PAGE_SIZE, 1, 1]
    assert ["First said" in html for html in pages] == [True, False, False, False]
    assert 'href="1"' in pages[0]
    assert "Page 3 of 3" in pages[3]


def test_a_statement_without_date_document_or_speaker_is_shown() -> None:
    bare = replace(said("Nobody knows.", "gone", None), speaker=None, source="a/gone.md")
    text = Parsed(statements_html([bare], {}, page=0, query_of=str)).text
    for fact in ("No date", "speaker not named", "Nobody knows.", "gone.md"):
        assert fact in text


def test_the_timeline_counts_days_months_or_years() -> None:
    days = timeline_html(["2021-05-04", "2021-05-04", "2021-05-06", None])
    assert "4 May 2021: 2" in days
    assert days.count("<rect") == 2
    assert "1 without a date" in days
    assert "May 2021: 1" in timeline_html(["2021-05-04", "2023-01-01"])
    years = timeline_html(["1990-05-04", "2021-05-04"])
    assert "1990: 1" in years
    assert "3 statements" not in years


def test_one_day_needs_no_timeline() -> None:
    assert timeline_html(["2021-05-04", "2021-05-04", "2021", "soon"]) == ""


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("We go on.", "“We go on.”"),
        ('We go," she said. "We do.', '"We go," she said. "We do."'),
        ("We go,” she said. “We do.", "“We go,” she said. “We do.”"),
        ('They said "no" to me.', '“They said "no" to me.”'),
        ("On va», dit-elle.", "«On va», dit-elle.»"),
    ],
)
def test_an_interrupted_quote_keeps_the_marks_of_its_report(words: str, shown: str) -> None:
    html = statements_html([said(words, "Gazette", None)], {}, page=0, query_of=str)
    assert shown in Parsed(html).text
