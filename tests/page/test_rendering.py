"""Records as HTML: every dynamic word is shown as it is, and none becomes markup."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import Settings, sources
from rag.records import (
    Answer,
    Citation,
    Document,
    Failure,
    Hit,
    IngestReport,
    Mark,
    Progress,
    Rejected,
    Span,
    SpeakerEntry,
    Statement,
    Status,
)
from tests.page.fixtures import HOSTILE, ROOT
from ui import library
from ui.answers import answered_html, failed_html, stopped_html, waiting_html
from ui.catalogue import Entry
from ui.conversation import Asked, Conversation
from ui.evidence import LONGEST, around, evidence_html, marked_html
from ui.examples import example_questions, examples_html, surname
from ui.filters import Filters, chips_html
from ui.markup import answer_html, is_web_address, link
from ui.places import NEWEST_FIRST, Listing
from ui.statements import nothing_html, speakers_html, statements_html
from ui.status import engine_note, status_html
from ui.take import address_html, file_html, file_name, shared_html, told_html

TEXT = (
    "A title\n\nBefore it.\n\nShe said “yes” to the plan. Nobody objected.\n\nAfter it.\n\nFar off."
)
QUOTE = "She said “yes” to the plan."
START = TEXT.index(QUOTE)
END = START + len(QUOTE)

DOCUMENT = Document(
    id="d1",
    source="corpus/plan.md",
    text=TEXT,
    title="The plan",
    date="2024-05-06",
    place="Brenn",
    event="Briefing",
    publisher="Brenn Gazette",
    url="https://gazette.example/plan",
    language="en",
    labels=("fictional",),
    marks=(Mark(0, 7, "heading", "1"),),
)

CITATION = Citation(
    document_id="d1",
    source="corpus/plan.md",
    title="The plan",
    date="2024-05-06",
    heading=None,
    start=START,
    end=END,
    speaker="Ida Castellan",
    speech="indirect",
    question="Do you agree?",
    place="Brenn",
    publisher="Brenn Gazette",
    url="https://gazette.example/plan",
    labels=("fictional",),
    page=3,
    time="00:01:02",
    number=1,
    quote=QUOTE,
    passage_start=START,
    passage_end=END,
)

HIT = Hit(
    document_id="d1",
    source="corpus/plan.md",
    title="The plan",
    date="2024-05-06",
    heading=None,
    start=START,
    end=END,
    speaker=None,
    speech="narration",
    passage_id="p1",
    text=QUOTE,
    score=1.0,
    rank=1,
)


ASKED = Asked(4, "What did she say?", Filters(speaker="Castellan"))

LINE = "The bridge will open in May, whatever the weather does: "

TAGS = set(
    "article section header footer div p span h2 h3 h4 strong em mark br a ul ol li blockquote "
    "button details summary table caption thead tbody tr th td nav progress label time q "
    "svg rect title figure figcaption dl dt dd ins del sup textarea".split()
)
ATTRIBUTES = set(
    "class data-turn data-state data-told aria-busy aria-label aria-live href role title hidden "
    "tabindex data-number data-do data-id data-start data-end data-page data-question data-quote "
    "viewbox preserveaspectratio x y width height lang aria-hidden "
    "data-edition aria-sort data-verdict data-copy data-format data-markdown data-file data-at "
    "data-address data-shared data-conversation aria-pressed rows maxlength data-name data-link "
    "target rel type scope max value".split()
)


def listed(
    entry: Entry,
    voices: dict[str, list[str]],
    listing: Listing = NEWEST_FIRST,
    *,
    pages: int = 2,
    count: int = 1,
    read_only: bool = False,
) -> str:
    return library.documents_html(
        [entry], voices, listing, pages=pages, count=count, read_only=read_only
    )


words = st.one_of(st.text(max_size=60), st.sampled_from(HOSTILE))


class Parsed(HTMLParser):
    """What a parser makes of rendered HTML: tags, attributes, and the text a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self.text += "\n" if tag == "br" else ""

    def handle_data(self, data: str) -> None:
        self.text += data


