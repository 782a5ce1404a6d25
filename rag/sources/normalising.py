"""Bytes to characters, and characters to the normal form that all offsets refer to.

Normal text is NFC, its lines end in ``\\n``, its only other white space is the plain space, and
every character in it can be seen: what is quoted never carries hidden characters.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from rag.errors import EmptySource, UnreadableSource
from rag.sources import language

BYTE_ORDER_MARKS = (  # the longer ones first: UTF-32's begins like UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROL_BYTES = bytes({*range(0x20), 0x7F} - set(b"\t\n\x0b\x0c\r\x1b"))
BINARY_SHARE = 0.10  # of control bytes; random bytes have 0.10, text 0.00
SUSPECT_SHARE = 0.02  # enough, in bytes that are not even UTF-8
WIDE_SHARE = 0.80  # of a column's bytes are its two commonest, in UTF-16 of one alphabet
SAMPLE = 65_536
DAMAGED_SHARE = 0.05  # of the characters outside ASCII may be broken in text that is still UTF-8
# Declared as the first, meant as the second: so every browser reads them.
MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
LATIN_SHARE = 0.4  # of a Latin text's letters at most are outside ASCII; of others, nearly all
CENTRAL_EUROPE = {  # letters that the two encodings of these languages put in different places
    "cs": "šťžŠŤŽ",
    "hu": "",
    "pl": "ąśźĄŚŹ",
    "ro": "",
}
CYRILLIC = {"bg", "ru", "sr", "uk"}
CYRILLIC_ENCODINGS = ("cp1251", "koi8_r", "iso8859_5", "cp866")

LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029]")
SPACE = re.compile(r"[^\S\n ]")
MISREAD = re.compile("[\x80-\x9f]")
INVISIBLE = re.compile(
    "["
    "\x00-\x08\x0e-\x1b\x7f"  # controls
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners, fillers
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"  # zero width, direction
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"  # fillers, variants, marks
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # music, tags, more variants
    "]+"
)
# Persian and the scripts of India spell with joiners; elsewhere they only hide.
JOINING = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\u0900-\u0dff\ufb50-\ufdff\ufe70-\ufefc"
STRAY_JOINER = re.compile(
    f"(?<![{JOINING}])[\u200c\u200d]+|[\u200c\u200d]+(?![{JOINING}\u200c\u200d])"
)
PILED_MARKS = re.compile(r"[^\w\s\x00-\x7f]{31,}")
MARKS_PER_LETTER = 30  # the Stream-Safe Text Format of Unicode Annex 15


def decode(data: bytes, *, source: str, charset: str | None = None) -> str:
    """Return the characters of *data*: by its byte order mark, as UTF-8, as declared, as guessed.

    Raises EmptySource where there is nothing to read, UnreadableSource where it is not text.
    """
    if not data.strip(b"\0\t\n\x0b\x0c\r "):
        raise EmptySource(source, "It is empty. Give a file that holds text.")
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decoded_as(data, encoding, source)
    if (wide := _wide_encoding(data)) and (text := _attempt(data, wide)) is not None:
        return text
    text = _attempt(data, "utf-8")
    _refuse_binary(data, source, SUSPECT_SHARE if text is None else BINARY_SHARE)
    if text is not None:
        return text
    return _declared(data, charset) or _damaged_utf8(data) or _guessed(data, source)


def _decoded_as(data: bytes, encoding: str, source: str) -> str:
    text = data.decode(encoding, "replace")
    if text.count("\ufffd") > DAMAGED_SHARE * len(text):
        raise UnreadableSource(
            source, f"It is marked as {encoding.upper()} but is not. Save it as UTF-8."
        )
    return text


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _wide_encoding(data: bytes) -> str | None:
    """Return which UTF-16 *data* is in, if any.

    In text of one alphabet, every other byte is that alphabet's number or zero.
    """
    sample = data[: SAMPLE - SAMPLE % 2]
    for column, encoding in ((sample[1::2], "utf-16-le"), (sample[0::2], "utf-16-be")):
        common = Counter(column).most_common(2)
        if any(byte == 0 for byte, _ in common):
            covered = sum(count for _, count in common)
            if covered >= WIDE_SHARE * len(column) and not _mostly_zero(data):
                return encoding
    return None


def _mostly_zero(data: bytes) -> bool:
    return data.count(0) > 0.75 * len(data)


def _refuse_binary(data: bytes, source: str, share: float) -> None:
    data = data.rstrip(b"\0")  # some programs pad files to a block
    controls = len(data) - len(data.translate(None, CONTROL_BYTES))
    if controls > share * len(data):
        raise UnreadableSource(
            source, "It holds binary data, not text. Give it the ending of its true format."
        )


def _declared(data: bytes, charset: str | None) -> str | None:
    try:
        name = codecs.lookup(charset or "").name
    except (LookupError, ValueError):
        return None
    return _attempt(data, MEANT.get(name, name))


def _damaged_utf8(data: bytes) -> str | None:
    """Return *data* as UTF-8 with replacement characters, if only a little of it is broken."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    intact = sum(1 for character in text if character > "\x7f") - broken
    return text if broken < DAMAGED_SHARE * intact else None


