"""URLs: fetched so that a page cannot reach into the reader's own network or never end.

Every address that a name resolves to is checked, on every redirect, and the connection goes to an
address that was checked, so a name that resolves differently a moment later gains nothing. TLS
still checks the certificate against the name. One clock runs over all of it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import ipaddress
import queue
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any

import httpcore
import httpx

from rag.errors import FetchRefused, SourceTooLarge, UnsupportedSource, printable
from rag.settings import Settings
from rag.sources.raw import FORMATS, MEGABYTE, READABLE, Raw

WEB_PORTS = (None, 80, 443)
MEDIA_TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "text/vtt": "vtt",
    "application/x-subrip": "srt",
    "text/srt": "srt",
    "message/rfc822": "mail",
}
# What servers say of files they know nothing about: there the ending of the name decides.
UNTOLD_TYPES = {
    "",
    "application/octet-stream",
    "binary/octet-stream",
    "text/xml",
    "application/xml",
}
VAGUE_TYPES = {"text/plain", *UNTOLD_TYPES}
SIGNATURES = (
    (b"%pdf-", "pdf"),
    (b"pk\x03\x04", "docx"),
    (b"webvtt", "vtt"),
    (b"<!doctype html", "html"),
    (b"<html", "html"),
)
"""What files begin with, in small letters."""
LONGEST_SIGNATURE = 2000
FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/feed+json"}
FEED = "It is a feed, which lists reports and holds none. Give the addresses of the reports."
CLOSED = {401, 402, 403, 407, 451}
"""Statuses that refuse a program what they may show to a reader."""
HEADERS = {
    "User-Agent": "Pressroom",
    "Accept": "text/html, application/xhtml+xml, text/*;q=0.9, application/*;q=0.8",
    "Accept-Encoding": "gzip",  # the one whose unpacking is bounded below
}
CARRIERS_OF_IPV4 = (  # IPv6 networks that lead on to the IPv4 address in their last 32 bits
    ipaddress.IPv6Network("64:ff9b::/96"),
    ipaddress.IPv6Network("64:ff9b:1::/48"),
    ipaddress.IPv6Network("::/96"),
)

PRIVATE_HINT = "For an intranet, set PRESSROOM_FETCH_PRIVATE=true."
FAILURES = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    OSError,
)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refused(Exception):
    """Why a URL is not fetched, in words; becomes a FetchRefused that names the source."""


class Clock:
    """The time left for a fetch."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds left; raises Refused when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.over()
        return left

    def over(self) -> Refused:
        return Refused(
            f"It took longer than {self.seconds:g} seconds. "
            "Try again, or raise PRESSROOM_FETCH_SECONDS."
        )


def fetch_url(source: str, settings: Settings) -> Raw:
    """Return what *source* leads to, within the limits of *settings*.

    Raises FetchRefused, SourceTooLarge or UnsupportedSource.
    """
    clock = Clock(settings.fetch_seconds)
    try:
        url = _checked(source, settings)
        transport = GuardedTransport(clock, allow_private=settings.fetch_private)
        with httpx.Client(
            transport=transport, trust_env=False, timeout=None, headers=HEADERS
        ) as client:
            return _follow(client, url, clock, source, settings)
    except Refused as exc:
        raise FetchRefused(source, str(exc)) from exc
    except httpcore.TimeoutException as exc:
        raise FetchRefused(source, str(clock.over())) from exc
    except (*FAILURES, httpx.HTTPError, httpx.InvalidURL, zlib.error, ValueError) as exc:
        detail = printable(str(exc)) or type(exc).__name__
        raise FetchRefused(
            source, f"It could not be fetched ({detail}). Check the address, or try again later."
        ) from exc


def _follow(
    client: httpx.Client, url: httpx.URL, clock: Clock, source: str, settings: Settings
) -> Raw:
    """Return what *url* leads to after its redirects, each checked like the first address."""
    locator = str(url)
    for _ in range(settings.fetch_redirects + 1):
        request = client.build_request("GET", url)
        response = client.send(request, stream=True, follow_redirects=False)
        with contextlib.closing(response):
            if not response.has_redirect_location:
                return _received(response, url, clock, Raw(source, locator, b"", ""), settings)
            url = _checked(str(url.join(response.headers["location"])), settings)
    raise Refused(
        f"It redirects more than {settings.fetch_redirects} times. Give the final address."
    )


def _checked(address: str, settings: Settings) -> httpx.URL:
    """Return *address* as a normal URL, or refuse it."""
    url = httpx.URL(address.strip()).copy_with(fragment=None)
    if url.scheme not in ("http", "https") or not url.host:
        raise Refused("Only http and https addresses are fetched.")
    if url.userinfo:
        raise Refused("It holds a user name or password. Give the address without.")
    if url.port not in WEB_PORTS and not settings.fetch_private:
        raise Refused(f"Port {url.port} is not fetched. {PRIVATE_HINT}")
    return url


def _received(
    response: httpx.Response, url: httpx.URL, clock: Clock, raw: Raw, settings: Settings
) -> Raw:
    """Return *raw* with the body and the kind of *response*."""
    if response.status_code != httpx.codes.OK:
        raise Refused(
            f"The server answered {response.status_code} {printable(response.reason_phrase)}. "
            f"{_advice(response.status_code)}"
        )
    format_ = _format(response, url, raw.source)
    data = _body(response, clock, raw.source, settings)
    format_ = format_ or _format_by_content(data, raw.source)
    charset = response.charset_encoding
    return dataclasses.replace(raw, data=data, format=format_, charset=charset, url=str(url))