def assert_ours(html: str) -> Parsed:
    """Assert that HTML holds only the elements and attributes that the page itself writes."""
    parsed = Parsed(html)
    assert set(parsed.tags) <= TAGS
    assert {name for name, _ in parsed.attributes} <= ATTRIBUTES
    addresses = [value for name, value in parsed.attributes if name == "href"]
    assert all(
        a == "#evidence" or a.startswith(("?c=", "?tab=")) or is_web_address(a) for a in addresses
    )
    return parsed


def rendered(w: str) -> str:
    """Return all that the page renders, with the same words in every field that holds words."""
    document = replace(
        DOCUMENT,
        id=w,
        source=w,
        text=w,
        title=w,
        date=w,
        place=w,
        event=w,
        publisher=w,
        url=w,
        language=w,
        labels=(w,),
    )
    cited = replace(
        CITATION,
        document_id=w,
        source=w,
        title=w,
        date=w,
        speaker=w,
        question=w,
        place=w,
        publisher=w,
        url=w,
        labels=(w,),
        time=w,
        quote=w,
        start=0,
        end=len(w),
        passage_start=0,
        passage_end=len(w),
    )
    near = replace(HIT, document_id=w, source=w, title=w, speaker=w, text=w, labels=(w,))
    asked = Asked(1, w, Filters(w, w, w, w, w, w), document_title=w)
    answer = Answer(
        question=w,
        text=f"{w} “{w}” [1]",
        citations=(cited,),
        rejected=(Rejected(w, w),),
        engine=w,
        notices=(w,),
        standalone=f"{w}?",
    )
    spoken = [
        Statement(0, 3, w, "direct", w, document_id=name, source=w, title=w, date=date, text=text)
        for name, date, text in (
            (w, "2021-01-01", LINE + w),
            ("d2", "2022-01-01", LINE + "And so."),
        )
    ]
    entry = Entry(document, 1, w, w)
    silent = Answer(question=w, text=w, abstained=True, reason="declined", nearest=(near,))
    report = IngestReport(added=[w], updated=[w], unchanged=[w], failed=[Failure(w, w)])
    return "".join(
        (
            waiting_html(asked, w),
            answered_html(asked, answer, lambda _: document),
            answered_html(asked, answer, lambda _: None, candidates=[w]),
            answered_html(asked, silent, lambda _: None),
            failed_html(asked, w),
            stopped_html(asked),
            listed(entry, {w: [w] * 5}, Listing(w)),
            library.nothing_html(w),
            library.document_html(document, Span(0, 3)),
            library.report_html(report, {}),
            library.lines_html([library.removed_html(w, w), library.working_html(w)]),
            examples_html([w]),
            statements_html(spoken, {w: document}, page=0, query_of=str),
            speakers_html([SpeakerEntry(w, (w,), 1, 1)]),
            nothing_html(w, w, is_dated=True),
            file_html(answer, "csv"),
            shared_html(w),
            address_html(w),
            told_html(w),
            chips_html(Filters(w, w, w, w, w, w), removable=True),
            status_html(Status(1, 1, 0), read_only=True),
        )
    )


@given(words)
def test_no_words_become_markup_wherever_they_stand(w: str) -> None:
    assert_ours(rendered(w))


@pytest.mark.parametrize("w", HOSTILE)
def test_hostile_words_are_shown_as_they_are(w: str) -> None:
    parsed = assert_ours(failed_html(Asked(1, w), w))
    assert parsed.text.startswith(w + w)
    shown = library.document_html(replace(DOCUMENT, text=w))
    assert w in assert_ours(shown).text


def test_an_answer_has_paragraphs_emphasis_quotes_and_markers() -> None:
    html = answer_html(
        "*Plan* **now**: “She said *so*.” [1]\n\n- one [2]\n- two", marker=lambda n: f"<{n}>"
    )
    assert html == (
        '<p><em>Plan</em> <strong>now</strong>: <span class="quote">“She said *so*.”</span><1></p>'
        "<ul><li>one<2></li><li>two</li></ul>"
    )


