"""What is said where nothing is asked that the record could answer: to a courtesy, to a question
about the assistant or its record, and back where a question lacks whom it means."""

from __future__ import annotations

from rag.answering.extractive import Extract
from rag.answering.gathering import Gatherer
from rag.answering.rendering import plain
from rag.question import Question
from rag.question.lacking import lacking, person_lacking
from rag.records.dates import long_date

ASK = "Ask what somebody said, such as: *What did the finance minister say about fuel?*"
WHOM = "Whom does “{word}” mean? Ask again with the name."
WORDS = {
    "thanks": "You are welcome.",
    "greeting": f"Hello. {ASK}",
    "question": ASK,
    "another": f"All right, another topic. {ASK}",
    "assistant": "This is Pressroom. It answers from the documents of this library: what was said, "
    "word for word, with who said it, when and where. What the record does not hold it does not "
    "answer. Ask, for example:\n\n"
    "- *What did the finance minister say about fuel?*\n"
    "- *Who said “…”?*\n"
    "- *Compare what … and … said about the dam*\n"
    "- *List every mention of the dam by date*\n"
    "- *What did journalists ask about the dam?*",
    "translation": "Quotes are shown in the words of their source and are not translated.",
    "judgement": "Quotes stand word for word in the documents cited, and are whose they are said "
    "to be there. Whether what they say is right is for the reader to judge.",
}
EMPTY = "The library holds no documents yet."
MOST_NAMED = 5
"""People named of those on record."""


def asked_back(asked: Question, gatherer: Gatherer) -> Extract | None:
    """Return what is said where the record is asked nothing, or whom words mean; None else."""
    match lacking(asked.text):
        case None:
            return None
        case "person":
            text = WHOM.format(word=person_lacking(asked.text).lower())
            return Extract(text, reason="not_in_record")
        case "holdings":
            return Extract(_holdings(gatherer))
        case lack:
            return Extract(WORDS[lack])


def _holdings(gatherer: Gatherer) -> str:
    """Return how much is on record, from when, and who speaks most."""
    documents = gatherer.index.library.document_list()
    if not documents:
        return EMPTY
    count = len(documents)
    text = f"The library holds {count} document{'s' * (count != 1)}"
    if days := sorted(document.date for document in documents if document.date):
        text += f", from {long_date(days[0])} to {long_date(days[-1])}"
    most = [plain(entry.name) for entry in gatherer.people.entries()[:MOST_NAMED]]
    return f"{text}." + (f" Most often on record: {', '.join(most)}." if most else "")
