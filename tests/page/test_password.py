"""Who may ask: the password of the page, given by programs."""

from __future__ import annotations

from base64 import b64encode

import pytest

from ui.password import FREE_GUESSES, LONGEST_WAIT, MOST_ADDRESSES, Guesses, is_allowed

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


class Clock:
    """A clock that a test sets."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def guessed(clock: Clock, address: str, times: int) -> Guesses:
    guesses = Guesses(clock)
    for _ in range(times):
        guesses.note(address, is_right=False)
    return guesses


def test_some_wrong_passwords_cost_nothing_and_each_further_one_twice_the_time() -> None:
    waits = [guessed(Clock(), "1.2.3.4", FREE_GUESSES + n).wait("1.2.3.4") for n in range(-1, 12)]
    assert waits == [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, *[LONGEST_WAIT] * 3]


def test_whoever_has_waited_may_try_again_and_a_right_password_makes_up_for_all() -> None:
    clock = Clock()
    guesses = guessed(clock, "1.2.3.4", FREE_GUESSES + 3)
    clock.now += 7.5
    assert guesses.wait("1.2.3.4") == 1
    clock.now += 0.5
    assert guesses.wait("1.2.3.4") == 0
    guesses.note("1.2.3.4", is_right=True)
    guesses.note("1.2.3.4", is_right=False)
    assert guesses.wait("1.2.3.4") == 0


def test_wrong_passwords_are_forgotten_after_an_hour() -> None:
    clock = Clock()
    guesses = guessed(clock, "1.2.3.4", FREE_GUESSES + 3)
    clock.now += 3601
    guesses.note("1.2.3.4", is_right=False)
    assert guesses.wait("1.2.3.4") == 0


@pytest.mark.parametrize(
    ("other", "waits"), [("2001:db8::2", True), ("2001:db8:0:1::1", False), ("1.2.3.4", False)]
)
def test_only_the_address_that_guessed_has_to_wait(other: str, waits: bool) -> None:
    guesses = guessed(Clock(), "2001:db8::1", FREE_GUESSES)
    assert (guesses.wait(other) > 0) is waits


def test_of_very_many_addresses_the_oldest_are_forgotten() -> None:
    guesses = guessed(Clock(), "first", FREE_GUESSES)
    for number in range(MOST_ADDRESSES):
        guesses.note(f"address {number}", is_right=False)
    assert guesses.wait("first") == 0
