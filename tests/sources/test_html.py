import pytest

from rag.errors import EmptySource

PAGE = """\
<!DOCTYPE html>
<html lang="en-GB">
<head>
<title>Dam to be built | The Courier</title>
<meta property="og:site_name" content="The Courier">
<meta property="article:published_time" content="2024-01-18T10:00:00Z">
<meta name="pressroom:labels" content="Fictional, machine translation">
<link rel="canonical" href="https://example.org/dam">
</head>
<body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article>
<h1>Dam to be built</h1>
<p><strong>MINISTER FOO:</strong> We will build the dam
and the road<br>before the summer of next year, whatever the council may say about it.</p>
<h2>What next</h2>
<p>The council meets on Monday and will hear the people of the valley before it votes on it.</p>
<ul><li>The first reading is in March.</li><li>The <b>second</b> follows.</li></ul>
<blockquote><p>Nobody was asked, said the mayor of the village under the dam.</p></blockquote>
<table><tr><td>Cost</td><td>85 million</td></tr></table>
</article>
<script>var hidden = 1;</script>
<footer>Cookie settings</footer>
</body>
</html>
"""


def test_an_article_is_taken_out_of_its_page(read, marked):
    document = read(PAGE, "html")
    assert document.text.split("\n\n") == [
        "Dam to be built",
        "MINISTER FOO: We will build the dam and the road\n"
        "before the summer of next year, whatever the council may say about it.",
        "What next",
        "The council meets on Monday and will hear the people of the valley before it votes on it.",
        "The first reading is in March.",
        "The second follows.",
        "Nobody was asked, said the mayor of the village under the dam.",
        "Cost | 85 million",
    ]
    assert marked(document, "heading") == [("1", "Dam to be built"), ("2", "What next")]
    assert marked(document, "strong") == [("", "MINISTER FOO:"), ("", "second")]


def test_a_page_states_its_fields(read):
    document = read(PAGE, "html")
    assert document.title == "Dam to be built"
    assert document.date == "2024-01-18"
    assert document.publisher == "The Courier"
    assert document.url == "https://example.org/dam"
    assert document.language == "en"
    assert document.labels == ("fictional", "machine translation")


def body(
    head: str = "", text: str = "It happened on 3 May 2022, says the text of the page."
) -> str:
    return f"<html><head>{head}</head><body><article><p>{text}</p></article></body></html>"


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="date" content="2024-01-18">',
        '<meta itemprop="datePublished" content="2024-01-18T08:00:00+01:00">',
        '<script type="application/ld+json">{"@graph": [{"datePublished": "2024-01-18"}]}</script>',
    ],
)
def test_a_stated_date_is_taken(read, head):
    assert read(body(head), "html").date == "2024-01-18"


def test_a_time_element_states_a_date(read):
    text = 'Published <time datetime="2024-01-18T10:00">last week</time> and read by many.'
    assert read(body(text=text), "html").date == "2024-01-18"


@pytest.mark.parametrize(
    "head", ["", '<script type="application/ld+json">{"datePublished": [[[</script>']
)
def test_a_date_is_never_guessed(read, head):
    assert read(body(head), "html").date is None


def test_a_fragment_keeps_all_its_text(read):
    document = read("<p>Just <b>some</b> words</p><h2>Then</h2>more<style>p {}</style>", "html")
    assert document.text.split() == ["Just", "some", "words", "Then", "more"]


def test_the_whole_text_of_a_page_keeps_headings_and_bold(read, marked):
    inner = "<h2>Then\n\nand now</h2><p>A <b>MR FOO:</b> yes<br>no</p><nav>Home</nav>"
    document = read("<div>" * 300 + inner, "html")
    assert document.text == "Then and now\n\nA MR FOO: yes\nno"
    assert marked(document, "heading") == [("2", "Then and now")]
    assert marked(document, "strong") == [("", "MR FOO:")]


def test_a_declared_charset_is_respected(read):
    page = body('<meta charset="windows-1251">', "Слово за словом, да.").encode("cp1251")
    assert read(page, "html").text == "Слово за словом, да."


def test_a_link_that_is_no_web_address_is_not_kept(read):
    assert read(body('<link rel="canonical" href="javascript:x">'), "html").url is None


@pytest.mark.parametrize("page", ["<html></html>", "<script>only()</script>", "<!-- words -->"])
def test_a_page_without_text_is_empty(read, page):
    with pytest.raises(EmptySource):
        read(page, "html")


