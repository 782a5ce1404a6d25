"""Records as JSON and back: the one way they leave the program, and how they are read again."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from rag.errors import RecordError

if TYPE_CHECKING:
    from pydantic import ValidationError

T = TypeVar("T")


def from_json(kind: type[T], text: str | bytes) -> T:
    """Return the record, or collection of records, that `to_json` wrote.

    Fields that this version does not know are left out. Raises RecordError, naming the field.
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(kind).validate_json(text)
    except ValidationError as exc:
        raise RecordError(_first_fault(exc)) from exc


def _first_fault(exc: ValidationError) -> str:
    fault = exc.errors(include_url=False)[0]
    where = ".".join(map(str, fault["loc"]))
    name = exc.title.removeprefix("tuple")
    return f"This is not a record of ours ({name}): {f'{where}: ' if where else ''}{fault['msg']}."


def to_plain(value: Any) -> Any:
    """Turn a record, or records inside lists and mappings, into what JSON can hold."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):  # a named tuple
        return {key: to_plain(part) for key, part in value._asdict().items()}
    if isinstance(value, Mapping):
        return {str(key): to_plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(part) for part in value]
    if isinstance(value, Path):
        return str(value)
    return value


def to_json(value: Any) -> str:
    """Return *value* as JSON: the one way records leave the program."""
    return json.dumps(to_plain(value), ensure_ascii=False, indent=2)
