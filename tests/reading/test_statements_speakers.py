"""Speakers: names, roles, bodies, descriptions and several at once."""

from __future__ import annotations

import pytest

from tests.reading.said import said


def speaker(text: str, *, title: str | None = None) -> str:
    """Return who speaks in the last statement of a text."""
    return said(text, title=title)[-1].split(" > ")[0].split(" ~ ")[0]


NAMES = [
    ("Anna Weller opened the meeting. Weller said the bridge was closed.", "Anna Weller"),
    ("Anna Weller opened the meeting. Mrs. Weller said the bridge was closed.", "Anna Weller"),
    ("Mayor Anna Weller said the bridge was closed.", "Anna Weller"),
    ("Former Mayor Anna Weller said the bridge was closed.", "Anna Weller"),
    ("The mayor of Tarn, Anna Weller, said the bridge was closed.", "Anna Weller"),
    ("Anna Weller, the mayor of Tarn, said the bridge was closed.", "Anna Weller"),
    ("Anna Weller (Civic List) said the bridge was closed.", "Anna Weller"),
    ("Anna Weller of Tarn said the bridge was closed.", "Anna Weller"),
    ("Anna Weller herself said the bridge was closed.", "Anna Weller"),
    ("Gov. Anna Weller said the bridge was closed.", "Anna Weller"),
    ("Anna K. Weller opened the meeting. Anna Weller said it was closed.", "Anna K. Weller"),
    ("Energy Minister Anna Weller said the bridge was closed.", "Anna Weller"),
    ("Anna Weller’s aide, Peter Lund, said the bridge was closed.", "Peter Lund"),
    ("Anna Weller-Lund said the bridge was closed.", "Anna Weller-Lund"),
    ("The bridge was closed, Anna Weller-Lund reported.", "Anna Weller-Lund"),
    (
        "Anna Weller, who met Otto Demir, Peter Lund, and Max Stroud, said it was late.",
        "Anna Weller",
    ),
    ("Peter van der Lund said the bridge was closed.", "Peter van der Lund"),
    ("Entrusting Anna Weller with it was wrong. Weller said it was late.", "Anna Weller"),
    ("“It is late,” Anna Weller said before adding: “Go home.”", "Anna Weller"),
    ("Closing the fair in Tarn, clerk Anna Weller said it was late.", "Anna Weller"),
    ("But Cllr Anna Weller said it was late.", "Anna Weller"),
    ("Counsel James A. Orrin said the files were lost.", "James A. Orrin"),
    ("Marine John Stroud said he was afraid.", "John Stroud"),
    (
        "At a fair in St. Tarn, Varland, 62-year-old Anna Weller railed and said it was late.",
        "Anna Weller",
    ),
    ("Tarn-born Emma Quill said the bridge was closed.", "Emma Quill"),
    ("Secretary of Energy Anna Weller said the bridge was closed.", "Anna Weller"),
    ("Jan Stroud opened the meeting. Said Stroud: “It is late.”", "Jan Stroud"),
    ("Marine Le Brun opened the meeting. Le Brun said it was late.", "Marine Le Brun"),
    ("Mr. Le Brun opened the meeting. Le Brun said it was late.", "Le Brun"),
    ("The minister met President Orrin. Mr. Orrin said it was late.", "Orrin"),
    ("Luise Lindqvist, 71, a farmer, sold it. “It is late,” Lindqvist said.", "Luise Lindqvist"),
    ("Ilko Varn, 41, sold his farm. “It is late,” he said.", "Ilko Varn"),
    ("Owner Dale Pruitt said the bridge was closed.", "Dale Pruitt"),
    ("Det Insp Anna Weller said the bridge was closed.", "Anna Weller"),
    ("Secretary-General Anna Weller said the bridge was closed.", "Anna Weller"),
    ("Co-author Anna Weller said the bridge was closed.", "Anna Weller"),
    ("The President of Varland Anna Weller said it was late.", "Anna Weller"),
    ("The Minister of Energy of Varland Ilko Varn said it was late.", "Ilko Varn"),
    ("Author R. S. Pillai spoke. Pillai said it was late.", "R. S. Pillai"),
    ("Jan Mora Salas spoke. Mora said it was late.", "Jan Mora Salas"),
    ("Ana Mora Salas spoke. Mora Salas said it was late.", "Ana Mora Salas"),
    ("María del Pilar Mora Salas spoke. Mora said it was late.", "María del Pilar Mora Salas"),
    ("Nagy Katalin, the head of the choir, sang. Nagy said it was late.", "Nagy Katalin"),
    ("Mendoza, who runs it, came. Then he rested. He said it was late.", "Mendoza"),
]
OPENERS = [
    "Given Weller’s record, the bridge will hold.",
    "Impeaching Weller was an idea of the others.",
]
GENERATIONS = [
    ("Anna met Ivo Roe Sr. and Ivo Roe Jr. in Tarn. Roe Jr. said it was late.", "Ivo Roe Jr"),
    ("Anna met Ivo Roe Sr. and Ivo Roe Jr. in Tarn. Roe Sr. said it was late.", "Ivo Roe Sr"),
    ("Ivo Roe came with his son, Ivo Roe Jr. “No,” Roe said. Roe said it was late.", "Ivo Roe"),
    ("Ivo Roe Jr. came to Tarn. Ivo Roe said it was late.", "Ivo Roe Jr"),
]
HEADLINES = [
    (
        "# Anna Weller Backs Otto Demir And Denounces Stroud\n\nWeller said it was late.",
        "Anna Weller",
    ),
    (
        "# Anna Weller Advised Demir To Close Bridge\n\nWeller said it was late.",
        "Anna Weller",
    ),
    (
        "# Baker Anna Weller Is Ready\n\nAnna Weller sells bread. Weller said it was late.",
        "Anna Weller",
    ),
]
TWO_ROLES = [
    ("Former prosecutor and Tarn Mayor Anna Weller said it was late.", "Anna Weller"),
    ("The prosecutor and Anna Weller said it was late.", "The prosecutor and Anna Weller"),
]
SHARED = [
    ("Anna Weller and Otto Weller arrived. Mr. Weller said it was closed.", "Otto Weller"),
    ("Anna Weller and Otto Weller arrived. Mrs. Weller said it was closed.", "Anna Weller"),
    ("Anna Weller and Otto Weller arrived. Weller said it was closed.", "Weller"),
    ("Otto and Anna Weller arrived. Mrs. Weller said it was closed.", "Anna Weller"),
    ("Anna Weller arrived. Mr. Weller was late. Mr. Weller said it was closed.", "Weller"),
]
ROLES = [
    ("Mayor Anna Weller arrived. The mayor said the bridge was closed.", "Anna Weller"),
    ("Anna Weller, the mayor of Tarn, arrived. The mayor said it was closed.", "Anna Weller"),
    (
        "President Anna Weller arrived. The head of state said the bridge was closed.",
        "Anna Weller",
    ),
    (
        "Turkish President Otto Demir met Russian President Anna Weller. "
        "The Turkish president said the bridge was closed.",
        "Otto Demir",
    ),
    (
        "Turkish President Otto Demir met Russian President Anna Weller. "
        "The president of Russia said the bridge was closed.",
        "Anna Weller",
    ),
    (
        "Former Mayor Otto Demir met Mayor Anna Weller. The mayor said it was closed.",
        "Anna Weller",
    ),
    ("Former Mayor Otto Demir arrived. The mayor said it was closed.", "The mayor"),
    (
        "Israeli Prime Minister Otto Demir arrived. The Israeli prime minister said it was late.",
        "Otto Demir",
    ),
    (
        "Otto Demir, Israel’s prime minister, left. The Israeli prime minister said it was late.",
        "Otto Demir",
    ),
    (
        "Sen. Anna Weller of Vermont arrived. The Vermont senator said it was closed.",
        "Anna Weller",
    ),
    (
        "Republican nominee Otto Demir met Democratic nominee Anna Weller. "
        "The GOP candidate said it was closed.",
        "Otto Demir",
    ),
    ("Mayor Anna Weller arrived. The embattled mayor said it was closed.", "Anna Weller"),
    (
        "They backed Anna Weller, former consul Otto Demir said. The consul said it was closed.",
        "The consul",
    ),
    (
        "Mayor Anna Weller met Mayor Otto Demir. It rained. The mayor said it was closed.",
        "The mayor",
    ),
    (
        "Prime Minister Otto Demir spoke. Interior Minister Anna Weller left. “No,” the minister "
        "said.",
        "Anna Weller",
    ),
    (
        "Vladimir Orsic, President of Russia, spoke. The President of the Russian Federation said "
        "it was late.",
        "Vladimir Orsic",
    ),
    (
        "Foreign Minister Anna Weller met Mayor Otto Demir. The top diplomat said it was late.",
        "Anna Weller",
    ),
    (
        "The Minister of Energy of Varland Ilko Varn spoke. The minister said it was late.",
        "Ilko Varn",
    ),
    ("It rained. The mayor, Anna Weller, left. The mayor said it was late.", "Anna Weller"),
    (
        "“No,” the prime minister said. Anna Weller, who became prime minister in May, left.",
        "Anna Weller",
    ),
    (
        "Energy Minister Anna Weller arrived. The foreign minister said it was closed.",
        "The foreign minister",
    ),
]
LEADERS = [
    (
        "Anna Weller, the mayor of Tarn, met Otto Demir. Tarn’s mayor said it was late.",
        "Anna Weller",
    ),
    ("Otto Demir met Senator Anna Weller. Weller’s mayor said it was late.", "Weller’s mayor"),
    (
        "Norwegian Prime Minister Jan Roe met Otto Demir. The Norwegian leader said it was late.",
        "Jan Roe",
    ),
    (
        "Prime Minister Jan Roe of Norway met Otto Demir. The Norwegian leader said it was late.",
        "Jan Roe",
    ),
    (
        "The Labour chancellor Jan Roe met Otto Demir. The Labour leader said it was late.",
        "The Labour leader",
    ),
]
BODIES = [
    ("The interior ministry said the bridge was closed.", "The interior ministry"),
    ("The White House said the bridge was closed.", "The White House"),
    ("A spokesman for the ministry said the bridge was closed.", "A spokesman for the ministry"),
    ("Aides to Anna Weller said the bridge was closed.", "Aides to Anna Weller"),
    ("Police said the bridge was closed.", "Police"),
    ("Critics said the bridge was ugly.", "Critics"),
    ("The report said the bridge was unsafe.", "The report"),
    ("A baker accused by the council of hiding bread fled.", "the council"),
    ("A senior official said the bridge was closed.", "A senior official"),
]
SEVERAL = [
    ("Anna Weller and Peter Lund said the bridge was closed.", "Anna Weller and Peter Lund"),
    (
        "The mayor and the council said the bridge was closed.",
        "The mayor and the council",
    ),
    (
        "Anna Weller, the mayor, and Peter Lund, her deputy, said the bridge was closed.",
        "Anna Weller and Peter Lund",
    ),
]
SAME_PERSON = [
    ("Coach Rico Baldi was pleased. “It was hard,” the Italian said.", "Rico Baldi"),
    ("Ivo Stroud denied it all. “I did nothing,” the 61-year-old said.", "Ivo Stroud"),
    ("Ivo Stroud met Ana Lind. “I did nothing,” the Tennessean said.", "the Tennessean"),
    ("Ana Stroud was left out. The mum-of-two fumed: “I did nothing.”", "Ana Stroud"),
    ("It rained. “I did nothing,” the 61-year-old said.", "the 61-year-old"),
]
NOBODY = [
    "It was led by two bakers, both of whom said the bridge is ugly.",
    "Some say the bridge is ugly.",
    "Those who live there say the bridge is ugly.",
    "It is said that the bridge is ugly.",
]


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_a_name_is_the_fullest_name_in_the_document(text: str, expected: str) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize("opener", OPENERS)
def test_a_word_that_opens_a_sentence_makes_no_namesake(opener: str) -> None:
    text = f"Anna Weller opened the meeting. {opener} Weller said it was late."
    assert speaker(text) == "Anna Weller"