def test_a_quote_that_holds_marks_blank_lines_and_a_marker_is_shown_as_it_is() -> None:
    quote = "“Open [2] *stays* open.\n\n“And again"
    html = answer_html(f"Said “{quote}” [1]", quotes=[quote], marker=lambda n: f"<{n}>")
    assert html == (
        '<p>Said <span class="quote">““Open [2] *stays* open.<br><br>“And again”</span><1></p>'
    )


def test_an_opening_mark_without_its_pair_is_a_plain_character() -> None:
    assert answer_html("“open [1]", marker=lambda n: f"<{n}>") == "<p>“open<1></p>"


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_the_highlight_is_exactly_the_marked_span(text: str, start: int, end: int) -> None:
    html = marked_html(text, Span(0, len(text)), Span(start, end))
    parsed = assert_ours(html)
    assert parsed.text.replace("\r", "\n") == text.replace("\r", "\n") or "\x00" in text
    assert ("mark" in parsed.tags) == bool(text[start:end])


def test_evidence_shows_the_paragraph_and_its_neighbours() -> None:
    before, within, after = around(TEXT, Span(START, END))
    assert TEXT[slice(*before)] == "Before it."
    assert TEXT[slice(*within)] == "She said “yes” to the plan. Nobody objected."
    assert TEXT[slice(*after)] == "After it."


def test_of_a_long_turn_evidence_shows_the_line_and_never_half_a_word() -> None:
    lines = [f"Line {number} " + "was said at length. " * 12 for number in range(30)]
    text = "\n".join(lines)
    at = text.index("Line 15")
    before, within, after = around(text, Span(at, at + 40))
    assert [text[slice(*span)].strip() for span in (before, within, after)] == [
        line.strip() for line in lines[14:17]
    ]
    unbroken = "unending words " * 500
    _, within, _ = around(unbroken, Span(3000, 3010))
    shown = unbroken[slice(*within)]
    assert unbroken[within.start - 1] == unbroken[within.end] == " "
    assert set(shown.split()) == {"unending", "words"}
    assert len(shown) < 2 * LONGEST + 20


def test_a_name_printed_otherwise_stands_beside_the_persons() -> None:
    html = evidence_html([replace(CITATION, label="MAYOR CASTELLAN")], lambda _: DOCUMENT)
    assert "(printed as MAYOR CASTELLAN)" in assert_ours(html).text
    same = evidence_html([replace(CITATION, label="Ida Castellan")], lambda _: DOCUMENT)
    assert "printed as" not in same


def test_evidence_says_who_how_when_where_and_from_which_page_and_time() -> None:
    html = evidence_html([CITATION], lambda _: DOCUMENT)
    text = assert_ours(html).text
    for fact in (
        "Ida Castellan",
        "reported speech",
        "Do you agree?",
        "Brenn Gazette",
        "6 May 2024",
        "page 3",
        "00:01:02",
        "fictional",
    ):
        assert fact in text
    assert f"<mark>{QUOTE}</mark> Nobody objected." in html


def test_evidence_outlives_its_document() -> None:
    html = evidence_html([CITATION], lambda _: None)
    assert f"<mark>{QUOTE}</mark>" in html
    assert "removed from the library" in html


def test_evidence_at_the_edges_of_a_very_long_paragraph_is_cut() -> None:
    text = "word " * 20_000
    html = evidence_html(
        [replace(CITATION, start=50_000, end=50_004, passage_start=50_000, passage_end=50_004)],
        lambda _: replace(DOCUMENT, text=text),
    )
    assert "<mark>word</mark>" in html
    assert len(html) < 20_000


def test_markers_that_cite_nothing_are_no_links() -> None:
    answer = Answer(question="q", text="So [1] and so [7].", citations=(CITATION,))
    html = answered_html(ASKED, answer, lambda _: DOCUMENT)
    assert html.count('<a class="marker"') == 1
    assert '<span class="marker">[7]</span>' in html


