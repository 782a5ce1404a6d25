"""The password of the page, asked of programs too."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from typing import Any

REFUSAL = json.dumps(
    {
        "error": {
            "message": "The password is missing or wrong. Send Authorization: Bearer with the "
            "user:password of PRESSROOM_AUTH, or the same as HTTP basic authentication.",
            "type": "authentication_error",
            "param": None,
            "code": "invalid_api_key",
        }
    }
).encode()


class Locked:
    """A web application behind the password of ``PRESSROOM_AUTH``, where there is one."""

    def __init__(self, app: Any, auth: str | None) -> None:
        self._app = app
        self._auth = auth

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if self._auth is None or is_allowed(_authorization(scope), self._auth):
            await self._app(scope, receive, send)
            return
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(REFUSAL)).encode()),
            (b"www-authenticate", b'Basic realm="Pressroom", Bearer'),
        ]
        await send({"type": "http.response.start", "status": 401, "headers": headers})
        await send({"type": "http.response.body", "body": REFUSAL})


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
