"""The words that report speech: verbs and nouns of saying, by the complement that holds the words.

English inflection is regular enough to be written out, so that a form is looked up in a table
and no lemmatiser is needed.
"""

from __future__ import annotations

import re

SAYING = (
    "say remember tell add note state claim argue insist acknowledge admit concede announce "
    "declare explain warn suggest predict recall report reveal reply respond write tweet stress "
    "emphasize emphasise underline underscore contend assert allege maintain assure remind "
    "inform remark observe comment mention confirm deny testify conclude repeat reiterate "
    "complain joke quip boast brag vow promise pledge swear caution advise lament estimate "
    "disclose indicate hint imply charge retort counter opine proclaim protest relate speculate "
    "muse marvel ask wonder question inquire demand urge plead agree disagree propose recommend "
    "guarantee notice point_out make_clear specify clarify elaborate recount theorize affirm "
    "attest hypothesize post quote cite signal stipulate rule confess confide convey avow aver "
    "posit surmise conjecture certify pronounce divulge insinuate intimate articulate verify "
    "forecast foresee foretell notify alert reassure convince counsel brief preach reason "
    "recollect decree moan gripe whine grumble grouse gloat"
).split()
"""Verbs whose clause ("that …", "whether …") holds what was said."""

THINKING = (
    "believe think hope fear worry expect suspect doubt assume feel consider realize realise "
    "recognize recognise understand know anticipate want wish prefer fret figure reckon "
    "conclude imagine accept learn regret trust guess judge determine presume suppose envision bet "
    "dread"
).split()
"""Verbs whose clause holds what somebody thinks, as the report has it."""

SHOUTING = (
    "continue shout yell cry chant exclaim whisper murmur rage rant beam boom bark thunder sigh "
    "gush intone call begin go laugh snap fume interject volunteer read explain offer answer "
    "crow tease enthuse deadpan roar scoff sneer mumble growl declaim proclaim text email "
    "e-mail sing finish interrupt chime acknowledge concur chuckle grumble reflect jest blurt "
    "scream howl holler bellow mutter whimper sob shriek drawl gasp hoot snarl wail retaliate "
    "parry shoot put storm vent smile grin shrug groan weep hiss"
).split()
"""Verbs that report speech only beside a direct quote."""

SHOWING = "show find indicate suggest reveal"
"""Verbs of papers, polls and studies."""

CALLING_OUT = "shout yell cry chant scream exclaim whisper mutter holler bellow".split()
"""Verbs behind which any words in quotation marks were called out just so."""

URGING = (
    "urge ask call_on order encourage implore beg press invite advise challenge push instruct "
    "warn tell demand plead exhort persuade lobby remind recommend request"
).split()
"""Verbs with somebody to whom it is said and an infinitive: what they are to do."""

RESOLVING = (
    "vow promise pledge threaten refuse decline agree offer swear propose plan want hope seek "
    "demand intend prefer claim decide wish expect ask resolve aim commit volunteer"
).split()
"""Verbs with an infinitive of which the speaker is the subject."""

JUDGING = (
    "criticize criticise praise denounce condemn blast slam attack accuse blame defend dismiss "
    "reject endorse oppose decry deride mock ridicule rebuke reprimand assail lambaste laud "
    "hail applaud describe characterize characterise portray label brand liken compare discuss "
    "question express demand propose announce favor favour support back love hate admire "
    "respect dislike distrust resent appreciate regard depict share highlight frame insult "
    "thank advocate dispute debunk contradict preach pitch outline answer contemplate "
    "invoke press welcome disavow denigrate belittle predict cite mention acknowledge admit "
    "concede note stress emphasize emphasise reiterate recall allege claim suggest deplore "
    "fault excoriate chide disparage bemoan lament reveal explain disclose trumpet castigate "
    "vilify champion extol commend salute repudiate renounce disown detail recount "
    "recommend urge report confirm trash rip bash scold echo rubbish chastise upbraid berate "
    "taunt rebuff scorn downplay skewer pan demonize savage request pledge promise warn tout "
    "call dub deem consider refute deny reference address retract embrace censure admonish rebut "
    "reproach revile malign smear defame impugn lambast pillory hammer eulogize "
    "congratulate compliment credit second protest contest fear dread mourn regret rue "
    "value esteem adore idolize detest loathe abhor despise disdain reaffirm spotlight "
    "pronounce proclaim summarize summarise sketch list paint cast trivialize "
    "minimize exaggerate overstate petition"
).split()
"""Verbs whose object is what is spoken of, with the judgement on it."""

