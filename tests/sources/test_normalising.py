import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import EmptySource, UnreadableSource
from rag.sources.normalising import decode, normalised, visible

RUSSIAN = "Министр сказал журналистам, что мост будет построен к осени. Вопросов не было."
FRENCH = "Le ministre a déclaré que le pont serait achevé à l’été, malgré les retards répétés."
POLISH = "Minister powiedział, że most będzie gotowy jesienią, ale nie było o to pytań."
TURKISH = "Bakan, köprünün sonbahara kadar biteceğini söyledi ve başka bir soru olmadı."
GREEK = "Ο υπουργός είπε στους δημοσιογράφους ότι η γέφυρα θα είναι έτοιμη το φθινόπωρο. "
ENGLISH = "The minister said “no” – twice."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", [RUSSIAN, FRENCH, ENGLISH])
def test_unicode_is_read_with_and_without_a_byte_order_mark(text, encoding):
    assert normalised(decode(text.encode(encoding), source="a.txt")) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [RUSSIAN, FRENCH, "plain"])
def test_utf16_without_a_mark_is_recognised(text, encoding):
    assert decode(text.encode(encoding), source="a.txt") == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (FRENCH, "cp1252"),
        (FRENCH.replace("’", "'"), "latin-1"),
        (ENGLISH, "cp1252"),
        ("café", "cp1252"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859_2"),
        (TURKISH, "cp1254"),
        (GREEK * 3, "cp1253"),
    ],
)
def test_older_encodings_are_recognised(text, encoding):
    assert decode(text.encode(encoding), source="a.txt") == text


def test_a_declared_encoding_is_believed_where_it_is_possible():
    assert decode("Çeşme’de".encode("cp1254"), source="a", charset="iso-8859-9") == "Çeşme’de"
    assert decode("Çeşme".encode(), source="a", charset="iso-8859-9") == "Çeşme"
    assert decode("café".encode("cp1252"), source="a", charset="no-such-thing") == "café"


def test_one_broken_byte_does_not_spoil_a_file():
    data = RUSSIAN.encode() + b"\xff" + RUSSIAN.encode()
    assert decode(data, source="a.txt") == f"{RUSSIAN}\ufffd{RUSSIAN}"


@pytest.mark.parametrize("data", [b"", b" \n\t \r\n", b"\0\0\0", b"\n" * 1000])
def test_nothing_is_an_empty_source(data):
    with pytest.raises(EmptySource, match="It is empty"):
        decode(data, source="a.txt")


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 20,
        b"\x7fELF\x02\x01\x01" + bytes(64) + b"\x01\x00\x00\x00\x05" * 50,
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(7, 250)) * 3,
    ],
)
def test_binary_data_is_refused(data):
    with pytest.raises(UnreadableSource, match="binary data"):
        decode(data, source="a.txt")


def test_a_nul_in_a_text_is_dropped():
    text = "The minister said\0 no.\0" + "\0" * 500
    assert normalised(decode(text.encode(), source="a.txt")) == "The minister said no."


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("e\u0301", "é"),
        ("a\tb\u00a0c\u202fd", "a b c d"),
        ("pass\u00adword\u200b \u202ehidden\u202c\ufeff", "password hidden"),
        ("it\x92s a \x93quote\x94", "it’s a “quote”"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("pay\u200cpal", "paypal"),
        ("tag\U000e0041\U000e0042 \ufe0f", "tag "),
        ("bell\x07 esc\x1b[0m", "bell esc[0m"),
    ],
)
def test_what_cannot_be_seen_is_not_kept(given, kept):
    assert visible(given) == kept


def test_lines_lose_their_trailing_spaces_and_keep_their_own_breaks():
    assert normalised("\n\n a  \nb \n\n\nc\n \n") == " a\nb\n\n\nc"


@given(st.text(st.characters(codec="utf-8")))
def test_normal_text_is_normal_already(text):
    once = normalised(text)
    assert normalised(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once
    assert "\0" not in once


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", [" " * 2_000_000 + "a", "a" + "\u0301\u0316" * 500_000])
def test_odd_repetition_takes_linear_time(text):
    assert normalised(text)