@pytest.mark.parametrize(("text", "expected"), GENERATIONS)
def test_a_father_and_his_son_are_told_apart_by_their_suffix(text: str, expected: str) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize(("text", "expected"), HEADLINES)
def test_a_headline_in_capitals_makes_nobody_of_its_verbs(text: str, expected: str) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize(("text", "expected"), TWO_ROLES)
def test_somebody_with_two_roles_is_one_person(text: str, expected: str) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize(("text", "expected"), SHARED)
def test_a_shared_surname_is_told_apart_or_left_as_printed(text: str, expected: str) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize(("text", "expected"), ROLES)
def test_a_role_is_its_one_holder_or_stays_as_printed(text: str, expected: str) -> None:
    assert speaker(text) == expected


APPOSED = [
    ("“No,” replied the witness, Anna Weller.", "Anna Weller"),
    ("It was late, according to his driver, Anna Weller.", "Anna Weller"),
    ("Lund’s sister and manager, Anna Weller, confirmed the split.", "Anna Weller"),
    ("The rail minister, Tory MP Anna Weller, called it “a mess”.", "Anna Weller"),
    ("His coach, Anna Weller, was not happy: “It is late.”", "Anna Weller"),
    ("Rival baker Anna Weller isn’t convinced: “It is late.”", "Anna Weller"),
    ("The officials, Anna Weller, Otto Demir and others, said it was late.", "The officials"),
]


