"""The page over a Pressroom that reads and writes slowly: `python tests/page/slow_page.py`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from rag.pressroom import Pressroom
from rag.records import AnswerEvent, IngestReport
from rag.settings import Settings
from ui.desk import Desk
from ui.page import build
from ui.serving import address, listen, serve


class SlowPressroom(Pressroom):
    """Writes forty words before each answer, for two seconds, and reads a source a second."""

    def ingest(self, *arguments: Any, **options: Any) -> IngestReport:
        time.sleep(1)
        return super().ingest(*arguments, **options)

    def stream(self, question: str, **filters: Any) -> Iterator[AnswerEvent]:
        for number in range(40):
            yield AnswerEvent("text", text=f"word{number} ")
            time.sleep(0.05)
        yield from super().stream(question, **filters)


def main() -> None:
    settings = Settings.load()
    listening = listen(settings)
    room = SlowPressroom.open(settings=settings)
    desk = Desk(room)
    desk.arrival.start()
    page = build(room, desk)
    print(address(listening), flush=True)
    serve(page, room, listening)


if __name__ == "__main__":
    main()
