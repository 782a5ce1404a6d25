"""Pressroom's web page: ``python app.py``, then open the address it prints."""

from __future__ import annotations

import os
import signal
import sys


def main() -> int:
    """Open the library and serve the page until stopped; return the exit status."""
    signal.signal(signal.SIGINT, stop)
    from rag.errors import PressroomError

    try:
        run()
    except PressroomError as exc:
        print(f"Error: {exc}", file=sys.stderr)
        return 1
    return 0


def stop(*_: object) -> None:
    """End at once, as Ctrl+C asks before the page is served and after it has closed the library.

    An exception raised in the middle of an import may go unheard, and nothing that was recorded
    can be lost.
    """
    os.write(2, b"Stopped.\n")
    os._exit(0)


def run() -> None:
    """Serve the page. Raises PressroomError for a mistake in the settings."""
    from rag.pressroom import Pressroom
    from rag.settings import Settings
    from ui.serving import address, listen, serve

    settings = Settings.load()
    listening = listen(settings)
    with Pressroom.open(settings=settings) as room:
        from ui.desk import Desk
        from ui.page import build  # takes seconds, so the mistakes above are told first

        desk = Desk(room)
        desk.arrival.start()
        page = build(room, desk)
        print(f"Pressroom is at {address(listening)} (Ctrl+C stops it)", flush=True)
        serve(page, room, listening)


if __name__ == "__main__":
    sys.exit(main())