def _advice(status: int) -> str:
    """Return what to do about a status that is no success."""
    if status in CLOSED:
        return "Open the page in a browser, and save it as a file."
    if status == httpx.codes.TOO_MANY_REQUESTS or status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return "Try again later."
    return "Check the address."


def _format(response: httpx.Response, url: httpx.URL, source: str) -> str | None:
    """Return the format that server or address tell, None where only the content can."""
    declared = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if declared in VAGUE_TYPES:
        named = FORMATS.get(PurePosixPath(url.path).suffix.lower())
        if named:
            return named
    if declared in UNTOLD_TYPES:
        return None
    if declared in FEED_TYPES:
        raise UnsupportedSource(source, FEED)
    if declared not in MEDIA_TYPES:
        raise UnsupportedSource(
            source, f"It is of type {printable(declared) or 'unknown'}. Readable: {READABLE}."
        )
    return MEDIA_TYPES[declared]


def _format_by_content(data: bytes, source: str) -> str:
    """Return the format that the first bytes tell."""
    begin = data[:LONGEST_SIGNATURE].lstrip(b"\xef\xbb\xbf\t\n\r ").lower()
    if re.match(rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf)\b", begin, re.DOTALL):
        raise UnsupportedSource(source, FEED)
    for signature, format_ in SIGNATURES:
        if signature in begin if format_ == "html" else begin.startswith(signature):
            return format_
    raise UnsupportedSource(source, f"The server does not say its type. Readable: {READABLE}.")


def _body(response: httpx.Response, clock: Clock, source: str, settings: Settings) -> bytes:
    limit = int(settings.fetch_mb * MEGABYTE)
    body = bytearray()
    for piece in _unpacked(response, limit):
        clock.left()
        body += piece
        if len(body) > limit:
            raise SourceTooLarge(
                source,
                f"It has more than the {settings.fetch_mb:g} MB allowed. "
                "Save it as a file, or raise PRESSROOM_FETCH_MB.",
            )
    return bytes(body)


def _unpacked(response: httpx.Response, limit: int) -> Iterator[bytes]:
    """Yield the body, never more than one byte over *limit* unpacked at once."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding == "identity":
        yield from response.iter_raw()
        return
    if encoding not in ("gzip", "x-gzip"):
        raise Refused(
            f"The server packs it as {printable(encoding)}, which was not asked for. "
            "Save it from a browser."
        )
    unpacker = zlib.decompressobj(wbits=31)
    for piece in response.iter_raw():
        yield unpacker.decompress(unpacker.unconsumed_tail + piece, limit + 1)
        while unpacker.unconsumed_tail:
            yield unpacker.decompress(unpacker.unconsumed_tail, limit + 1)
    if not unpacker.eof:
        raise Refused("The server broke off. Try again later.")


class GuardedTransport(httpx.BaseTransport):
    """Carries requests over connections that the guard below allows."""

    def __init__(
        self, clock: Clock, *, allow_private: bool, tls: ssl.SSLContext | None = None
    ) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls or httpx.create_ssl_context(trust_env=False),
            network_backend=GuardedNetwork(clock, allow_private=allow_private),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=Body(response),
            extensions=response.extensions,
        )

    def close(self) -> None:
        self._pool.close()


class Body(httpx.SyncByteStream):
    """The body of a response, as it arrives."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        return self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class GuardedNetwork(httpcore.NetworkBackend):
    """Connects only to addresses that were checked, and only as long as the clock runs."""

    def __init__(self, clock: Clock, *, allow_private: bool) -> None:
        self._clock = clock
        self._allow_private = allow_private
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = resolve(host, port, self._clock)
        if not self._allow_private and not all(map(is_public, addresses)):
            raise Refused(f"It leads to a private or reserved network address. {PRIVATE_HINT}")
        failure: Exception = Refused("Its name has no address. Check the spelling.")
        for address in addresses:
            try:
                stream = self._network.connect_tcp(str(address), port, self._clock.left())
                return ClockedStream(stream, self._clock)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as exc:
                failure = exc
        raise failure


class ClockedStream(httpcore.NetworkStream):
    """A connection whose every step must end before the clock runs out."""

    def __init__(self, stream: httpcore.NetworkStream, clock: Clock) -> None:
        self._stream = stream
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._clock.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._clock.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._clock.left())
        return ClockedStream(stream, self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def resolve(host: str, port: int, clock: Clock) -> list[Address]:
    """Return all addresses of *host*, in the system's order.

    The system's resolver knows no time limit, so it is waited for from outside.
    """
    answers: queue.SimpleQueue[list[Any] | OSError] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as exc:
            answers.put(OSError(str(exc)))

    threading.Thread(target=look_up, daemon=True).start()
    try:
        answer = answers.get(timeout=clock.left())
    except queue.Empty:
        raise clock.over() from None
    if isinstance(answer, OSError):
        raise Refused("Its name cannot be found. Check the spelling.") from answer
    return list(dict.fromkeys(ipaddress.ip_address(entry[4][0]) for entry in answer))


def is_public(address: Address) -> bool:
    """Return whether *address* is on the open internet, and so is any that it carries within."""
    if isinstance(address, ipaddress.IPv6Address) and (inner := _carried(address)) is not None:
        return is_public(inner)
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that *address* leads on to, if it does."""
    if any(address in network for network in CARRIERS_OF_IPV4):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo
