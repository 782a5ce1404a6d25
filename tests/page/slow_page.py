"""The page over a Pressroom that can be held up: `python tests/page/slow_page.py`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import count
from typing import Any

from rag.pressroom import Pressroom
from rag.records import AnswerEvent, IngestReport
from rag.settings import Settings
from ui.desk import Desk
from ui.page import build
from ui.serving import address, listen, serve


class HeldPressroom(Pressroom):
    """While a file named ``held`` lies beside its index: no source is read, and no answer ends."""

    @property
    def is_held(self) -> bool:
        return (self.settings.index.parent / "held").exists()

    def ingest(self, *arguments: Any, **options: Any) -> IngestReport:
        while self.is_held:
            time.sleep(0.05)
        return super().ingest(*arguments, **options)

    def stream(self, question: str, **filters: Any) -> Iterator[AnswerEvent]:
        for number in count():
            if not self.is_held:
                break
            yield AnswerEvent("text", text=f"word{number} ")
            time.sleep(0.05)
        yield from super().stream(question, **filters)


def main() -> None:
    settings = Settings.load()
    listening = listen(settings)
    room = HeldPressroom.open(settings=settings)
    desk = Desk(room)
    desk.arrival.start()
    page = build(room, desk)
    print(address(listening), flush=True)
    serve(page, room, listening)


if __name__ == "__main__":
    main()
