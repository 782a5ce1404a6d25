"""Mail: the press release that a message carries, with the subject as title and its date."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr, parsedate_to_datetime

from rag.errors import EmptySource, UnreadableSource
from rag.records import Document
from rag.settings import Settings
from rag.sources import html
from rag.sources.metadata import Metadata, one_line, to_document
from rag.sources.normalising import normalised
from rag.sources.raw import Raw, document_id

MOST_POINTING_WORDS = 20
"""Of a plain part that says no more than that the message is to be read as HTML."""
REPLY = re.compile(r"(?:(?:re|fwd?|aw|wg|tr)\s*:\s*)+", re.IGNORECASE)


def extract(raw: Raw, settings: Settings) -> Document:
    """Return the document of a message: its words as plain text, or else as HTML.

    Attachments are not read.
    """
    message = message_from_bytes(raw.data, _class=EmailMessage, policy=default)
    if not message.keys():
        raise UnreadableSource(raw.source, "It is no mail message. Save it from the mail program.")
    body = _body(message)
    if body is None:
        raise EmptySource(raw.source, "It holds no text but attachments. Save those as files.")
    stated = _stated(message)
    try:
        words = str(body.get_content())
    except (LookupError, ValueError) as exc:
        raise UnreadableSource(raw.source, "Its text cannot be decoded. Save it as UTF-8.") from exc
    if body.get_content_subtype() != "html":
        return to_document(raw, normalised(words), (), stated)
    page = html.extract(replace(raw, data=words.encode(), charset="utf-8"), settings)
    return replace(
        page,
        id=document_id(raw.data),
        title=stated.title or page.title,
        date=page.date or stated.date,
        publisher=stated.publisher or page.publisher,
    )


def _body(message: EmailMessage) -> EmailMessage | None:
    """Return the part with the words: the plain one, unless it only points to the HTML."""
    plain, page = (message.get_body((kind,)) for kind in ("plain", "html"))
    pointer = plain is not None and len(str(plain.get_payload()).split()) <= MOST_POINTING_WORDS
    found = page if page is not None and (plain is None or pointer) else plain
    return found  # type: ignore[return-value]


def _stated(message: EmailMessage) -> Metadata:
    sender, _ = parseaddr(str(message.get("from", "")))
    return Metadata(
        title=one_line(REPLY.sub("", str(message.get("subject", "")))),
        date=_date(str(message.get("date", ""))),
        publisher=one_line(sender),
    )


def _date(value: str) -> str | None:
    try:
        return parsedate_to_datetime(value).date().isoformat()
    except ValueError:
        return None