@pytest.mark.parametrize(("text", "expected"), APPOSED)
def test_who_is_named_behind_a_description_is_the_speaker(text: str, expected: str) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize(("text", "expected"), LEADERS)
def test_a_countrys_leader_and_a_towns_mayor_are_who_holds_the_office(
    text: str, expected: str
) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize(("text", "expected"), BODIES)
def test_bodies_and_descriptions_stay_as_printed(text: str, expected: str) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_a_plural_source_is_kept_whole(text: str, expected: str) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize(("text", "expected"), SAME_PERSON)
def test_an_age_or_a_nation_may_call_somebody_just_named_again(text: str, expected: str) -> None:
    assert speaker(text) == expected


@pytest.mark.parametrize("text", NOBODY)
def test_an_unnamed_source_is_nobody(text: str) -> None:
    assert all(line.startswith("nobody") for line in said(text))


def test_names_in_the_title_count() -> None:
    text = "Weller said the bridge was closed."
    assert speaker(text, title="Anna Weller closes the bridge") == "Anna Weller"


def test_a_post_is_its_authors() -> None:
    text = "The bridge is closed. Stay at home. — Anna Weller (@annaweller) July 5, 2016"
    assert said(text) == ["Anna Weller > The bridge is closed. Stay at home"]


