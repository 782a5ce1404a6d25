"""Verbs of saying and pronouns of other languages than English, as they stand beside quotes."""

from __future__ import annotations

VERBS = (
    # German
    "sagte sagt sagten sagen erklärte erklärt betonte betont meinte meint fügte antwortete "
    "antwortet schrieb schreibt kritisierte forderte fordert warnte warnt rief versicherte "
    "ergänzte berichtete berichtet erzählte erzählt kündigte mahnte mahnt urteilte äußerte "
    "bekräftigte konterte entgegnete erwiderte "
    # French
    "dit déclare déclaré déclarait affirme affirmé explique expliqué ajoute ajouté répond répondu "
    "souligne souligné raconte raconté précise précisé lance lancé plaisanté estime estimé assure "
    "assuré insiste insisté indique indiqué confie confié martèle martelé glisse glissé reconnaît "
    "reconnu conclut conclu rappelle rappelé dénonce dénoncé poursuit poursuivi regrette regretté "
    "prévient prévenu résume résumé commente commenté réagi réagit écrit promet promis réplique "
    "répliqué rétorque rétorqué témoigne témoigné exclamé exclame indigné indigne "
    # Spanish
    "dijo dice dijeron afirmó afirma declaró explicó explica añadió añade agregó respondió señaló "
    "señala aseguró asegura sostuvo sostiene indicó manifestó expresó comentó apuntó subrayó "
    "insistió destacó advirtió reiteró recalcó contó cuenta relató precisó aclaró enfatizó "
    "aseveró apostilló remarcó lamentó denunció escribió "
    # Italian
    "detto dice disse dichiara dichiarato spiega spiegato aggiunge aggiunto risposto risponde "
    "afferma affermato sottolinea sottolineato commenta commentato scritto scrive ribadito "
    "ribadisce sostiene sostenuto assicura assicurato avverte avvertito osserva osservato "
    "conclude concluso precisa precisato racconta raccontato replica replicato "
    # Portuguese
    "diz afirmou afirma declarou explicou explica acrescentou respondeu ressaltou destacou "
    "garantiu contou conta escreveu comentou avaliou avalia completou criticou defendeu lembrou "
    "concluiu avisou sublinhou frisou referiu adiantou "
    # Dutch
    "zei zegt zeiden vertelde vertelt verklaarde reageerde reageert benadrukte antwoordde schreef "
    "schrijft waarschuwde "
    # Polish and Czech
    "powiedział powiedziała mówi mówił mówiła dodał dodała dodaje stwierdził stwierdziła "
    "podkreślił podkreśliła zaznaczył zaznaczyła odpowiedział odpowiedziała oświadczył oświadczyła "
    "ocenił oceniła napisał napisała wyjaśnił wyjaśniła zapewnił zapewniła řekl řekla uvedl uvedla "
    "dodal dodala prohlásil prohlásila "
    # Swedish, Danish and Norwegian
    "sade säger sa sier sagde siger svarade berättar uppger skriver "
    # Romanian and Hungarian
    "spus declarat precizat adăugat mondta közölte hangsúlyozta "
    # Russian and Ukrainian
    "сказал сказала заявил заявила отметил отметила подчеркнул подчеркнула добавил добавила "
    "ответил ответила объяснил объяснила сообщил сообщила рассказал рассказала пояснил пояснила "
    "уточнил уточнила написал написала признался призналась говорит считает сказав заявив "
    "зазначив зазначила наголосив наголосила додав додала"
).split()
"""Verbs that stand before the words, or behind them with the subject next."""

AT_END = (
    # Turkish
    "dedi demişti diye diyerek ifadelerini ifadesini şeklinde sözleriyle sözlerini yanıtını "
    "cevabını açıklamasını değerlendirmesini değerlendirmesinde uyarısında çağrısında "
    "açıklamasında"
).split()
"""Words with which a sentence ends that has its subject before the quote."""

LIKE_VERBS = (*AT_END, *"so aldus selon según secondo segundo według laut ifølge enligt".split())
"""Words that tell the speaker only behind a quote."""

PRONOUNS = {
    **dict.fromkeys("er il él egli lui ele hij on han он він".split(), "m"),
    **dict.fromkeys("sie elle ella lei ela zij ze ona hon hun она вона".split(), "f"),
}
