"""Who may ask: the password of the page, given by programs."""

from __future__ import annotations

from base64 import b64encode

import pytest

from ui.password import is_allowed

AUTH = "desk:pässword:2"


def basic(credentials: str) -> bytes:
    return b"Basic " + b64encode(credentials.encode())


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (basic(AUTH), True),
        (b"basic " + b64encode(AUTH.encode()), True),
        (b"Bearer " + AUTH.encode(), True),
        ("Bearer pässword:2".encode(), True),
        (b"bearer  " + AUTH.encode(), True),
        (b"", False),
        (b"Bearer", False),
        (b"Bearer ", False),
        (b"Bearer desk", False),
        (b"Basic", False),
        (b"Basic not base64", False),
        (basic("desk:"), False),
        (basic("pässword:2"), False),
        (AUTH.encode(), False),
        (b"Digest " + AUTH.encode(), False),
    ],
)
def test_only_who_knows_the_password_is_let_in(header: bytes, expected: bool) -> None:
    assert is_allowed(header, AUTH) is expected
