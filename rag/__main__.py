"""The entry of ``python -m rag``: it runs the commands and tells errors without a traceback."""

from __future__ import annotations

import os
import signal
import sys


def main() -> None:
    """Run the command line. The exit status is 130 where Ctrl+C stopped it."""
    signal.signal(signal.SIGINT, leave)
    from rag.commands import app
    from rag.errors import PressroomError
    from rag.printing import escaped
    from rag.terminal import err, print_anything

    is_stopped = False

    def stop(*_: object) -> None:
        nonlocal is_stopped
        is_stopped = True
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, stop)
    print_anything()
    try:
        app()
    except BaseException as exc:
        if is_stopped:  # whatever became of the interrupt: an import makes an ImportError of it
            err.print("Stopped; what was recorded stays, and the next run goes on from there.")
            sys.exit(130)
        if not isinstance(exc, PressroomError):
            raise
        err.print(f"[red]Error:[/] {escaped(str(exc))}")
        sys.exit(1)


def leave(*_: object) -> None:
    """End at once: nothing is open yet, and an exception in the midst of an import may get lost."""
    os.write(2, b"Stopped.\n")
    os._exit(130)


if __name__ == "__main__":
    main()
