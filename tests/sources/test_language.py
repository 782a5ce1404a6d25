import pytest

from rag.sources.language import detect

SENTENCES = {
    "en": "The minister said that the bridge would be ready in the autumn and not before.",
    "de": "Der Minister sagte, dass die Brücke im Herbst fertig wird und nicht früher.",
    "fr": "Le ministre a dit que le pont sera prêt à l'automne et pas avant.",
    "es": "El ministro dijo que el puente estará listo en el otoño y no antes.",
    "pt": "O ministro disse que a ponte não estará pronta antes do outono, mas depois.",
    "it": "Il ministro ha detto che il ponte sarà pronto in autunno e non prima.",
    "nl": "De minister zei dat de brug in de herfst klaar is en niet eerder.",
    "sv": "Ministern sade att bron är klar till hösten och inte förr, men han var glad.",
    "fi": "Ministeri sanoi, että silta on valmis syksyllä eikä se ole sitä ennen auki.",
    "hu": "A miniszter azt mondta, hogy a híd ősszel lesz kész, és nem előbb.",
    "ro": "Ministrul a spus că podul va fi gata în toamnă și nu mai devreme de atât.",
    "tr": "Bakan, köprünün sonbaharda hazır olacağını ve daha önce bir açılış olmadığını söyledi.",
    "ru": "Министр сказал, что мост будет готов осенью и не раньше, но он был рад.",
    "uk": "Міністр сказав, що міст буде готовий восени і не раніше, але він був радий.",
    "el": "Ο υπουργός είπε ότι η γέφυρα θα είναι έτοιμη το φθινόπωρο.",
    "ar": "قال الوزير إن الجسر سيكون جاهزا في الخريف وليس قبل ذلك على أي حال",
    "ta": "பாலம் இலையுதிர் காலத்தில் தயாராகும் என்று அமைச்சர் கூறினார்",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_one_sentence_tells_its_language(language):
    assert detect(SENTENCES[language]) == language


def test_danish_and_norwegian_are_told_apart():
    assert (
        detect("Ministeren sagde at broen ikke bliver færdig af sig selv, hvad vil I nu?") == "da"
    )
    assert detect("Ministeren sa at broen ikke blir ferdig av seg selv, hva vil dere nå?") == "no"


@pytest.mark.parametrize("text", ["", "12 34", "Anna Lindt, Petra Halvorn, Mara Quist", "Yes."])
def test_what_says_nothing_has_no_language(text):
    assert detect(text) is None
