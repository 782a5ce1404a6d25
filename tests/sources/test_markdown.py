import pytest

from rag.errors import EmptySource, UnreadableSource

ARTICLE = """\
---
title: Dam to be built
date: 2024-01-18
place: Harven
event: Press conference
publisher: The Courier
url: https://example.org/dam
language: no
labels: [Fictional, machine translation]
unknown: [1, 2]
---
# Dam to be built

**MINISTER FOO:** We will build
a [dam](https://example.org) &amp; a road.<!-- not this -->\\
At once.

<div>nor this</div>

## What next ![picture](x.png)

- one **bold**
- two

1. three

> quoted `code`

| who | what |
|-----|------|
| Foo | dam  |
"""


def test_an_article_is_rendered_as_a_reader_sees_it(read, marked):
    document = read(ARTICLE, "markdown")
    assert document.text.split("\n\n") == [
        "Dam to be built",
        "MINISTER FOO: We will build a dam & a road.\nAt once.",
        "What next",
        "one bold",
        "two",
        "three",
        "quoted code",
        "who | what",
        "Foo | dam",
    ]
    assert marked(document, "heading") == [("1", "Dam to be built"), ("2", "What next")]
    assert marked(document, "strong") == [("", "MINISTER FOO:"), ("", "bold")]


def test_front_matter_becomes_the_fields_of_the_document(read):
    document = read(ARTICLE, "markdown")
    assert document.title == "Dam to be built"
    assert document.date == "2024-01-18"
    assert document.place == "Harven"
    assert document.event == "Press conference"
    assert document.publisher == "The Courier"
    assert document.url == "https://example.org/dam"
    assert document.language == "no"
    assert document.labels == ("fictional", "machine translation")


def test_without_front_matter_the_first_heading_is_the_title(read):
    document = read("Before\n\n# A *title*\n\n# Another", "markdown")
    assert document.title == "A title"
    assert document.date is None


@pytest.mark.parametrize(
    ("value", "date"),
    [("2024-01-18T10:00:00Z", "2024-01-18"), ("18 January 2024", "2024-01-18"), ("", None)],
)
def test_dates_are_read_in_several_forms(read, value, date):
    assert read(f"---\ndate: {value}\n---\nwords", "markdown").date == date


@pytest.mark.parametrize("value", ["2024-13-45", "soon", "30 February 2024", "[2024-01-01]"])
def test_an_unusable_date_is_named(read, value):
    with pytest.raises(UnreadableSource, match="date"):
        read(f"---\ndate: {value}\n---\nwords", "markdown")


def test_broken_front_matter_is_refused_with_its_line(read):
    with pytest.raises(UnreadableSource, match="Line 3"):
        read("---\ntitle: fine\nplace: a: b\n---\nwords", "markdown")
    with pytest.raises(UnreadableSource, match="Line 1: its front matter has no end"):
        read("---\ntitle: fine\n\nwords", "markdown")
    with pytest.raises(UnreadableSource, match="front matter"):
        read("---\na: " + "[" * 5000 + "\n---\nwords", "markdown")


def test_lines_of_dashes_are_not_front_matter(read):
    assert read("---\n\nwords\n\n---\n\nmore", "markdown").text == "words\n\nmore"


def test_an_address_that_is_no_web_address_is_not_kept(read):
    assert read("---\nurl: javascript:alert(1)\n---\nwords", "markdown").url is None


def test_hidden_characters_in_entities_are_not_kept(read):
    assert read("pay&#8203;pal&#0; e&#769;", "markdown").text == "paypal\ufffd é"


def test_only_markup_is_an_empty_source(read):
    with pytest.raises(EmptySource):
        read("---\ntitle: x\n---\n<!-- nothing -->\n\n***\n", "markdown")


@pytest.mark.timeout(30)
@pytest.mark.parametrize("text", [">" * 50_000, "[" * 100_000, "**a " * 50_000, "`a``" * 50_000])
def test_monstrous_markup_ends_in_good_time(read, text):
    assert "words" in read(f"{text}\n\nwords", "markdown").text


def test_front_matter_in_toml_is_read_too(read):
    document = read('+++\ntitle = "Dam full"\ndate = 2023-08-09\n+++\n\nIt is full.', "markdown")
    assert (document.title, document.date, document.text) == (
        "Dam full",
        "2023-08-09",
        "It is full.",
    )
    with pytest.raises(UnreadableSource, match="not valid TOML"):
        read("+++\ntitle = \n+++\n\nIt is full.", "markdown")
