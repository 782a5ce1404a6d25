"""Pressroom's web page: ``python app.py``, then open the address it prints."""

from __future__ import annotations

import sys

from rag.errors import PressroomError
from rag.pressroom import Pressroom
from rag.settings import Settings
from ui.serving import address, listen, serve


def main() -> int:
    """Open the library and serve the page until stopped; return the exit status."""
    try:
        run()
    except PressroomError as exc:
        print(f"Error: {exc}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
    return 0


def run() -> None:
    """Serve the page. Raises PressroomError for a mistake in the settings."""
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