ABOUT = {
    "call": "for on",
    "complain": "about of",
    "speak": "about of against out",
    "talk": "about of",
    "argue": "for against",
    "warn": "about of against",
    "ask": "for about",
    "joke": "about",
    "boast": "about of",
    "brag": "about",
    "comment": "on about",
    "apologize": "for",
    "apologise": "for",
    "agree": "with on",
    "disagree": "with",
    "object": "to",
    "refer": "to",
    "allude": "to",
    "insist": "on",
    "lash": "at",
    "plead": "for",
    "push": "for",
    "worry": "about",
    "wonder": "about",
    "write": "about of",
    "rail": "against",
    "elaborate": "on",
    "point": "to",
    "hint": "at",
    "testify": "about",
    "dream": "of",
    "believe": "in",
    "inquire": "about",
    "tweet": "about",
    "respond": "to",
    "think": "of about",
    "gush": "about over",
    "sound": "on about",
    "weigh": "on",
    "vent": "about",
    "rant": "about against",
    "rave": "about",
    "fret": "about over",
    "muse": "about on",
    "moan": "about",
    "gripe": "about",
    "grumble": "about",
    "whine": "about",
    "lecture": "on about",
    "preach": "about",
    "vouch": "for",
    "lobby": "for against",
    "petition": "for",
    "appeal": "for",
    "pray": "for",
    "reflect": "on",
    "reminisce": "about",
    "dwell": "on",
    "harp": "on",
    "expand": "on",
    "expound": "on",
    "opine": "on about",
    "lament": "about",
    "inveigh": "against",
    "protest": "against over",
    "side": "with",
    "sympathize": "with",
    "concur": "with",
    "quibble": "with",
    "dissent": "from",
    "balk": "at",
    "bristle": "at",
    "marvel": "at",
    "scoff": "at",
    "sneer": "at",
    "care": "about",
    "approve": "of",
    "disapprove": "of",
    "despair": "of",
    "swipe": "at",
    "hit": "at",
    "fire": "at",
    "double": "on",
    "open": "about",
}
"""Verbs that take what is spoken of behind a preposition."""

SAYING_NOUNS = frozenset(
    "claim statement allegation assertion argument contention suggestion remark announcement "
    "admission accusation charge complaint warning insistence belief view hope fear conviction "
    "promise pledge vow prediction concern doubt opinion declaration report proposal demand "
    "call request threat criticism denial acknowledgment acknowledgement assurance theory "
    "suspicion conclusion estimate question notion rumor rumour plea testimony claims "
    "statements allegations assertions arguments suggestions accusations complaints warnings "
    "views hopes fears promises concerns doubts reports demands calls requests threats "
    "criticisms remarks comments comment questions praise condemnation denunciation support "
    "opposition endorsement attack attacks defense defence description account skepticism "
    "apology".split()
)
"""Nouns whose clause holds what was said; whose it is stands in front, or behind "of" or "by"."""

STANDPOINTS = frozenset("position message point line stance verdict answer response advice".split())
"""Nouns that report speech only before "is that"."""

OWN_WORDS = frozenset("words view opinion estimation assessment judgment judgement mind".split())
"""Nouns with which "in X’s …" reports the rest of a sentence."""

NOUN_TOPICS = {
    "criticism": "of",
    "criticisms": "of",
    "praise": "for of",
    "condemnation": "of",
    "denunciation": "of",
    "accusation": "of against",
    "accusations": "of against",
    "allegation": "of against",
    "allegations": "of against",
    "call": "for",
    "calls": "for",
    "demand": "for",
    "demands": "for",
    "support": "for",
    "opposition": "to",
    "endorsement": "of",
    "warning": "about of against",
    "warnings": "about of against",
    "complaint": "about",
    "complaints": "about",
    "concern": "about over",
    "concerns": "about over",
    "question": "about",
    "questions": "about",
    "comment": "about on",
    "comments": "about on",
    "remark": "about on",
    "remarks": "about on",
    "view": "of on",
    "views": "of on",
    "promise": "of",
    "claim": "of about",
    "claims": "of about",
    "attack": "on",
    "attacks": "on",
    "defense": "of",
    "defence": "of",
    "description": "of",
    "account": "of",
    "doubt": "about",
    "doubts": "about",
    "skepticism": "about of",
    "apology": "for",
    "proposal": "for",
}
"""Nouns of saying with the prepositions behind which stands what is spoken of."""

