"""The password of the page, asked of programs too; whoever guesses it has to wait ever longer."""

from __future__ import annotations

import base64
import binascii
import hmac
import ipaddress
import json
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

WRONG = (
    "The password is missing or wrong. Send Authorization: Bearer with the user:password of "
    "PRESSROOM_AUTH, or the same as HTTP basic authentication."
)

KINDS = {
    401: ("authentication_error", "invalid_api_key"),
    429: ("rate_limit_error", "rate_limit_exceeded"),
}
"""Type and code of OpenAI's errors, by HTTP status."""

FREE_GUESSES = 5
"""Wrong passwords that are only refused: people mistype."""

LONGEST_WAIT = 300.0
"""Most seconds to wait: someone else at the same address may know the password."""

AT_THE_LOGIN = (
    f"Pressroom asks for its user and password. After {FREE_GUESSES} wrong ones in a row none is "
    "looked at for a while, longer each time, up to five minutes."
)
"""What Gradio's login shows: it tells by itself of nothing but a wrong password."""

REMEMBERED_SECONDS = 3600.0
MOST_ADDRESSES = 10_000

ASKER: ContextVar[str] = ContextVar("asker", default="")
"""The address that the request being answered comes from."""


class Guesses:
    """Wrong passwords, counted by the address they came from, for an hour after the last.

    After some, each doubles the seconds to wait for the next, right or wrong.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def wait(self, address: str) -> int:
        """Return the seconds until a password is looked at again, 0 for at once."""
        count, last = self._wrong.get(_network(address), (0, 0.0))
        if count < FREE_GUESSES:
            return 0
        until = last + min(2.0 ** (count - FREE_GUESSES), LONGEST_WAIT)
        return max(math.ceil(until - self._clock()), 0)

    def note(self, address: str, *, is_right: bool) -> None:
        """Count a wrong password; a right one makes up for those before."""
        network, now = _network(address), self._clock()
        count, last = self._wrong.pop(network, (0, now))
        if not is_right:
            count = 0 if now - last > REMEMBERED_SECONDS else min(count, 100)
            self._wrong[network] = count + 1, now
        if len(self._wrong) > MOST_ADDRESSES:
            self._wrong.popitem(last=False)


def _network(address: str) -> str:
    """Return an address as it is counted: of IPv6 the half that a provider gives out."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return address
    return str(ipaddress.ip_network((known, 64), strict=False))


def too_many(seconds: int) -> str:
    """Return what somebody is told who has to wait."""
    unit = "second" if seconds == 1 else "seconds"
    return f"Too many wrong passwords from your address. Wait {seconds} {unit}, then try again."


class Login:
    """Tells the page's login whether a user and password are those of ``PRESSROOM_AUTH``."""

    def __init__(self, auth: str, guesses: Guesses) -> None:
        self._auth = auth.encode()
        self._guesses = guesses

    def __call__(self, user: str, password: str) -> bool:
        """Compare without telling by time; raise HTTPException for who has to wait."""
        from fastapi import HTTPException

        if seconds := self._guesses.wait(ASKER.get()):
            headers = {"Retry-After": str(seconds)}
            raise HTTPException(429, too_many(seconds), headers)
        is_right = hmac.compare_digest(f"{user}:{password}".encode(), self._auth)
        self._guesses.note(ASKER.get(), is_right=is_right)
        return is_right


class Locked:
    """A web application behind the password of ``PRESSROOM_AUTH``, where there is one."""

    def __init__(self, app: Any, auth: str | None, guesses: Guesses) -> None:
        self._app = app
        self._auth = auth
        self._guesses = guesses

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        given = _authorization(scope)
        if self._auth is None:
            await self._app(scope, receive, send)
        elif given and (seconds := self._guesses.wait(ASKER.get())):
            await _refuse(send, 429, too_many(seconds), (b"retry-after", str(seconds).encode()))
        elif self._is_allowed(given, self._auth):
            await self._app(scope, receive, send)
        else:
            await _refuse(
                send, 401, WRONG, (b"www-authenticate", b'Basic realm="Pressroom", Bearer')
            )

    def _is_allowed(self, given: bytes, auth: str) -> bool:
        is_right = is_allowed(given, auth)
        if given:
            self._guesses.note(ASKER.get(), is_right=is_right)
        return is_right


async def _refuse(send: Any, status: int, message: str, header: tuple[bytes, bytes]) -> None:
    """Send an error in the form of OpenAI's."""
    kind, code = KINDS[status]
    error = {"message": message, "type": kind, "param": None, "code": code}
    body = json.dumps({"error": error}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        header,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def is_allowed(authorization: bytes, auth: str) -> bool:
    """Whether a header proves to know user:password, or as a bearer the password alone."""
    scheme, _, given = authorization.partition(b" ")
    wanted = auth.encode()
    if scheme.lower() == b"basic":
        return hmac.compare_digest(_decoded(given), wanted)
    password = wanted.partition(b":")[2]
    matches = [hmac.compare_digest(given.strip(), known) for known in (wanted, password)]
    return scheme.lower() == b"bearer" and any(matches)


def _decoded(credentials: bytes) -> bytes:
    try:
        return base64.b64decode(credentials, validate=True)
    except binascii.Error:
        return b""


def _authorization(scope: Any) -> bytes:
    headers: dict[bytes, bytes] = dict(scope["headers"])
    return headers.get(b"authorization", b"")