@pytest.mark.timeout(30)
def test_deep_nesting_loses_nothing(read):
    page = "<div>" * 10_000 + "deep words" + "</div>" * 10_000 + "<p>after</p>"
    assert read(page, "html").text == "deep words\n\nafter"


@pytest.mark.timeout(30)
@pytest.mark.parametrize("junk", ["<!--" * 50_000, "<a " * 50_000, "<" * 100_000, "<b>" * 50_000])
def test_monstrous_markup_ends_in_good_time(read, junk):
    assert "words" in read(f"<p>words</p>{junk}", "html").text


def test_quotations_set_apart_are_marked_and_posts_are_one_paragraph(read, marked):
    page = (
        "<html><body><article><h1>Dam is full</h1><p>The dam of Harven is full to the brim. The "
        "minister, Anna Venn, said:</p><blockquote><p>It will hold until May.</p></blockquote>"
        "<blockquote class='twitter-tweet'><p>The dam is safe.</p>&mdash; Anna Venn (@venn) "
        "<a href='https://x.example/1'>March 3, 2023</a></blockquote><p>Rain is expected on all "
        "days of the week, and the dam is watched by night as well.</p></article></body></html>"
    )
    document = read(page, "html")
    assert marked(document, "quote") == [("", "It will hold until May.")]
    assert "The dam is safe. — Anna Venn (@venn) March 3, 2023" in document.text.split("\n\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("You need to enable JavaScript to run this app.", "JavaScript"),
        ("Checking your browser before you go on.", "JavaScript"),
        ("Loading...", "JavaScript"),
        ("Log in or subscribe to continue.", "after a login"),
        ("Before you continue. We use cookies.", "consent first"),
        ("Sorry, this page could not be found.", "not found"),
    ],
)
def test_a_wall_in_place_of_an_article_is_told_as_one(read, words, told):
    with pytest.raises(EmptySource, match=told):
        read(f"<html><body><p>{words}</p><script src='a.js'></script></body></html>", "html")


def test_a_short_report_is_no_wall(read):
    words = "The minister gave her consent: 404 people were found, and no page was lost."
    assert read(f"<html><body><p>{words}</p></body></html>", "html").text == words


@pytest.mark.parametrize(
    "said",
    [
        "<table><tr><td>Anna Venn</td><td>It is open.</td></tr><tr><td>Reporter</td><td>Since "
        "when?</td></tr><tr><td>Anna Venn</td><td>Since May.</td></tr></table>",
        "<dl><dt>Anna Venn:</dt><dd>It is open.</dd><dt>Reporter:</dt><dd>Since when?</dd>"
        "<dt>Anna Venn:</dt><dd>Since May.</dd></dl>",
    ],
)
def test_tables_and_lists_of_who_said_what_keep_the_names(read, said):
    text = read(f"<html><body><h1>Briefing</h1>{said}</body></html>", "html").text
    assert [text.count(name) for name in ("Anna Venn:", "Reporter:", "Since when?")] == [2, 1, 1]


def test_who_and_when_beside_the_heading_of_a_page_are_kept(read):
    page = (
        "<html><body><nav><a>Archive</a></nav><h3>Anna Venn</h3><div>7th Governor of Talvora</div>"
        "<h1>The Governor's News Conference</h1><span>March 4, 1963</span><div>"
        "<p>The Governor. The harbour is open, and it will stay open all the winter long.</p>"
        "<p>Q. Governor, what do you say to the fishermen who cannot sell their cod in town?</p>"
        "<p>The Governor. That the road will be built before the snow comes, and the market with "
        "it. We have found the money, and the council has agreed to the plan on Tuesday.</p>"
        "</div></body></html>"
    )
    text = read(page, "html").text
    assert text.startswith("Anna Venn\n7th Governor of Talvora\n\n")
    assert "March 4, 1963" in text
    assert "Archive" not in text


def test_questions_in_italics_are_marked_as_those_in_bold(read, marked):
    page = (
        "<html><body><article><h1>Interview: Minister Anna Venn on ports</h1>"
        "<p><em>Since when is the harbour open to the ships?</em></p>"
        "<p>It has been open <em>since May</em>, when the ice was gone from the bay of Harven.</p>"
        "<p><em>And who has paid for all the work?</em></p><p><em>Not the town.</em></p>"
        "<p>The ships have, and they pay gladly, as far as I can tell from their letters.</p>"
        "</article></body></html>"
    )
    assert [words for _, words in marked(read(page, "html"), "strong")] == [
        "Since when is the harbour open to the ships?",
        "And who has paid for all the work?",
    ]
