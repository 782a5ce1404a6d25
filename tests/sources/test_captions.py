import pytest

from rag.errors import EmptySource, UnreadableSource

VTT = """\
WEBVTT

NOTE
[fictional] Council of Tests, Harven, 9 July 2024

1
00:00:03.000 --> 00:00:09.500
<v Ann Lee>Good <i>morning</i> &amp;
welcome.

2
00:10.000 --> 00:00:12.000
<v.loud Ann Lee>Please sit.

3
00:00:13.000 --> 00:00:14.000
<v Bo Ek>Why?</v> <v Ann Lee>Because.</v>

4
01:00:15.000 --> 01:00:16.000
(Applause)
"""


def test_cues_of_one_voice_are_one_paragraph_with_speaker_and_times(read, marked):
    document = read(VTT, "vtt")
    assert document.text == "Good morning & welcome. Please sit.\n\nWhy?\n\nBecause.\n\n(Applause)"
    assert marked(document, "speaker") == [
        ("Ann Lee", "Good morning & welcome. Please sit."),
        ("Bo Ek", "Why?"),
        ("Ann Lee", "Because."),
    ]
    assert marked(document, "time") == [
        ("00:00:03", "Good morning & welcome."),
        ("00:00:10", "Please sit."),
        ("00:00:13", "Why?"),
        ("00:00:13", "Because."),
        ("01:00:15", "(Applause)"),
    ]


def test_the_note_at_the_top_gives_title_date_and_label(read):
    document = read(VTT, "vtt")
    assert document.title == "Council of Tests, Harven, 9 July 2024"
    assert document.date == "2024-07-09"
    assert document.labels == ("fictional",)


SRT = """\
1
00:00:01,000 --> 00:00:02,000
[fictional] Briefing on tests, 12 September 2024

2
00:00:03,000 --> 00:00:04,000
MINISTER FOO: I said this: no.

3
00:00:05,000 --> 00:00:06,000
And I mean it.

4
00:00:07,000 --> 00:00:08,000
- Why?
- Mara Lindt: Really?
"""


def test_names_with_a_colon_hold_until_the_voice_changes(read, marked):
    document = read(SRT, "srt")
    assert document.text.split("\n\n") == [
        "Briefing on tests, 12 September 2024",
        "I said this: no. And I mean it.",
        "Why?",
        "Really?",
    ]
    assert marked(document, "speaker") == [
        ("MINISTER FOO", "I said this: no. And I mean it."),
        ("Mara Lindt", "Really?"),
    ]


def test_a_title_card_gives_title_date_and_label(read):
    document = read(SRT, "srt")
    assert document.title == "Briefing on tests, 12 September 2024"
    assert (document.date, document.labels) == ("2024-09-12", ("fictional",))


@pytest.mark.parametrize("format", ["vtt", "srt"])
def test_what_is_not_captions_is_refused(read, format):
    with pytest.raises(UnreadableSource, match="caption format"):
        read("Just some words.", format)


def test_captions_without_a_cue_are_empty(read):
    with pytest.raises(EmptySource):
        read("WEBVTT\n\nNOTE nothing said\n", "vtt")


@pytest.mark.timeout(30)
@pytest.mark.parametrize("cue", ["<" * 500_000, "A " * 200_000, "A" * 500_000, "<v " * 200_000])
def test_monstrous_cues_end_in_good_time(read, cue):
    assert "words" in read(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{cue}\nwords", "vtt").text


def test_rolling_captions_of_a_machine_are_read_once(read):
    rolling = (
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n \nthe<00:00:00.200><c> bridge</c>\n\n"
        "00:00:02.000 --> 00:00:02.010\nthe bridge\n \n\n"
        "00:00:02.010 --> 00:00:04.000\nthe bridge\nis<00:00:02.300><c> shut</c>\n\n"
        "00:00:04.000 --> 00:00:04.010\nis shut\n \n\n"
        "00:00:04.010 --> 00:00:06.000\nis shut\nfor<00:00:04.300><c> good</c>\n"
    )
    assert read(rolling, "vtt").text == "the bridge is shut for good"


def test_words_repeated_in_captions_typed_by_hand_stay(read):
    typed = "1\n00:00:00,000 --> 00:00:02,000\nNever.\n\n2\n00:00:02,000 --> 00:00:03,000\nNever.\n"
    assert read(typed, "srt").text == "Never. Never."


def test_a_journalist_with_an_outlet_is_a_voice_of_their_own(read, marked):
    text = (
        "WEBVTT\n\n00:00.000 --> 00:01.000\nAnn Lee: It opens.\n\n"
        "00:01.000 --> 00:02.000\nBo Ek (Gazette): When?\n"
    )
    assert marked(read(text, "vtt"), "speaker") == [
        ("Ann Lee", "It opens."),
        ("Bo Ek (Gazette)", "When?"),
    ]