def test_an_abstention_keeps_what_is_nearest_apart() -> None:
    answer = Answer("q", "Silence.", abstained=True, reason="speaker_unknown", nearest=(HIT,))
    text = assert_ours(answered_html(ASKED, answer, lambda _: DOCUMENT)).text
    assert "No answer" in text
    assert "stands under Statements" in text
    assert text.index("not an answer") < text.index(QUOTE)


def test_what_was_refused_is_counted_and_told() -> None:
    answer = Answer("q", "Text.", rejected=(Rejected("He said no.", "not in the document"),))
    text = assert_ours(answered_html(ASKED, answer, lambda _: None)).text
    assert "1 passage refused by verification" in text
    assert "not in the document" in text


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//host/x", "http://", "ftp://h", "x"]
)
def test_only_web_addresses_become_links(address: str) -> None:
    assert "<a" not in link(address, "words")
    assert '<a href="https://e.example/" ' in link("https://e.example/", "words")


def test_example_questions_join_a_speaker_and_a_topic_of_a_title() -> None:
    titles = (
        "Putin in Antalya: air support in Syria, warm words for Turkey's leader",
        "Remarks by Minister Volk on the harbour bridge, with questions",
        "PRESS CONFERENCE BY MINISTER VOLK ON THE TUNNEL",
    )
    documents = [replace(DOCUMENT, title=title, event=None) for title in titles]
    speakers = [SpeakerEntry("MINISTER VOLK", ("MINISTER VOLK",), 3, 1)]
    assert example_questions(documents, speakers) == [
        "What did Putin say about Turkey?",
        "What did Volk say about the harbour bridge?",
        "What did Volk say?",
    ]
    assert example_questions([], []) == []


def test_the_first_example_of_the_shipped_corpus_asks_about_turkey() -> None:
    settings = Settings()
    found = (s for s in sources.find([ROOT / "corpus"], settings) if isinstance(s, str))
    documents = [sources.extract(sources.fetch(s, settings), settings) for s in found]
    documents.sort(key=lambda document: document.date or "")
    questions = example_questions(documents, [])
    assert questions[0] == "What did Putin say about Turkey?"
    assert questions[-1] == "When was the press conference on the flood budget?"


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("MS. TREMBLÍK", "Tremblík"),
        ("Ida Castellan", "Castellan"),
        ("THE PRESIDENT", None),
        ("MODERATOR", None),
        ("Q", None),
        ("", None),
    ],
)
def test_a_surname_is_taken_from_a_printed_label(printed: str, name: str | None) -> None:
    assert surname(printed) == name


def test_the_list_tells_by_what_it_is_sorted_who_speaks_and_how_far_a_document_is() -> None:
    entry = Entry(DOCUMENT, 3, "searchable", "")
    order = Listing(column="title", descending=False, page=1)
    html = listed(entry, {"d1": ["A", "B", "C", "D"]}, order, pages=3, count=101)
    text = assert_ours(html).text
    assert html.count("aria-sort") == 1
    assert '<th scope="col" aria-sort="ascending" class="title">' in html
    for fact in ("101 documents", "A, B, C and 1 more", "by words", "Page 2 of 3"):
        assert fact in text


def test_what_was_said_is_set_off_under_its_speaker_with_one_highlight() -> None:
    said = (
        Statement(START, START + 8, "Ida Castellan", "indirect"),
        Statement(START + 4, END, "Ida Castellan", "direct"),
    )
    html = library.document_html(replace(DOCUMENT, statements=said), Span(START, END - 4))
    assert '<span class="by">Ida Castellan</span>' in html
    assert html.count("<mark>") == 1
    assert '<mark><span class="spoken indirect">She said</span>' in html
    assert Parsed(html).text.count(QUOTE) == 1


def test_a_reader_of_another_process_index_cannot_remove() -> None:
    html = listed(Entry(DOCUMENT, 3, "ready", ""), {}, read_only=True)
    assert 'data-do="remove"' not in html
    assert "Another process writes" in status_html(Status(1, 3, 0), read_only=True)