GIVING = "make have express voice issue raise give offer repeat reiterate level lodge".split()
"""Verbs that only lend a noun of saying its subject: "expressed concern about"."""

TEXTS = frozenset(
    "statement letter article tweet post message email e-mail interview speech memo column "
    "essay note release story stories piece articles letters statements op-ed editorial ad "
    "report document video transcript remarks comments blog sign banner book brief press tweets "
    "posts".split()
)
"""What somebody speaks in; a text that says something speaks for whoever gave it out."""

OUTLETS = frozenset(
    "paper newspaper daily weekly agency magazine broadcaster station channel outlet website "
    "times post news journal tribune herald gazette guardian telegraph mirror observer reuters ap "
    "afp cnn bbc nbc abc cbs fox npr politico bloomberg tass interfax xinhua anadolu".split()
)
"""Words in the names of those who only pass on what somebody said."""

CERTAIN = frozenset(
    "convinced sure certain confident adamant afraid aware hopeful optimistic concerned worried "
    "proud glad happy sorry sceptical skeptical clear doubtful insistent unsure".split()
)
"""Adjectives with "is" whose clause holds what somebody thinks."""

FEELING = frozenset(
    "critical supportive dismissive wary skeptical sceptical doubtful concerned worried proud "
    "afraid terrified scared fearful alarmed troubled disturbed dismayed appalled outraged angry "
    "upset furious unhappy happy pleased delighted excited enthusiastic optimistic pessimistic "
    "bullish confident hopeful fond tired ashamed disappointed surprised shocked stunned opposed "
    "apologetic complimentary contemptuous disdainful effusive frank candid outspoken vocal "
    "grateful thankful sorry sure unsure certain uncertain convinced".split()
)
"""Adjectives with "is" and a preposition behind which stands what somebody has a view on."""
FEELING_ABOUT = frozenset("about of at by with over on to for toward towards".split())

WORDS_OF = re.compile(
    r"\b(?:according to|in the (?:words|view|opinion) of|as told by)\b", re.IGNORECASE
)

IRREGULAR = {
    "shoot": "shoots shot shooting",
    "put": "puts put putting",
    "say": "says said saying",
    "tell": "tells told telling",
    "write": "writes wrote written writing",
    "think": "thinks thought thinking",
    "feel": "feels felt feeling",
    "know": "knows knew known knowing",
    "understand": "understands understood understanding",
    "swear": "swears swore sworn swearing",
    "begin": "begins began begun beginning",
    "go": "goes went going",
    "find": "finds found finding",
    "show": "shows showed shown showing",
    "read": "reads read reading",
    "beg": "begs begged begging",
    "admit": "admits admitted admitting",
    "quip": "quips quipped quipping",
    "brag": "brags bragged bragging",
    "plan": "plans planned planning",
    "commit": "commits committed committing",
    "snap": "snaps snapped snapping",
    "slam": "slams slammed slamming",
    "rip": "rips ripped ripping",
    "pan": "pans panned panning",
    "dub": "dubs dubbed dubbing",
    "seek": "seeks sought seeking",
    "speak": "speaks spoke spoken speaking",
    "refer": "refers referred referring",
    "recommend": "recommends recommended recommending",
    "sing": "sings sang sung singing",
    "dream": "dreams dreamed dreamt dreaming",
    "label": "labels labeled labelled labeling labelling",
    "signal": "signals signaled signalled signaling signalling",
    "plead": "pleads pleaded pled pleading",
    "tweet": "tweets tweeted tweeting",
    "make": "makes made making",
    "fret": "frets fretted fretting",
    "chat": "chats chatted chatting",
    "take": "takes took taken taking",
    "rise": "rises rose risen rising",
    "step": "steps stepped stepping",
    "hold": "holds held holding",
    "refute": "refutes refuted refuting",
}


