"""Answers to take away: as Markdown, as CSV, and with links that open at the words."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import Answer, Citation


def citation(quote: str = "We pay.", number: int = 1, **about: Any) -> Citation:
    known: dict[str, Any] = {
        "document_id": "0123456789abcdef",
        "source": "reports/bridge.md",
        "title": "The bridge",
        "date": "2024-05-02",
        "heading": None,
        "start": 10,
        "end": 10 + len(quote),
        "speaker": "Ida Lind",
        "speech": "direct",
        "passage_start": 0,
        "passage_end": 900,
    }
    return Citation(**(known | about), quote=quote, number=number)


def rows(answer: Answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.to_csv(), newline="")))


def fragment(quote: str, url: str = "https://example.org/a") -> str:
    found = citation(quote, url=url).link
    assert found is not None
    return found.partition("#")[2]


def test_a_link_opens_at_the_words() -> None:
    assert citation("We pay.", url="https://example.org/a").link == (
        "https://example.org/a#:~:text=We%20pay."
    )


@pytest.mark.parametrize(
    ("quote", "written"),
    [
        ("so-called", "so%2Dcalled"),
        ("yes, no", "yes%2C%20no"),
        ("you & me", "you%20%26%20me"),
        ("50% = half?", "50%25%20%3D%20half%3F"),
        ("Erdoğan’s", "Erdo%C4%9Fan%E2%80%99s"),
        ("two  \t spaces", "two%20spaces"),
    ],
)
def test_what_has_a_meaning_in_a_link_is_encoded(quote: str, written: str) -> None:
    assert fragment(quote) == f":~:text={written}"


def test_a_long_quote_is_told_by_how_it_begins_and_ends() -> None:
    quote = " ".join(f"word{n}" for n in range(80))
    assert unquote(fragment(quote)) == (
        ":~:text=word0 word1 word2 word3 word4 word5,word74 word75 word76 word77 word78 word79"
    )


def test_a_quote_over_paragraphs_begins_and_ends_within_one() -> None:
    assert unquote(fragment("We pay.\n\nAll of it.\n\nAnd soon.")) == ":~:text=We pay.,And soon."


def test_an_address_keeps_its_own_fragment_and_loses_what_breaks_links() -> None:
    assert fragment("We", url="https://example.org/a#part") == "part:~:text=We"
    found = citation("We", url="https://example.org/a b>c").link
    assert found == "https://example.org/a%20b%3Ec#:~:text=We"


@pytest.mark.parametrize(
    ("about", "start"),
    [
        ({"source": "https://example.org/b"}, "https://example.org/b#"),
        ({"source": "http://a.example", "url": "https://example.org/c"}, "https://example.org/c#"),
    ],
)
def test_the_address_is_the_documents_own_before_that_of_its_source(
    about: dict[str, str], start: str
) -> None:
    found = citation(**about).link
    assert found is not None
    assert found.startswith(start)


@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "data:text/html,x", "//example.org"])
def test_a_source_that_is_no_web_address_has_no_link(url: str | None) -> None:
    assert citation(url=url).link is None


@given(st.text(min_size=1).filter(str.strip))
def test_any_quote_makes_a_link_of_safe_characters(quote: str) -> None:
    text = fragment(quote.encode("utf-8", "replace").decode()).removeprefix(":~:text=")
    assert re.fullmatch(r"[\w.~%]+(,[\w.~%]+)?", text, re.ASCII)


def test_markdown_has_a_footnote_for_each_marker() -> None:
    told = citation(
        event="Briefing",
        place="Ostrand",
        publisher="Courier",
        url="https://example.org/a",
        labels=("fictional",),
        question="Who pays?",
        time="00:01:02",
    )
    answer = Answer("Who pays?", "Lind: “We pay.” [1]", citations=(told,), notices=("Slow.",))
    assert answer.to_markdown() == (
        "**Who pays?**\n\n"
        "Lind: “We pay.” [^1]\n\n"
        "Note: Slow.\n\n"
        "[^1]: “We pay.” Ida Lind, asked “Who pays?”, Briefing, Ostrand, 2024-05-02. "
        "*The bridge*, Courier, 00:01:02, fictional. <https://example.org/a#:~:text=We%20pay.>. "
        "Document 0123456789abcdef, characters 10 to 17.\n"
    )


def test_a_footnote_says_how_the_words_are_known() -> None:
    reported = citation(speech="indirect", title=None)
    narrated = citation(number=2, speech="narration", speaker=None)
    text = Answer("q", "a [1] b [2]", citations=(reported, narrated)).to_markdown()
    assert "Ida Lind (reported), 2024-05-02. reports/bridge.md. Document" in text
    assert "No speaker named (the report's own words), 2024-05-02. *The bridge*" in text


def test_a_role_stands_beside_the_speaker() -> None:
    answer = Answer("q", "a [1]", citations=(citation(role="Mayor", speech="indirect"),))
    assert "“We pay.” Ida Lind, Mayor (reported), 2024-05-02." in answer.to_markdown()
    assert rows(answer)[0]["role"] == "Mayor"


def test_words_of_documents_are_no_markup() -> None:
    quote = "See [1] <b>now</b>\n\n[^2]: *x* `y`"
    answer = Answer("<i>?", f"Lind: “{quote}” [1] [7]", citations=(citation(quote),))
    text = answer.to_markdown()
    assert "See \\[1\\] \\<b\\>now" in text
    assert text.endswith("characters 10 to 43.\n")
    assert "“ [^1] [7]" not in text
    assert "” [^1] [7]" in text
    footnote = text.splitlines()[-1]
    assert footnote.startswith("[^1]: “See \\[1\\] \\<b\\>now\\</b\\> \\[^2\\]: \\*x\\* \\`y\\`”")


def test_csv_has_a_row_for_each_citation_with_all_that_it_knows() -> None:
    first = citation("We “pay”,\nyes.", url="https://example.org/a", labels=("a", "b"))
    second = citation(number=2, question="When?")
    one, two = rows(Answer("Who?", "…", citations=(first, second)))
    assert one["asked"] == "Who?"
    assert one["quote"] == "We “pay”,\nyes."
    assert one["labels"] == "a; b"
    assert one["link"] == first.link
    assert one["quote_sha256"] == hashlib.sha256(first.quote.encode()).hexdigest()
    assert one["document_id"] == "0123456789abcdef"
    assert (two["number"], two["answers_question"], two["link"]) == ("2", "When?", "")


def test_csv_of_silence_says_why() -> None:
    [row] = rows(Answer("Who?", "Silent.", abstained=True, reason="speaker_silent"))
    assert row["abstained"] == "speaker_silent"
    assert row["quote"] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "  =", "＝"])
def test_no_cell_is_run_as_a_formula(start: str) -> None:
    words = start + 'HYPERLINK("https://example.org")'
    [row] = rows(Answer(words, "…", citations=(citation(words, title=words, speaker=words),)))
    assert {row[name] for name in ("asked", "quote", "title", "speaker")} == {f"'{words}"}


def test_json_is_the_record() -> None:
    answer = Answer("q", "a", citations=(citation(),))
    assert '"quote": "We pay."' in answer.to_json()
