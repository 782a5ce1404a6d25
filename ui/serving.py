"""The page on the network: its address, its password, and what browsers are told to refuse."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import logging
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from rag.errors import SettingsError
from rag.pressroom import Pressroom
from rag.settings import Settings
from ui.password import ASKER, AT_THE_LOGIN, Guesses, Locked, Login

LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",  # Gradio's own start and templates
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
"""Nothing on the page may load from, or send to, anywhere but this server."""

HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
)

KEPT = (b"cache-control", b"public, max-age=31536000, immutable")
"""Gradio names its scripts and styles after what they hold: browsers need never ask again."""

STOPPING_SECONDS = 1
"""How long open connections may take when the program stops."""


def listen(settings: Settings) -> socket.socket:
    """Return a socket that listens where the settings say. Raises SettingsError."""
    _check_password(settings)
    try:
        family, _, _, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.create_server(address[:2], family=family, backlog=2048)
    except OSError as exc:
        raise SettingsError(_why_not(exc, settings)) from exc
    _check_model_server(settings, listening)
    return listening


def _check_model_server(settings: Settings, listening: socket.socket) -> None:
    """Refuse to be asked for the answers that are to be given here."""
    served = os.environ.get("OPENAI_BASE_URL", "")
    named = (settings.chat_model(), settings.embedder)
    if not served or not any(name.startswith("openai:") for name in named):
        return
    with contextlib.suppress(ValueError):
        parts = urlsplit(served)
        here = is_loopback(parts.hostname or "") or parts.hostname == settings.host
        if here and parts.port == listening.getsockname()[1]:
            listening.close()
            raise SettingsError(
                f"OPENAI_BASE_URL is {served}, which is this program itself. Set it to the "
                "server of the model, or set PRESSROOM_MODEL=extractive and "
                "PRESSROOM_EMBEDDER=minilm."
            )


def _why_not(exc: OSError, settings: Settings) -> str:
    if exc.errno == errno.EADDRINUSE:
        return (
            f"Port {settings.port} is in use by another program. Stop that program, or set "
            "PRESSROOM_PORT to another port, such as "
            f"`PRESSROOM_PORT={settings.port % 65535 + 1} python app.py`."
        )
    if exc.errno == errno.EACCES:
        return f"Port {settings.port} is not ours to use. Set PRESSROOM_PORT to one above 1023."
    return f"Nothing can listen on {settings.host} ({exc}). Correct PRESSROOM_HOST."


def _check_password(settings: Settings) -> None:
    if settings.auth or settings.open_to_all or is_loopback(settings.host):
        return
    raise SettingsError(
        f"PRESSROOM_HOST is {settings.host}, so other machines could open the page, and it has no "
        "password. Set PRESSROOM_AUTH=user:password, or leave PRESSROOM_HOST at 127.0.0.1. Where "
        "everybody who reaches this machine may read, add and remove documents, set "
        "PRESSROOM_OPEN_TO_ALL=true."
    )


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine alone."""
    if host == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


def address(listening: socket.socket) -> str:
    """Return the web address of a listening socket."""
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def serve(page: Any, room: Pressroom, listening: socket.socket) -> None:
    """Serve the page until the program is told to stop, then close the room."""
    import uvicorn

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            # Tabs that are still open hold streams that would never end by themselves.
            gradio_app.stop_event.set()
            logging.getLogger("uvicorn.error").addFilter(_is_news)
            await super().shutdown(sockets)

    app = application(page, room)
    mounted = (getattr(route, "app", None) for route in app.routes)
    gradio_app: Any = next(inner for inner in mounted if hasattr(inner, "stop_event"))
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=STOPPING_SECONDS)
    Server(config).run(sockets=[listening])


def _is_news(told: logging.LogRecord) -> bool:
    """Whether a line of the log is one at the end: that what was under way is cut off is not."""
    cut_off = told.exc_info and isinstance(told.exc_info[1], asyncio.CancelledError)
    return not (cut_off or "timeout graceful shutdown exceeded" in told.getMessage())


def application(page: Any, room: Pressroom) -> Any:
    """Return the web application: for programs ``/v1`` and ``/mcp``, and the page at its root."""
    import gradio as gr
    from fastapi import FastAPI
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.routing import Route

    from rag.programs.chat import chat_server
    from rag.programs.tools import tool_server
    from ui.page import mount_options

    @asynccontextmanager
    async def serving(_: FastAPI) -> AsyncIterator[None]:
        async with tools.session_manager.run():
            yield
        room.close()

    settings = room.settings
    tools = tool_server(room)
    app = FastAPI(lifespan=serving, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Guarded)
    if is_loopback(settings.host):  # else another site could point its own name at this machine
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(LOCAL_NAMES))
    guesses = Guesses()
    lock = partial(Locked, auth=settings.auth, guesses=guesses)
    app.mount("/v1", lock(chat_server(room)))
    app.router.routes.append(Route("/mcp", lock(_tools_over_http(tools, settings))))
    return gr.mount_gradio_app(
        app,
        page,
        path="/",
        server_name=settings.host,
        max_file_size=int(settings.max_upload_mb * 1_000_000) + 1,
        auth=Login(settings.auth, guesses) if settings.auth else None,
        auth_message=AT_THE_LOGIN,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        **mount_options(),
    )


def _tools_over_http(tools: Any, settings: Settings) -> Any:
    """Return the tools as a web application that keeps nothing between two requests.

    On a loopback address it refuses what pages of other sites send.
    """
    host = LOCAL_NAMES[0] if is_loopback(settings.host) else settings.host
    return tools.streamable_http_app(stateless_http=True, json_response=True, host=host)


class Guarded:
    """Tells browsers what to refuse and what to keep of every response; notes who is asking."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def guarded(message: Any) -> None:
            if message["type"] == "http.response.start":
                is_asset = scope["path"].startswith("/assets/") and message["status"] == 200
                more = (*HEADERS, KEPT) if is_asset else HEADERS
                message["headers"] = [*message.get("headers", ()), *more]
            await send(message)

        ASKER.set((scope.get("client") or ("",))[0])
        await self.app(scope, receive, guarded)