def forms_of(verb: str) -> set[str]:
    """Return every inflected form of an English verb, the base form included."""
    if verb in IRREGULAR:
        return {verb, *IRREGULAR[verb].split()}
    if verb.endswith("e"):
        return {verb, verb + "s", verb + "d", verb[:-1] + "ing"}
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return {verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"}
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    return {verb, third, verb + "ed", verb + "ing"}


def _table(verbs: list[str]) -> dict[str, str]:
    single = [verb.split("_")[0] for verb in verbs]
    return {form: verb for verb in single for form in forms_of(verb)}


SAYING_FORMS = _table(SAYING)
THINKING_FORMS = _table(THINKING)
URGING_FORMS = _table(URGING)
RESOLVING_FORMS = _table(RESOLVING)
JUDGING_FORMS = _table(JUDGING)
ABOUT_FORMS = _table(list(ABOUT))
SHOWING_FORMS = _table(SHOWING.split())
NAMING_FORMS = _table("call label brand dub deem consider cast paint pronounce list".split())
"""Forms that speak only where they give their object a name."""
GERUND_FORMS = _table(
    "recall propose suggest deny recommend admit remember acknowledge describe".split()
)
"""Forms that may take "doing …"."""
COMING_OUT_FORMS = _table("go take use appear rise step seize hold".split())
"""Forms before whose infinitive something was indeed said: "took to Twitter to announce"."""
REJECTING_FORMS = _table(
    "reject deny dismiss dispute refute rebut contradict denounce condemn criticize criticise "
    "slam blast deride mock ridicule debunk oppose decry rubbish".split()
)
"""Forms whose object, where it is another's claim, is no words of who rejects it."""
SIDING_FORMS = _table("support back".split())
"""Forms that in "a man who backs the plan" tell what he is, not what he said."""
REFUSING_FORMS = _table("refuse decline".split())
MAKING_FORMS = _table("prompt lead cause force push drive compel allow enable inspire".split())
"""Forms whose object then does what the infinitive behind it says."""
CALLING_OUT_FORMS = _table(CALLING_OUT)
GIVING_FORMS = _table(GIVING)
CLAUSE_FORMS = {**SAYING_FORMS, **THINKING_FORMS, **SHOWING_FORMS}
"""Forms whose clause is content."""
QUOTING_FORMS = {**_table(SHOUTING), **SAYING_FORMS, **_table(["think", "believe"])}
"""Forms that may stand beside a direct quote."""

BASE = {
    **THINKING_FORMS,
    **JUDGING_FORMS,
    **URGING_FORMS,
    **RESOLVING_FORMS,
    **ABOUT_FORMS,
    **SHOWING_FORMS,
    **QUOTING_FORMS,
}
"""Every form of every verb above, with its base form."""

PARTICLES = {
    **dict.fromkeys(forms_of("make"), "clear"),
    **dict.fromkeys(forms_of("weigh"), "in"),
    **dict.fromkeys(forms_of("sound"), "off"),
    **dict.fromkeys(forms_of("double"), "down"),
    **dict.fromkeys(forms_of("open"), "up"),
    **dict.fromkeys(forms_of("put"), "it"),
    **dict.fromkeys((*forms_of("hit"), *forms_of("fire"), *forms_of("shoot")), "back"),
}
"""Verbs that speak only with a word behind them."""
ASIDE_FORMS = {
    form: verb
    for form, verb in {**SAYING_FORMS, **_table(["think", "believe"])}.items()
    if verb not in ("make", "point", "rule", "post", "relate", "maintain", "assure", "remind")
}
"""Forms that may stand as an aside: "…, she said, …"."""
INVERTING = frozenset(
    "say add write explain note ask argue recall announce report tell state conclude warn admit "
    "insist observe declare claim reply respond suggest believe think".split()
)
"""Verbs that may stand before their subject: "…, said the minister"."""
ASKING = frozenset(("WP", "WDT", "WRB", "WP$"))
"""Tags of the words that open an indirect question."""
HAVING = frozenset("has have had having 've ’ve 's 'd".split())

MODALS = frozenset("would could may might should must can ca wo will shall 'd ’d".split())
"""Before a verb of saying they make the speech hypothetical, or still to come."""
NEGATIONS = frozenset("not n't n’t never neither nor hardly no".split())

REPORTING = frozenset(
    (*BASE, *SAYING_NOUNS, *OWN_WORDS, *CERTAIN, *FEELING, *STANDPOINTS, "according")
)
"""Words without one of which a sentence reports no speech, unless it quotes."""
