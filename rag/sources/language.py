"""The language of a text, told by its commonest words.

Function words tell whole articles and most paragraphs apart, and say nothing rather than
something wrong about a list of names. Without them a language is None, and its terms are
only folded, not stemmed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache

SAMPLE = 20_000  # characters; a few hundred words decide
ENOUGH_WORDS = 8
ENOUGH_SHARE = 0.10  # of the words are function words, in running text of any language below
CLEAR_LEAD = 1.05  # over the second-best language
MARKED_SHARE = 0.03  # of the letters; English names of foreigners have fewer

WORD = re.compile(r"[^\W\d_]+")

# Languages whose script is theirs alone among those we can say anything about.
SCRIPTS = (
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
)
OWN_SCRIPT_SHARE = 0.25  # of the letters; Japanese mixes kana with Chinese characters

FUNCTION_WORDS = {
    "en": "the of and to in that is was for it with as on be at by this had not are but from or "
    "have an they which one you were her all she there would their we him been has when who will "
    "no if out so said what its about than into them can only other his he i do does",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch "
    "es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so "
    "zum war haben nur oder aber vor zur bis mehr durch man sein wurde ich wir",
    "fr": "de la le et les des en un du une que est pour qui dans par plus pas au sur ne se ce "
    "il sont la avec son aux qu on mais comme ou nous sa ses cette ces été être ont "
    "leur elle fait était je vous très tout même",
    "es": "de la que el en y a los del se las por un para con no una su al lo como más pero sus le "
    "ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien desde "
    "todo nos durante es ha son fue han está",
    "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao "
    "ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso ela "
    "entre era depois sem mesmo aos ter seus são você",
    "it": "di e il la che in a per è un del non una i le con si da al dei alla sono della come più "
    "gli lo nel ha anche ma o delle se dal nella ci questo ed essere ai stato hanno suo degli "
    "dell all sul cui tra tutti io noi",
    "nl": "de het een en van in is dat op te zijn met voor niet aan er die om ook als bij maar dan "
    "of door over hij naar ze wordt heeft was uit worden nog tot zich we deze werd ik wat wel kan "
    "geen meer hun haar dit je kunnen",
    "sv": "och i att det som en på är av för med den till inte om har de ett han men var jag sig "
    "från vi så kan när år under också efter eller nu hade där mot ska skulle kommer ut får finns "
    "vara hon alla mycket än då sin",
    "da": "og i at det er en til af på som for med den de ikke der har et han vi var men om fra "
    "jeg kan så sig skal vil efter også ved blev være hun eller nu havde ud bliver meget mange "
    "over når hvor end da hvad nogle sin mig",
    "no": "og i det er en til av på som for med den de ikke har et han vi var men om fra jeg kan "
    "så seg skal vil etter også ved ble være hun eller nå hadde ut blir mye mange når hvor enn "
    "over da hva noen sin meg at etter bare",
    "fi": "ja on ei että se oli hän mutta joka kun niin ovat myös kuin mitä sen tai jos nyt vain "
    "sitä ole jo olla hänen mukaan sekä minä ne voi olisi siitä he vielä koska eivät tämä sitten "
    "me mukaan kuitenkin jonka jossa noin",
    "hu": "a az és hogy nem is egy ez meg de volt már csak el ha kell van vagy azt még mint úgy "
    "ezt aki amely sem ki lesz majd pedig minden fel nagyon akkor én ő mi itt ami után szerint "
    "között által ezek lehet be",
    "ro": "de și în a la cu pe nu o că din este un care să mai se ce au pentru fi am ca sau fost "
    "dar au prin sunt lui va după al ale acest această ne îi le avea când foarte dacă astfel "
    "către între cum doar ei",
    "tr": "bir ve bu da de için ile çok daha ne olarak gibi en o sonra kadar ben var olan her ki "
    "ama değil mi ise diye ya dedi oldu biz yok şey olduğunu ancak hem tarafından bunu sen bana "
    "göre eğer nasıl şu onun veya",
    "pl": "w i na z że się nie do to jest o jak po za od ale tym przez co dla są był ma czy być "
    "oraz tego tak jego który która które już tylko też może ich jej przed może lub bardzo jako "
    "roku gdy było pod",
    "cs": "a v se na je že s z do o to i jako k za by pro jsem ale po jsou tak ve už od který "
    "podle která jen nebo při která jeho byl bylo však před jsme co také své ke aby není které "
    "byla může tím než",
    "ru": "и в не на что с я он по как это все но за его из так от к же у ещё еще мы для вы если "
    "уже или только её ее то был было были до них когда этого чтобы нет бы о об мне а может "
    "также том она они очень",
    "uk": "і в не на що з як це та до за від у для я він ми його й але із так про або по все вже "
    "був було були якщо її їх буде коли щоб бути тільки також ще ні мені може дуже вони вона який "
    "яка які під",
    "bg": "и на да се за от е в не с че са по като до но това си ще има при или който която което "
    "които беше са един една след може само ако той тя те още към през много вече ги му ми",
    "sr": "и је да у на се за од са су не о као који што ће то али из по која које би био или до "
    "само па када није има бити јер након још против између све како ја ми",
    "ar": "في من على أن إلى التي عن مع هذا هذه الذي ما لا بين كان بعد كل ذلك أو قد و إن كما لم هو "
    "هي قال حيث غير ثم عند أي خلال كانت لن يكون تم منذ أنه أيضا",
    "fa": "و در به از که این است را با برای آن یک خود تا کرد بر هم نیز می شده شد ما اما یا شود "
    "باید هر آنها کند دارد بود های اند گفت وی بین دو",
}


def _languages_of_words() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for language, words in FUNCTION_WORDS.items():
        for word in set(words.split()):
            table.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in table.items()}


LANGUAGES_OF = _languages_of_words()


@lru_cache(maxsize=4)  # every step of reading asks it of a document
def detect(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of *text*, or None where it cannot be told.

    A word that several languages share counts for each by its share: "de" says less than "and".
    """
    sample = text[:SAMPLE]
    if own := _by_script(sample):
        return own
    words = [word.lower() for word in WORD.findall(sample)]
    if len(words) < ENOUGH_WORDS:
        return None
    scores: dict[str, float] = defaultdict(float)
    found = Counter[str]()
    for word, count in Counter(words).items():
        languages = LANGUAGES_OF.get(word, ())
        for language in languages:
            scores[language] += count / len(languages)
            found[language] += count
    return _clear_winner(scores, found, len(words))


def _by_script(sample: str) -> str | None:
    letters = sum(map(str.isalpha, sample))
    for language, script in SCRIPTS:
        if len(script.findall(sample)) > OWN_SCRIPT_SHARE * letters:
            return language
    return None


def _clear_winner(scores: dict[str, float], found: Counter[str], word_count: int) -> str | None:
    ranking = sorted(((score, name) for name, score in scores.items()), reverse=True)
    (score, best), (second, _) = [*ranking, (0.0, ""), (0.0, "")][:2]
    if found[best] < ENOUGH_SHARE * word_count or score < CLEAR_LEAD * second:
        return None
    return best


def is_english(text: str) -> bool:
    """Tell whether a text is read as English: also where its language cannot be told, unless
    too many of its letters carry marks."""
    if found := detect(text):
        return found == "en"
    letters = [letter for letter in text[:SAMPLE] if letter.isalpha()]
    return sum(not letter.isascii() for letter in letters) <= MARKED_SHARE * len(letters)
