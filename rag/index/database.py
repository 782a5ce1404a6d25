"""The database under the library: connections, transactions, and its errors turned into ours."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from rag.errors import IndexDamaged, IndexFolderError, SettingsError


class Database:
    """One SQLite file, or PostgreSQL database; ``place`` is what messages call it."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        self.place = self._engine.url.render_as_string().removeprefix("sqlite:///")
        self._writing = threading.Lock()
        if url.startswith("sqlite"):
            sa.event.listen(self._engine, "connect", _configure_sqlite)

    def make(self, tables: sa.MetaData) -> None:
        """Make those tables that are not there yet."""
        with self._translated():
            tables.create_all(self._engine)

    def holds(self, table: sa.Table) -> bool:
        """Return whether a table is there: one that only a later version knows may not be."""
        with self._translated():
            return sa.inspect(self._engine).has_table(table.name)

    @contextmanager
    def change(self) -> Iterator[sa.Connection]:
        """A transaction that writes: one at a time, as SQLite would refuse a second."""
        with self._writing, self.transaction() as connection:
            yield connection

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """A transaction, committed at its end and undone by an error."""
        with self._translated(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn errors of the database into ours."""
        try:
            yield
        except DBAPIError as exc:
            raise _translated(exc, self.place) from exc
        except SQLAlchemyError as exc:
            raise IndexDamaged(f"The library {self.place} cannot be used: {exc}") from exc

    def close(self) -> None:
        """Release all connections."""
        self._engine.dispose()


def _engine(url: str) -> sa.Engine:
    """Return the door to a database. Raises SettingsError for a URL that leads to none."""
    try:
        return sa.create_engine(url)
    except (SQLAlchemyError, ImportError) as exc:
        said = "it is no URL of a database" if isinstance(exc, SQLAlchemyError) else str(exc)
        raise SettingsError(
            f"PRESSROOM_LIBRARY_URL cannot be used: {said}. Write it as "
            "postgresql+psycopg://user:password@host/database, and install psycopg for it "
            "(`pip install 'psycopg[binary]'`)."
        ) from exc


def _configure_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.execute("PRAGMA cache_size=-65536")
    cursor.close()


def _translated(exc: DBAPIError, place: str) -> IndexFolderError:
    said = str(exc.orig).lower()
    if "full" in said:
        return IndexFolderError(
            f"The disk of {place} is full; what was ingested before is safe. "
            "Free some space and run the same command again."
        )
    if "unable to open" in said or "readonly" in said or "read-only" in said:
        return IndexFolderError(f"{place} cannot be opened for use: {exc.orig}. Check the folder.")
    if "connection" in said:
        return IndexFolderError(
            f"The library {place} cannot be reached ({exc.orig}). Start the database, or correct "
            "PRESSROOM_LIBRARY_URL."
        )
    if "no such table" in said:
        return IndexDamaged(f"{place} is not a library of ours, or one that was never finished.")
    return IndexDamaged(
        f"The library {place} cannot be read ({exc.orig}). Restore it from a backup, or move the "
        "index folder away and ingest your sources again."
    )