def test_progress_tells_what_how_many_how_fast_and_how_long() -> None:
    step = Progress("embedding", 40, 100, rate=20.0, remaining=3.0)
    text = Parsed(status_html(Status(5, 100, 60, step))).text
    for fact in ("5 documents", "40 of 100 passages", "20 passages a second", "3 s left"):
        assert fact in text


def test_the_engine_note_says_who_sees_text() -> None:
    assert "No text leaves this machine" in engine_note("extractive", "minilm")
    assert "No text leaves" not in engine_note("extractive", "openai:some-model")
    assert "openai:some-chat" in engine_note("openai:some-chat", "minilm")


def test_a_stopped_answer_leaves_no_words_of_it_behind() -> None:
    conversation = Conversation().finished(ASKED, waiting_html(ASKED, "half a sent"))
    assert "half a sent" in conversation.html()
    assert "half a sent" not in stopped_html(ASKED)


def test_filters_go_into_an_address_and_come_back() -> None:
    filters = Filters("Castellan & son", since="2021", event="Q&A?", document="d=1")
    query = filters.query("Who said “#1”?")
    asked = dict(parse_qsl(query.removeprefix("?")))
    assert asked["q"] == "Who said “#1”?"
    assert Filters.from_query(asked) == filters
    assert Filters().query("\ud800") == "?q=%3F"


def test_filters_by_outlet_and_event_name_documents() -> None:
    other = replace(DOCUMENT, id="d2", event="Another briefing")
    assert Filters(outlet="Brenn Gazette").document_ids([DOCUMENT, other]) == ["d1", "d2"]
    assert Filters(outlet="Brenn Gazette", event="Briefing").document_ids([DOCUMENT, other]) == [
        "d1"
    ]
    assert Filters(document="gone").document_ids([DOCUMENT]) == []
    assert Filters(speaker="Castellan").document_ids([DOCUMENT]) is None


def test_a_question_understood_from_the_conversation_is_told_in_full() -> None:
    answer = Answer(question="And why?", text="So.", standalone="Why did Castellan resign?")
    text = assert_ours(answered_html(ASKED, answer, lambda _: None)).text
    assert "Understood as: Why did Castellan resign?" in text


def test_an_answer_is_copied_with_its_footnotes() -> None:
    answer = Answer(question="Why?", text=f"She agreed: “{QUOTE}” [1]", citations=(CITATION,))
    parsed = assert_ours(answered_html(ASKED, answer, lambda _: DOCUMENT))
    (markdown,) = [value for name, value in parsed.attributes if name == "data-markdown"]
    assert markdown == answer.to_markdown()
    assert f"[1] “{QUOTE}” Ida Castellan, reported speech. The plan. Brenn Gazette" in parsed.text


def test_a_saved_file_is_what_the_answer_writes_under_the_name_of_the_question() -> None:
    answer = Answer(question="Why, “Ida”?", text="So.", citations=(CITATION,))
    for kind, words in (("csv", answer.to_csv()), ("json", answer.to_json())):
        (file,) = [v for n, v in Parsed(file_html(answer, kind)).attributes if n == "data-file"]
        assert json.loads(file)["text"] == words
        assert json.loads(file)["name"] == f"pressroom-why-ida.{kind}"
    assert file_name("?") == "pressroom"
    assert len(file_name("why " * 90)) < 80


def test_a_question_that_stands_over_its_answer_is_not_shown_again_before_it() -> None:
    asked = "Why is the lock shut?"
    text = f"Q    {asked}\n\nMAYOR LIND: The gate is broken."
    at, end = text.index("The gate"), len(text)
    document = replace(DOCUMENT, text=text, marks=(), statements=())
    passage = {"passage_start": at, "passage_end": end}
    told = replace(CITATION, quote=text[at:], start=at, end=end, question=asked, **passage)
    assert evidence_html([told], lambda _: document).count(asked) == 1
    assert evidence_html([replace(told, question=None)], lambda _: document).count(asked) == 1
