"""Checking a model's answer: what of it reaches the reader, and what becomes of the rest."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rag.verification import Cutter, Unit, Verified, Verifier, verify
from rag.verification.sayers import bears
from tests.verification.offered import LIND, OFFERED, PORT, offered


def checked(text: str, **more: object) -> Verified:
    return verify(text, OFFERED, **more)  # type: ignore[arg-type]


def refusals(verified: Verified) -> list[tuple[str, str]]:
    return [(rejected.text, rejected.outcome) for rejected in verified.rejected]


def cited_words(verified: Verified) -> list[str]:
    """Return what is cited under each number, read from the passage at its offsets."""
    return [
        c.hit.text[c.span.start - c.hit.start : c.span.end - c.hit.start] for c in verified.cited
    ]


@pytest.mark.parametrize(
    ("written", "shown", "outcome"),
    [
        ("“The tariff stays” [2].", "“The tariff stays” [1].", "exact"),
        ('"The tariff stays" [2].', "“The tariff stays” [1].", "exact"),
        ("«The tariff stays» [2].", "“The tariff stays” [1].", "exact"),
        ("»The tariff stays« [2].", "“The tariff stays” [1].", "exact"),
        ("„The tariff stays“ [2].", "“The tariff stays” [1].", "exact"),
        ("”The tariff stays” [2].", "“The tariff stays” [1].", "exact"),
        ("「The tariff stays」 [2].", "“The tariff stays” [1].", "exact"),
        ("‘The tariff stays’ [2].", "“The tariff stays” [1].", "exact"),
        ("'The tariff stays' [2].", "“The tariff stays” [1].", "exact"),
        ("``The tariff stays'' [2].", "“The tariff stays” [1].", "exact"),
        ("&ldquo;The tariff stays&rdquo; [2].", "“The tariff stays” [1].", "exact"),
        ("<q>The tariff stays</q> [2].", "“The tariff stays” [1].", "exact"),
        ('*"The tariff stays"* [2].', "“The tariff stays” [1].", "exact"),
        ("**“The tariff stays”** [2].", "“The tariff stays” [1].", "exact"),
        ("“**The tariff stays**” [2].", "“The tariff stays” [1].", "exact"),
        ("> The tariff stays [2]", "> “The tariff stays” [1]", "exact"),
        ("> “The tariff\n> stays” [2]", "> “The tariff stays” [1]", "exact"),
        ("“the tariff stays” [2].", "“The tariff stays” [1].", "normalised"),
        ("“[t]he tariff stays” [2].", "“The tariff stays” [1].", "normalised"),
        ("“The tariff  stays” [2].", "“The tariff stays” [1].", "normalised"),
        ("“The tariff [sic] stays” [2].", "“The tariff stays” [1].", "normalised"),
        ("“a mistake - and a costly one” [2].", "“a mistake – and a costly one” [1].", "normalised"),  # noqa: E501
        ("“The tariff stays,” he said [2].", "“The tariff stays”, he said [1].", "exact"),
        ("“No comment...” [3].", "“No comment…” [1].", "normalised"),
        ("“The tariff stays [2]”.", "“The tariff stays” [1].", "normalised"),
        ("“See table [2] of the budget” [3].", "“See table [2] of the budget” [1].", "exact"),
        ("“Twenty percent … the 12 towns” [4].", "“Twenty percent” … “the 12 towns” [1].", "normalised"),  # noqa: E501
        ("“The port stays [wide] open” [1].", "“The port stays” [wide] “open” [1].", "normalised"),
    ],
)  # fmt: skip
def test_a_quote_in_any_dress_is_shown_in_the_sources_own_characters(
    written: str, shown: str, outcome: str
) -> None:
    verified = checked(written)
    assert verified.text == shown
    assert verified.rejected == ()
    assert verified.outcomes == {outcome: 1}
    quoted = re.findall("“(.*?)”", shown)
    assert all(any(words in source for source in cited_words(verified)) for words in quoted)


@pytest.mark.parametrize(
    ("written", "outcome", "nearest"),
    [
        ("“The tariff stayed put” [2].", "altered", "The tariff stays."),
        ("“We will open five ports” [4].", "altered", "We will not open five ports in 2025."),
        ("“We will … open five ports” [4].", "altered", "We will not open five ports in 2025."),
        ("“We will [now] open five ports” [4].", "altered", "We will not open five ports in 2025."),
        ("“not open six ports in 2025” [4].", "altered", "We will not open five ports in 2025."),
        ("“Not one crane will leave. The tariff stays” [2].", "stitched", "“Not one crane will leave.”"),  # noqa: E501
        ("“We will not open five port” [4].", "altered", "We will not open five ports in 2025."),
        ("“Nothing of the kind was heard” [2].", "not_found", None),
        ("“Will the bridge open in June?” [5].", "moved", "Will the bridge open in June?"),
        ("Olsen said “Not one crane will leave” [1].", "moved", "Not one crane will leave"),
        ("Brandt called it “a mistake – and a costly one” [2].", "moved", "a mistake – and a costly one"),  # noqa: E501
        ("“—” [2].", "not_found", None),
    ],
)  # fmt: skip
def test_a_quote_that_does_not_hold_takes_its_sentence_with_it(
    written: str, outcome: str, nearest: str | None
) -> None:
    verified = checked(f"{written} “The tariff stays” [2].")
    assert verified.text == "“The tariff stays” [1]."
    [refused] = verified.rejected
    assert (refused.outcome, refused.nearest) == (outcome, nearest)


def test_words_may_be_given_to_whom_the_records_own_sentence_gives_them() -> None:
    read = offered(
        "Brenner said the tariff is dead.", ("the tariff is dead", "Nils Olsen", "indirect")
    )
    told = "{} said “the tariff is dead” [1]."
    assert verify(told.format("Brenner"), (read,)).text == told.format("Brenner")
    assert verify(told.format("Olsen"), (read,)).text == told.format("Olsen")
    assert refusals(verify(told.format("Lind"), (read,))) == [("the tariff is dead", "moved")]


def test_a_quote_that_the_source_interrupts_to_tell_who_speaks_is_shown_in_its_parts() -> None:
    verified = checked("Varga said: “The port stays open. Not one crane will leave.” [1]")
    assert verified.text == "Varga said: “The port stays open” “Not one crane will leave”. [1]"
    assert verified.rejected == ()
    assert checked("“Not one crane will leave. It was late.” [1]").text == ""


def test_a_term_that_the_evidence_has_stays_without_its_marks() -> None:
    verified = checked("It is about “tariff stay” [2].")
    assert verified.text == "It is about tariff stay [1]."
    assert refusals(verified) == [("tariff stay", "altered")]


@pytest.mark.parametrize(
    "written",
    [
        "Varga said “The port stays open” [1].",
        "“The port stays open,” Varga said [1].",
        "“The port stays open,” said Ilse Varga [1].",
        "According to Varga, “the port stays open” [1].",
        "**Ilse Varga** (2 May 2024): “The port stays open” [1].",
        "Varga: “The port stays open” [1].",
        "A journalist asked: “Will the bridge open in June?” [5].",
        "Olsen said “it was late” [1].",
        "The president said “Twenty percent is enough” [4].",
        "President Anna Lind said “Twenty percent is enough” [4].",
        "Varga said that she and Olsen agreed: “The port stays open” [1].",
        "At a meeting Varga called Olsen's remarks late: “The port stays open” [1].",
    ],
)
def test_a_quote_given_to_the_one_who_said_it_is_shown(written: str) -> None:
    verified = checked(written)
    assert verified.rejected == ()
    assert "“" in verified.text


@pytest.mark.parametrize(
    "written",
    [
        "Olsen said “The port stays open” [1].",
        "“The port stays open,” Olsen said [1].",
        "“The port stays open,” said Nils Olsen [1].",
        "According to Olsen, “the port stays open” [1].",
        "Olsen: “The port stays open” [1].",
        "> The port stays open\n> — Nils Olsen [1]",
        "Lind said “Will the bridge open in June?” [5].",
        "The prime minister said “Twenty percent is enough” [4].",
        "Varga said “The port stays open” [1], and Olsen said “Not one crane will leave” [1].",
        "Varga vowed that “it was late” [1].",
    ],
)
def test_a_quote_given_to_somebody_else_is_not_shown(written: str) -> None:
    verified = checked(written)
    assert verified.text == ""
    assert "moved" in {rejected.outcome for rejected in verified.rejected}


def test_a_pronoun_means_who_was_shown_last() -> None:
    said = "Lind said “Twenty percent is enough” [4]. She added “The port stays open” [1]."
    assert checked(said).text == "Lind said “Twenty percent is enough” [1]."
    refused = (
        "Lind said “Twenty ports” [4]. Varga said “the port stays open” [1]. She said “it is so”."
    )
    assert checked(refused).text == "Varga said “The port stays open” [1]."


def test_words_of_others_are_not_shown_unnamed_where_the_question_names_a_speaker() -> None:
    assert checked("“it was late” [1].", own={"Nils Olsen"}).text == "“it was late” [1]."
    assert checked("“The port stays open” [1].", own={"Nils Olsen"}).text == ""
    named = "Varga said “The port stays open” [1]."
    assert checked(named, own={"Nils Olsen"}).text == named


@pytest.mark.parametrize(
    "written",
    [
        "Lind said that they would not open five ports in 2025 [4].",
        "On 2 May 2024, a Thursday, Lind said that 20% is enough [4].",
        "Varga said the port stays open [1].",
        "- **Towns**: twelve [4]",
        "Lind said that Russia had said it agreed with the European Union [4].",
    ],
)
def test_a_sentence_that_its_evidence_bears_out_is_shown(written: str) -> None:
    verified = checked(written)
    assert verified.rejected == ()
    assert verified.text == re.sub(r"\[\d\]", "[1]", written)


NOT_OPEN = "“We will not open five ports in 2025.”"
AGREED = "“Russia agreed with the European Union on it.”"
ENOUGH = "“Twenty percent is enough, and we thank the 3 unions and the 12 towns.”"
COSTLY = "He called the strike “a mistake – and a costly one” on Monday."


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Lind said 5 ports would not be opened in 2025 [4].", NOT_OPEN),
        ("Lind refused to open five ports in 2025 [4].", NOT_OPEN),
        ("No port opens [4].", NOT_OPEN),
        ("Russian and EU officials agreed, said Lind in Astvald [4].", AGREED),
        ("Lind thanked 12 towns and three unions [4].", ENOUGH),
        ("Lind promised that twenty percent is enough [4].", ENOUGH),
        ("The stubborn tariff is “a costly one” [2].", COSTLY),
    ],
)
def test_a_sentence_that_says_it_otherwise_is_shown_beside_the_words_of_the_record(
    written: str, words: str
) -> None:
    verified = checked(written)
    assert verified.rejected == ()
    assert verified.text.endswith(f"[1]. ({words} [1])")
    assert any(words.strip("“”") in cited for cited in cited_words(verified))


DAM = offered(
    "I do not back the wall, but I back the dam. It opens in June. The U.S. helps us to pay.",
    speaker="PRESIDENT LIND",
    speech="direct",
)


def test_what_is_negated_in_part_is_shown_beside_the_whole() -> None:
    shown = verify("Lind said he does not back the dam [1].", [DAM]).text
    assert "I do not back the wall, but I back the dam." in shown


def test_a_month_that_may_be_a_word_is_checked() -> None:
    verified = verify("Lind said it opens in May [1].", [DAM])
    assert refusals(verified) == [("Lind said it opens in May.", "wrong_date")]


def test_us_is_no_country_and_letters_with_stops_are() -> None:
    assert verify("Lind said the United States helps to pay [1].", [DAM]).text
    alone = offered("It will help us all.", speaker="PRESIDENT LIND", speech="direct")
    verified = verify("Lind said America will help all [1].", [alone])
    assert [outcome for _, outcome in refusals(verified)] == ["wrong_name"]


def test_of_a_sentence_that_rests_on_two_of_the_record_both_are_shown() -> None:
    both = "The five ports would not open in 2025, and Lind thanked the unions and towns [4]."
    assert checked(both).text.endswith(f"({NOT_OPEN} [1] {ENOUGH} [1])")


def test_what_is_told_around_a_quote_must_not_be_all_the_writers_own() -> None:
    told = "While taxes on income, fuel, land and cattle double, Varga promised: “{}” [1]"
    verified = checked(told.format("The port stays open"))
    assert (verified.text, verified.rejected[0].outcome) == ("", "unsupported")


def test_words_quoted_in_a_sentence_are_not_repeated_beside_it() -> None:
    written = "Lind warned that help is near: “Russia agreed with the European Union on it” [4]."
    assert checked(written).text == written.replace("[4]", "[1]")


@pytest.mark.parametrize(
    ("written", "outcome"),
    [
        ("Lind said that they would open five ports in 2025 [4].", "wrong_negation"),
        ("Lind said “open five ports in 2025” [4].", "wrong_negation"),
        ("Varga said the port does not stay open [1].", "wrong_negation"),
        ("Lind said that they would not open six ports [4].", "wrong_number"),
        ("Lind said 20 is enough, or 21% [4].", "wrong_number"),
        ("Lind thanked 12 unions and 3 towns [4].", "wrong_number"),
        ("On 3 May 2024 Lind said that twenty percent is enough [4].", "wrong_date"),
        ("On Friday Lind said that twenty percent is enough [4].", "wrong_date"),
        ("Lind said that Norway is with the European Union [4].", "wrong_name"),
        ("Lind said Russia and Belgium are one [4].", "wrong_name"),
        ("Olsen said the port stays open [1].", "wrong_speaker"),
        ("Prime Minister Horvat said twenty percent is enough [4].", "wrong_speaker"),
        ("The port is open to walkers, trams and cyclists [1].", "unsupported"),
        ("The ferry company doubles its summer fares [3].", "unsupported"),
        ("The port stays open.", "uncited"),
        ("Astvald is a lovely town in spring.", "uncited"),
    ],
)
def test_a_sentence_that_goes_beyond_its_evidence_is_not_shown(written: str, outcome: str) -> None:
    verified = checked(written)
    assert verified.text == ""
    assert verified.rejected[0].outcome == outcome


def test_a_lead_is_shown_with_what_it_leads_to_and_not_without() -> None:
    lead = "Here is what Varga said about the port:"
    kept = checked(
        f"## The port\n\n{lead}\n\n- “The port stays open” [1]\n- “It sinks” [1]",
        question="What about the port?",
    )
    assert kept.text == f"## The port\n\n{lead}\n\n- “The port stays open” [1]"
    assert refusals(checked(f"{lead}\n\n“It sinks” [1]", question="The port?"))[-1] == (
        lead,
        "uncited",
    )
    assert (
        checked("Varga lied to everybody:\n\n“The port stays open” [1].").text
        == "“The port stays open” [1]."
    )


@pytest.mark.parametrize(
    ("written", "resolved", "order"),
    [
        ("“No comment” [3]. “The tariff stays” [2].", "“No comment” [1]. “The tariff stays” [2].", [3, 2]),  # noqa: E501
        ("“No comment” ([3]).", "“No comment” [1].", [3]),
        ("“No comment” [3](http://example.org/x).", "“No comment” [1].", [3]),
        ("“No comment” [3, 2].", "“No comment” [1][2].", [3, 2]),
        ("“No comment” [2–3].", "“No comment” [1][2].", [2, 3]),
        ("“No comment” [ 3 ] [3].", "“No comment” [1].", [3]),
    ],
)  # fmt: skip
def test_markers_are_counted_from_one_in_order_of_appearance(
    written: str, resolved: str, order: list[int]
) -> None:
    verified = checked(written)
    assert verified.text == resolved
    assert [c.hit for c in verified.cited] == [OFFERED[n - 1].hit for n in order]
    assert [c.number for c in verified.cited] == list(range(1, len(order) + 1))
    assert verified.rejected == ()


@pytest.mark.parametrize(
    ("marker", "refused"),
    [
        ("[9]", "[9]"),
        ("[0]", "[0]"),
        ("[-1]", "[-1]"),
        ("([9])", "[9]"),
        ("[99999999999999999999]", "[999999999]"),
        ("[8](http://example.org)", "[8]"),
    ],
)
def test_markers_never_offered_go_with_their_wrapper_and_are_counted(
    marker: str, refused: str
) -> None:
    verified = checked(f"“The tariff stays” [2] {marker}.")
    assert verified.text == "“The tariff stays” [1]."
    assert refusals(verified) == [(refused, "unknown_marker")]


@pytest.mark.parametrize(
    ("written", "shown", "refused"),
    [
        ("“The tariff stays” [1].", "“The tariff stays” [1].", [("[1]", "wrong_marker")]),
        ("“The tariff stays” he said.", "“The tariff stays” [1] he said.", []),
        ("“The tariff stays” [9].", "“The tariff stays” [1].", [("[9]", "unknown_marker")]),
    ],
)
def test_a_quote_of_another_passage_gets_that_passages_marker(
    written: str, shown: str, refused: list[tuple[str, str]]
) -> None:
    verified = checked(written)
    assert verified.text == shown
    assert [c.hit for c in verified.cited] == [OFFERED[1].hit]
    assert refusals(verified) == refused


def test_a_quote_is_looked_up_in_the_whole_document_last() -> None:
    beyond = offered("Nobody pays twice for it.", start=9000, speaker="Ilse Varga", speech="direct")
    verified = checked("Varga said “Nobody pays twice” [1].", more=lambda key: [PORT, beyond])
    assert verified.text == "Varga said “Nobody pays twice” [1]."
    assert [c.hit for c in verified.cited] == [beyond.hit]
    assert checked("Olsen said “Nobody pays twice” [1].", more=lambda key: [beyond]).text == ""


def test_a_quote_is_found_in_the_passage_cited_first() -> None:
    twice = [offered("No comment."), offered("No comment.", start=500)]
    assert verify("“No comment” [2].", twice).cited[0].span == (500, 510)


def test_each_voice_of_a_passage_is_cited_under_its_own_number() -> None:
    verified = checked("Varga said “The port stays open” [1], and Olsen said “it was late” [1].")
    assert [(c.number, c.voice.speaker) for c in verified.cited] == [
        (1, "Ilse Varga"),
        (2, "Nils Olsen"),
    ]


def test_where_the_source_itself_quotes_its_marks_stay_and_the_outer_ones_go() -> None:
    verified = checked("“He called the strike 'a mistake – and a costly one' on Monday” [2].")
    assert verified.text == "He called the strike “a mistake – and a costly one” on Monday [1]."


def test_a_mark_without_a_partner_is_taken_out_and_counted() -> None:
    verified = checked("The “port stays open [1].")
    assert verified.text == "The port stays open [1]."
    assert refusals(verified) == [("“", "unpaired_mark")]


PARTS = st.sampled_from(
    [
        *"“”„«»\"‘’'.,",
        *("The tariff stays", "a costly one", "table [2] of", "party", "words of nobody"),
        *("Varga said", "Olsen said", "Lind:", "she added", "The port stays open", "it was late"),
        *("twenty percent", "five ports", "not", "…", "[so]", "> ", "- ", "*"),
        *("[1]", "[2]", "[3]", "[4]", "[7]", "[1, 2]", "`“x” [5]`", "`", "&quot;"),
        *(". Then ", "\n\n", "\n", " ", " and "),
    ]
)
WRITTEN = st.lists(PARTS, max_size=16).map(" ".join)


@given(WRITTEN)
def test_whatever_is_written_every_quote_stands_in_what_is_cited(written: str) -> None:
    verified = checked(written)
    text = verified.text.replace("table [2] of", "table (2) of")  # the source's own brackets
    for match in re.finditer(r"“([^“”]*)”(?=[^\[]*(?:\[so\][^\[]*)*((?:\[\d+\]\s*)+)?)", text):
        numbers = [int(n) for n in re.findall(r"\d+", match[2] or "")]
        words = match[1].replace("table (2) of", "table [2] of")
        cited = [c for c in verified.cited if c.number in numbers]
        assert any(
            words == c.hit.text[q.start - c.hit.start : q.end - c.hit.start] or words in c.hit.text
            for c in cited
            for q in c.quotes
        )
    assert text.count("“") == text.count("”")
    assert not re.search('[„«»‹›「」『』"]', text)


@given(WRITTEN)
def test_every_voice_cited_is_the_voice_of_all_the_words_cited(written: str) -> None:
    for cited in checked(written).cited:
        source = next(one for one in OFFERED if one.hit is cited.hit)
        inside = [
            s for s in source.statements if s.start < cited.span.end and s.end > cited.span.start
        ]
        if cited.quotes:
            assert {s.speaker for s in inside} <= {cited.voice.speaker}


@given(WRITTEN, st.lists(st.integers(1, 12), min_size=1))
@example('" . Then  `“x” [5]` &quot;', [1])
def test_however_a_text_arrives_the_same_is_shown(written: str, sizes: list[int]) -> None:
    verifier, cutter, shown, at = Verifier(OFFERED), Cutter(), "", 0
    units: list[Unit] = []
    while at < len(written):
        size = sizes[len(units) % len(sizes)]
        units = cutter.feed(written[at : at + size])
        shown += "".join(map(verifier.check, units))
        at += size
    shown += "".join(map(verifier.check, cutter.finish()))
    verifier.finish()
    whole = checked(written)
    assert shown.strip() == whole.text
    assert verifier.rejected == list(whole.rejected)


def test_in_german_a_capital_alone_makes_no_name() -> None:
    said = "Die Ministerin Varga erklärte in der Sitzung dazu: “The port stays open” [1]."
    assert checked(said, question="Was hat die Ministerin zum Hafen gesagt?").rejected == ()
    assert checked(said.replace("Varga", "Lind")).text == ""


def test_somebody_is_known_by_the_name_on_record_as_by_the_label_printed() -> None:
    ours = offered("The port stays open.", speaker="THE PRESIDENT", speech="direct")
    named = replace(ours, names={"THE PRESIDENT": "Anna Lind"})
    written = "Lind said “The port stays open” [1]."
    assert verify(written, [named]).text == written
    assert verify(written, [ours]).text == ""
    assert verify("Varga said “The port stays open” [1].", [named]).text == ""


def test_he_is_not_the_one_whom_somebody_merely_tells_of() -> None:
    told = "Lind said that Varga thanked the 3 unions [4]. {} said “Twenty percent is enough” [4]."
    assert "Twenty percent" in checked(told.format("She")).text
    refused = checked("Olsen said it was late [1]. She said the port stays open [1].")
    assert refused.text == "Olsen said it was late [1]."


def test_a_number_of_a_title_or_a_date_of_the_event_is_evidence() -> None:
    about = offered("We agreed.", title="Summit of 20 states", date="2015-11-16", speaker="Lind")
    assert verify("In November 2015 Lind agreed with 20 states [1].", [about]).rejected == ()


def test_what_was_refused_tells_the_nearest_real_words() -> None:
    [refused] = verify("Lind said that 30 percent is enough [1].", [LIND]).rejected
    assert refused.nearest == LIND.hit.text.split(". ", 2)[2]


MINISTERS = replace(
    offered(
        "Varga said the port stays open. Oren said cranes leave every quay in spring.",
        ("the port stays open", "Ilse Varga", "indirect"),
        ("cranes leave every quay in spring", "Ada Oren", "indirect"),
    ),
    roles={"Ilse Varga": "Prime Minister of Varland", "Ada Oren": "spokeswoman"},
)


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        ("The prime minister said the port stays open [1].", None),
        ("The Varlandian prime minister said the port stays open [1].", None),
        ("Her spokesperson said cranes leave every quay in spring [1].", None),
        ("The Kessarian prime minister said the port stays open [1].", "wrong_speaker"),
        ("The president said the port stays open [1].", "wrong_speaker"),
        ("The deputy prime minister said the port stays open [1].", "wrong_speaker"),
        ("The prime minister said cranes leave every quay in spring [1].", "wrong_speaker"),
        ("His spokesman said the port stays open [1].", "wrong_speaker"),
        ("Varga’s spokesman said the port stays open [1].", "wrong_speaker"),
    ],
)
def test_who_is_described_bears_the_role(sentence: str, outcome: str | None) -> None:
    found = verify(sentence, [MINISTERS])
    assert [refused for _, refused in refusals(found)] == ([outcome] if outcome else [])


def test_a_description_nobody_tells_the_office_of_stands_in_the_passage() -> None:
    stays = "said the port stays open [1]."
    told = offered(
        "The mayor came late. Varga said the port stays open.",
        ("the port stays open", "Ilse Varga", "indirect"),
    )
    assert not refusals(verify(f"The mayor {stays}", [told]))
    assert refusals(verify(f"The governor {stays}", [told]))[0][1] == "wrong_speaker"


@pytest.mark.parametrize(
    ("description", "held", "fits"),
    [
        ("the president", "President Lind", True),
        ("the president", "Vice President Lind", False),
        ("the vice president", "Vice President Lind", True),
        ("the U.S. secretary of state", "Secretary of State Lind", True),
        ("the spokesman", "Press Secretary Lind", True),
        ("the Turkish president", "President of Turkey Lind", True),
        ("the Turkish president", "President of Russia Lind", False),
        ("the president", "Ada Lind", None),
    ],
)
def test_a_description_fits_whoever_holds_the_office(
    description: str, held: str, fits: bool | None
) -> None:
    assert bears(description, held) is fits