def _guessed(data: bytes, source: str) -> str:
    """Return *data* in the encoding that its language is written in.

    Statistics of bytes take French for Czech; its words do not.
    """
    sample = _telling_lines(data)
    for encoding in (*_likely_encodings(sample), "cp1252"):
        if (text := _attempt(data, encoding)) is not None:
            return text
    raise UnreadableSource(source, "Its encoding cannot be told. Save it as UTF-8.")


def _likely_encodings(sample: bytes) -> Iterator[str]:
    letters = sum(byte > 0x7F or chr(byte).isalpha() for byte in sample)
    if sum(byte > 0x7F for byte in sample) < LATIN_SHARE * letters:
        spoken = language.detect(sample.decode("cp1252", "replace")) or ""
        if spoken in CENTRAL_EUROPE:
            letters_of = CENTRAL_EUROPE[spoken]
            yield max(
                ("cp1250", "iso8859_2"),
                key=lambda name: sum(map(sample.decode(name, "replace").count, letters_of)),
            )
        yield "cp1254" if spoken == "tr" else "cp1252"
        return
    for encoding in CYRILLIC_ENCODINGS:
        if language.detect(sample.decode(encoding, "replace")) in CYRILLIC:
            yield encoding
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is not None:
        yield best.encoding


def _telling_lines(data: bytes) -> bytes:
    """Return lines with bytes outside ASCII: the others say nothing about the encoding."""
    lines, size = [], 0
    for line in data.splitlines():
        if not line.isascii():
            lines.append(line[:SAMPLE])
            size += len(line)
        if size > SAMPLE:
            break
    return b"\n".join(lines)


def visible(text: str) -> str:
    """Return *text* in NFC, with plain spaces and line ends and nothing that cannot be seen."""
    text = LINE_BREAK.sub("\n", text)
    if text.isascii():
        return SPACE.sub(" ", INVISIBLE.sub("", text))
    text = MISREAD.sub(_as_windows, text)
    text = STRAY_JOINER.sub("", INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFC", PILED_MARKS.sub(_fewer_marks, text))
    return SPACE.sub(" ", text)


def normalised(text: str) -> str:
    """Return *text* visible, without spaces at line ends and blank lines at either end."""
    return "\n".join(line.rstrip(" ") for line in visible(text).split("\n")).strip("\n")


def require_text(text: str, source: str) -> str:
    """Return *text*, or raise EmptySource if not one letter or digit is in it."""
    if not any(map(str.isalnum, text)):
        raise EmptySource(source, "It holds no text.")
    return text


def _as_windows(match: re.Match[str]) -> str:
    """Read a control character of Latin-1 as the curly quote or dash Windows meant by it."""
    return match[0].encode("latin-1").decode("cp1252", "ignore")


def _fewer_marks(match: re.Match[str]) -> str:
    """Keep at most 30 accents on one letter: ordering more of them takes quadratic time."""
    kept, run = [], 0
    for character in match[0]:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= MARKS_PER_LETTER:
            kept.append(character)
    return "".join(kept)
