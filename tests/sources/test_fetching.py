import gzip
import ipaddress
import shutil
import socket
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from rag.errors import FetchRefused, SourceTooLarge, UnsupportedSource
from rag.settings import Settings
from rag.sources import extract, fetch
from rag.sources.fetching import Clock, GuardedTransport, is_public

PAGE = b"<html><body><p>The minister spoke.</p></body></html>"
SETTINGS = Settings(fetch_private=True, fetch_seconds=10, fetch_mb=1, fetch_redirects=3)


class Pages(BaseHTTPRequestHandler):
    """The far end: a server that behaves well or badly by path."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        getattr(self, "page" + self.path.partition("?")[0].replace("/", "_").partition(".")[0])()

    def log_message(self, *arguments: object) -> None:
        """Keep quiet."""

    def answer(self, body: bytes, kind: str = "text/html", status: int = 200, **more: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def page_page(self) -> None:
        self.answer(PAGE, "text/html; charset=windows-1251")

    def page_notes(self) -> None:
        self.answer(b"# Notes", "text/plain")

    def page_data(self) -> None:
        self.answer(b"{}", "application/json")

    def page_gone(self) -> None:
        self.answer(b"", status=404)

    def page_moved(self) -> None:
        self.answer(b"", status=302, Location="/page")

    def page_closed(self) -> None:
        self.answer(b"", status=403)

    def page_busy(self) -> None:
        self.answer(b"", status=503)

    def page_feed(self) -> None:
        self.answer(b'<?xml version="1.0"?>\n<rss version="2.0"/>', "text/xml")

    def page_untold(self) -> None:
        self.answer(b"<!DOCTYPE html>" + PAGE, "application/octet-stream")

    def page_loop(self) -> None:
        self.answer(b"", status=302, Location="/loop")

    def page_inside(self) -> None:
        self.answer(b"", status=302, Location="http://127.0.0.1/page")

    def page_away(self) -> None:
        self.answer(b"", status=302, Location="file:///etc/passwd")

    def page_packed(self) -> None:
        self.answer(gzip.compress(PAGE), Content_Encoding="gzip")

    def page_bomb(self) -> None:
        self.answer(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")

    def page_unasked(self) -> None:
        self.answer(PAGE, Content_Encoding="br")

    def page_big(self) -> None:
        self.answer(b"x" * 3_000_000, "text/plain")

    def page_drip(self) -> None:
        self.drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 500\r\n\r\n", 0)

    def page_slowhead(self) -> None:
        self.drip(b"HTTP/1.1 200 OK\r\nX: ", 0)

    def drip(self, start: bytes, sent: int) -> None:
        self.close_connection = True
        try:
            self.wfile.write(start)
            for _ in range(60):
                self.wfile.write(b"a")
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            return


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.handle_error = lambda *_: None  # a client that hangs up is what some tests are about
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_is_fetched_with_what_the_server_says_of_it(site):
    raw = fetch(f"{site}/page#part", SETTINGS)
    assert (raw.source, raw.locator) == (f"{site}/page#part", f"{site}/page")
    assert (raw.data, raw.format, raw.charset) == (PAGE, "html", "windows-1251")
    document = extract(raw, SETTINGS)
    assert document.text == "The minister spoke."
    assert document.url == f"{site}/page"


def test_a_redirect_is_followed_and_the_source_stays_what_was_asked(site):
    raw = fetch(f"{site}/moved", SETTINGS)
    assert (raw.data, raw.locator, raw.url) == (PAGE, f"{site}/moved", f"{site}/page")


def test_a_vague_type_is_told_by_the_ending(site):
    assert fetch(f"{site}/notes", SETTINGS).format == "text"
    assert fetch(f"{site}/notes.md?x=1", SETTINGS).format == "markdown"


def test_a_type_that_nobody_tells_is_told_by_the_content(site):
    assert fetch(f"{site}/untold", SETTINGS).format == "html"


def test_a_packed_page_is_unpacked(site):
    assert fetch(f"{site}/packed", SETTINGS).data == PAGE


@pytest.mark.parametrize(
    ("path", "error", "reason"),
    [
        ("data", UnsupportedSource, "application/json"),
        ("gone", FetchRefused, "404 Not Found. Check the address"),
        ("closed", FetchRefused, "403 Forbidden. Open the page in a browser"),
        ("busy", FetchRefused, "503 Service Unavailable. Try again later"),
        ("feed", UnsupportedSource, "It is a feed"),
        ("loop", FetchRefused, "more than 3 times"),
        ("away", FetchRefused, "Only http and https"),
        ("bomb", SourceTooLarge, "PRESSROOM_FETCH_MB"),
        ("big", SourceTooLarge, "PRESSROOM_FETCH_MB"),
        ("unasked", FetchRefused, "packs it as br"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_reason(site, path, error, reason):
    with pytest.raises(error, match=reason):
        fetch(f"{site}/{path}", SETTINGS)


@pytest.mark.parametrize("path", ["drip", "slowhead"])
def test_a_slow_drip_ends_with_the_clock(site, path):
    started = time.monotonic()
    with pytest.raises(FetchRefused, match=r"longer than 0\.5 seconds"):
        fetch(f"{site}/{path}", SETTINGS.model_copy(update={"fetch_seconds": 0.5}))
    assert time.monotonic() - started < 5


def test_proxies_of_the_environment_are_not_used(site, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    assert fetch(f"{site}/page", SETTINGS).data == PAGE


def test_no_answer_is_refused():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        with pytest.raises(FetchRefused, match="could not be fetched"):
            fetch(url, SETTINGS)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "192.168.1.1",
        "224.0.0.1",
        "[fe80::1]",
        "[fd00::1]",
    ],
)
def test_private_addresses_are_refused_in_every_spelling(host):
    with pytest.raises(FetchRefused, match="PRESSROOM_FETCH_PRIVATE"):
        fetch(f"http://{host}/", Settings())


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "Only http and https"),
        ("ftp://example.org/a.txt", "Only http and https"),
        ("http:///a.txt", "Only http and https"),
        ("http://me:secret@example.org/", "user name or password"),
        ("http://example.org:22/", "Port 22"),
        ("http://exa\nmple.org/", "could not be fetched"),
        ("http://[::1/", "could not be fetched"),
        ("http://example.org:99999999/", "Port 99999999"),
    ],
)
def test_other_addresses_are_refused(url, reason):
    with pytest.raises(FetchRefused, match=reason):
        fetch(url, Settings())


PUBLIC = "93.184.216.34"
look_up = socket.getaddrinfo
connect = socket.create_connection


def answering(*addresses: str):
    """Return a resolver, the far end of every name, that gives these addresses."""

    def getaddrinfo(host, port, *arguments, **options):
        if host.replace(".", "").isdigit():
            return look_up(host, port, *arguments, **options)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses]

    return getaddrinfo


@pytest.fixture
def public_site(site, monkeypatch):
    """Return the address of the same server on what passes for the open internet."""
    port = int(site.rpartition(":")[2])

    def connected(address, *arguments, **options):
        near = ("127.0.0.1", port) if address == (PUBLIC, 80) else address
        return connect(near, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", answering(PUBLIC))
    monkeypatch.setattr(socket, "create_connection", connected)
    return "http://public.example"


def test_a_public_page_is_fetched_without_any_permission(public_site):
    assert fetch(f"{public_site}/page", Settings()).data == PAGE


def test_a_redirect_into_the_own_network_is_refused(public_site):
    with pytest.raises(FetchRefused, match="private"):
        fetch(f"{public_site}/inside", Settings())


def test_one_private_answer_among_public_ones_is_enough_to_refuse(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", answering(PUBLIC, "10.0.0.1"))
    with pytest.raises(FetchRefused, match="private"):
        fetch("http://example.org/", Settings())


def test_a_name_is_looked_up_once_and_the_connection_goes_where_that_led(public_site, monkeypatch):
    answers = iter([PUBLIC, "127.0.0.1"])

    def changing(host, port, *arguments, **options):
        name = host.replace(".", "").isdigit()
        return answering(host if name else next(answers))(host, port, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    assert fetch(f"{public_site}/page", Settings()).data == PAGE
    assert next(answers) == "127.0.0.1"


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_public(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["2002:7f00:1::", "::ffff:10.0.0.1", "240.0.0.1", "ff02::1"])
def test_addresses_that_carry_private_ones_are_not(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Return a certificate for the name right.example, signed by itself, with its key."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl on this machine to make a certificate with")
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    subprocess.run(
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=right.example "
        "-addext subjectAltName=DNS:right.example -keyout both.pem -out both.pem.crt".split(),
        cwd=file.parent,
        check=True,
        capture_output=True,
    )
    file.write_text(file.read_text() + file.with_name("both.pem.crt").read_text())
    return file


@pytest.mark.parametrize(("host", "accepted"), [("right.example", True), ("other.example", False)])
def test_tls_checks_the_certificate_against_the_name(certificate, monkeypatch, host, accepted):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.handle_error = lambda *_: None
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    monkeypatch.setattr(socket, "getaddrinfo", answering("127.0.0.1"))
    trust = ssl.create_default_context(cafile=f"{certificate}.crt")
    transport = GuardedTransport(Clock(5), allow_private=True, tls=trust)
    url = f"https://{host}:{server.server_port}/page"
    try:
        with httpx.Client(transport=transport, trust_env=False) as client:
            if accepted:
                assert client.get(url).content == PAGE
            else:
                with pytest.raises(Exception, match="certificate"):
                    client.get(url)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
