import pytest

from tests.reading.texts import of_kind, reading_of

TITLE = "Bridge to open in May"
BODY = "The bridge over the Orla will open in May, and the road to it a month later."


@pytest.mark.parametrize(
    "line",
    [
        "00:00 / 05:12",
        "0:34",
        "To hear this recording, install the Flash Player.",
        "To play the audio, please enable scripts in your browser.",
        "Anna Venn, Minister of Roads, on the bridge (1:07)",
        "Share this article",
        "Share on Facebook | Twitter | E-mail",
        "Share this article: Facebook | X | E-mail | Print",
        "Share on X Share on Facebook Copy link",
        "Partager cet article : Facebook | X | Courriel",
        "Listen to the audio: the minister on the bridge",
        "Follow Mara Lindt on Twitter @lindt",
        "Sign up for our newsletter to get the best of Harven every morning.",
        "We use cookies to improve your visit. By continuing you accept our cookie policy.",
        "Accept all cookies",
        "Advertisement",
        "Story continues below advertisement",
        "Read more: What the bridge really costs",
        "Click here for all our stories about bridges.",
        "© 2024 Harven Courier",
        "Harven Courier. All rights reserved.",
        "Photo: Tadeus Orrin",
        "Tadeus Orrin/Reuters",
        "https://example.org/bridge",
        "pic.twitter.com/abc123",
        '<tweet id="1"><tweet/>',
        "Lesen Sie auch: Die Brücke von morgen",
        "Читайте также",
        "Nous utilisons des cookies pour améliorer votre visite.",
        "Yes this page is useful",
        "Check against delivery!",
        "Es gilt das gesprochene Wort.",
        "Transcript by Harven Scripts",
        "* * *",
        "____",
        "(Applause.)",
        "END",
    ],
)
def test_what_a_page_carries_beside_its_report_is_noise(line: str) -> None:
    reading = reading_of(f"{TITLE}\n\n{BODY}\n\n{line}\n\nThe road is long.")
    assert of_kind(reading, "noise") == [line]
    assert reading.noise_count == 1
    assert of_kind(reading, "text") == [BODY, "The road is long."]


@pytest.mark.parametrize(
    "sentence",
    [
        "Share prices fell by a third after the minister spoke.",
        "Follow the money, she said.",
        "Share X is what the shareholders called it.",
        "Listen to the audio and you will hear that he never said it.",
        "Print media were not invited.",
        "Cookies were served after the press conference in Harven.",
        "By using the bridge, drivers save an hour.",
        "Read more books, the minister told the pupils.",
        "Watch what he does, not what he says.",
        "Reuters was the first to report it.",
        "Copyright was the subject of the second question, the minister said, and it took "
        "her twenty minutes to explain to the reporters why the law would have to wait until the "
        "courts had spoken, why the publishers disagreed, why the libraries did not, and what she "
        "expected of the parliament, which meets again in the second week of October.",
        "“No comment.”",
        "The talks began at 10:30.",
        "He listened.",
        "Advertisement is the soul of trade, he joked.",
        "(The minister was not in the room when it happened, and said so.) He left.",
    ],
)
def test_sentences_of_the_report_are_never_noise(sentence: str) -> None:
    reading = reading_of(f"{TITLE}\n\n{BODY}\n\n{sentence}\n\nThe road is long.")
    assert of_kind(reading, "text") == [BODY, sentence, "The road is long."]
    assert reading.noise_count == 0


def test_teasers_go_with_the_line_that_announces_them() -> None:
    teasers = "SPECIAL project\n\nBridges of the world\nHow they are built and why they stand"
    reading = reading_of(f"{TITLE}\n\n{BODY}\n\n{teasers}\n\nThe road is long.")
    assert len(of_kind(reading, "noise")) == 3
    assert of_kind(reading, "text") == [BODY, "The road is long."]


def test_headings_without_marks_are_found_by_their_look() -> None:
    reading = reading_of(f"{TITLE}\n\n{BODY}\n\nAbout the road\n\n{BODY}")
    assert of_kind(reading, "heading") == ["About the road"]
    assert [p.heading for p in reading.paragraphs if p.kind == "text"] == [None, "About the road"]