def test_a_signed_quote_is_who_signs_it() -> None:
    text = "- “It is late.” – President Anna Weller\n\n“Go.” — Otto Demir, opposition leader"
    assert said(text) == ["Anna Weller > It is late.", "Otto Demir > Go."]


def test_a_quote_behind_a_name_and_a_colon_is_theirs() -> None:
    text = "Anna Weller, clerk: “It is late.”\n\nPolice chief Jan Lund: “Go home.”"
    assert said(text) == ["Anna Weller > It is late.", "Jan Lund > Go home."]


def test_a_quote_behind_a_thing_of_somebody_is_not_theirs() -> None:
    assert said("A poster on the house of Anna Weller: “Keep out of here.”") == []


def test_the_time_of_an_entry_is_no_part_of_its_speaker() -> None:
    assert said("10:40 Police said it was late.") == ["Police ~ it was late"]
    assert said("10.55pm GMT – Police said it was late.") == ["Police ~ it was late"]


def test_a_headline_names_its_speaker_before_a_colon() -> None:
    text = "# Weller: The bridge is closed\n\nAnna Weller spoke on Monday in Tarn."
    assert said(text) == ["Anna Weller ~ The bridge is closed"]


def test_what_stands_before_the_name_in_a_headline_is_left_out() -> None:
    text = "# EXCLUSIVE – Anna Weller: The bridge is closed\n\nAnna Weller spoke in Tarn."
    assert said(text) == ["Anna Weller ~ The bridge is closed"]


def test_a_headline_without_a_person_before_its_colon_is_no_statement() -> None:
    text = "# Live: The bridge is closed\n\nAnna Weller spoke on Monday in Tarn."
    assert said(text) == []


@pytest.mark.parametrize(
    "place", ["Papua New Guinea", "the United Arab Emirates", "Rio de Janeiro", "San Luis Obispo"]
)
def test_a_place_of_several_words_is_nobodys_name(place: str) -> None:
    assert speaker(f"The mayor of {place} said it was late.") == f"The mayor of {place}"


@pytest.mark.parametrize("name", ["San Jose, the seat of the governor,", "Hillary PAC"])
def test_a_town_and_a_committee_are_nobody(name: str) -> None:
    text = f"Anna Weller spoke in {name} on Monday. The candidate said it was late."
    assert speaker(text) == "The candidate"


def test_a_name_behind_a_place_is_known_by_the_surname_alone() -> None:
    text = "The president of Varland Oruk Venn said it was late. Venn left."
    assert speaker(text) == "Oruk Venn"


@pytest.mark.parametrize("lead", ["A banner mocked", "The crowd greeted"])
def test_a_quote_behind_whom_it_is_addressed_to_is_not_theirs(lead: str) -> None:
    text = f"Anna Weller met voters. {lead} Anna Weller: “Go home.”"
    assert "Anna Weller > Go home." not in said(text)


def test_a_quote_of_somebodys_critics_is_not_theirs() -> None:
    assert said("Anna Weller won. Anna Weller’s critics: “It is late.”") == []
