import pytest

from rag.reading.dating import stated_date
from rag.reading.paragraphs import line_spans


def dated(text: str, language: str | None = "en") -> str | None:
    return stated_date(text, line_spans(text), language)


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Press conference, Harven, 4 March 2021", "en"),
        ("Date: | 4 March 2021", "en"),
        ("HARVEN, le 4 mars 2021", "fr"),
        ("Harven, den 4. März 2021", "de"),
        ("ХАРВЕН, 4 марта 2021 года. Мост открыт.", "ru"),
        ("HARVEN, 4 Mart 2021 — Köprü açıldı.", "tr"),
        ("4 de marzo de 2021", "es"),
        ("2021年3月4日", "zh"),
        ("（令和3年3月4日（木曜日）15時02分 於：本省会見室）", "ja"),
        ("04.03.2021 08:00 Uhr", "de"),
        ("Stand: 04.03.2021", "de"),
        ("2021/03/04", None),
    ],
)
def test_the_date_of_a_line_that_is_there_for_it_is_read(line: str, language: str) -> None:
    assert dated(f"Title\n\n{line}\n\nThe bridge is open.", language) == "2021-03-04"


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Posted: 03/25/2021 6:15 PM", "2021-03-25"),
        ("25/03/2021", "2021-03-25"),
        ("03/04/2021", None),
        ("03/04/2021\n03/25/2021", "2021-03-04"),
        ("31/31/2021", None),
    ],
)
def test_days_in_figures_are_never_guessed(line: str, date: str | None) -> None:
    assert dated(line) == date


@pytest.mark.parametrize(
    "line",
    [
        "The fire of 4 March 2021 is remembered",
        "On Monday, 4 March 2021, the bridge opened for those who had waited.",
        "She was born in Harven on 4 March 1961.",
        "Version 1.2.2021.4",
    ],
)
def test_dates_told_in_a_sentence_are_not_the_documents(line: str) -> None:
    assert dated(line) is None


def test_a_line_as_long_as_its_file_is_dated_by_its_start() -> None:
    days = "On 5 March 2021 it rained. " * 50_000
    assert dated(f"HARVEN, 4 March 2021 — {days}") == "2021-03-04"
