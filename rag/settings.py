"""Settings, read once from the environment and ``pressroom.toml``.

Every field is read from ``PRESSROOM_<FIELD>`` or the key of that name in the file; the
environment wins. Unknown names are refused, so that a misspelt setting never passes in silence.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from rag.errors import SettingsError

FILE = "pressroom.toml"
PREFIX = "PRESSROOM_"
DEFAULT_CHAT_MODEL = "openai:gpt-4.1-mini"
EXTRACTIVE = "extractive"


class Settings(BaseSettings):
    """All settings with their defaults; frozen."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, toml_file=FILE, extra="forbid", frozen=True, env_ignore_empty=True
    )

    index: Path = Field(Path("index"), description="folder of the index")
    corpus: Path = Field(Path("corpus"), description="folder ingested when the page starts")
    embedder: str = Field("minilm", description="minilm, openai:MODEL or langchain:module.Class")
    model: str | None = Field(None, description="extractive, or a chat model such as openai:NAME")
    chroma_url: str | None = Field(None, description="a Chroma server for the dense index")
    library_url: str | None = Field(None, description="a PostgreSQL database for the library")
    host: str = Field("127.0.0.1", description="address the page listens on")
    port: int = Field(7860, ge=0, le=65535, description="port the page listens on")
    auth: str | None = Field(None, pattern=r"^[^:]+:.+$", description="user:password of the page")
    open_to_all: bool = Field(False, description="listen on another address without a password")

    max_source_mb: float = Field(100, gt=0, description="largest file read, in megabytes")
    max_upload_mb: float = Field(25, gt=0, description="largest file taken from the page")
    max_pages: int = Field(5000, gt=0, description="most pages read of a PDF")
    max_question: int = Field(2000, gt=0, description="longest question, in characters")
    fetch_private: bool = Field(False, description="allow URLs on private networks")
    fetch_seconds: float = Field(20, gt=0, description="time for fetching one URL in all")
    fetch_mb: float = Field(20, gt=0, description="most megabytes read from one URL")
    fetch_redirects: int = Field(5, ge=0, description="most redirects followed for one URL")
    model_seconds: float = Field(60, gt=0, description="time for one answer of a chat model")
    model_retries: int = Field(2, ge=0, description="retries after a passing fault of the model")
    model_window: int | None = Field(
        None, ge=1500, description="tokens that the chat model takes, where it does not tell"
    )
    threads: int | None = Field(None, gt=0, description="processor cores used for embedding")

    def __init__(self, **values: Any) -> None:
        """Read the settings, with *values* before all else.

        Raises SettingsError naming the setting, where it was set, and what is allowed.
        """
        try:
            super().__init__(**values)
        except tomllib.TOMLDecodeError as exc:
            raise SettingsError(f"{FILE} is not valid TOML: {exc}. Correct or remove it.") from exc
        except ValidationError as exc:
            raise SettingsError(_explained(exc, type(self))) from exc

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read arguments first, then the environment, then the file; no ``.env``."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @classmethod
    def load(cls, **overrides: Any) -> Settings:
        """Return the settings, with *overrides* that are not None before all else.

        Raises SettingsError as the class does, and for variables that are no settings.
        """
        _refuse_unknown_variables(cls)
        return cls(**{key: value for key, value in overrides.items() if value is not None})

    def chat_model(self) -> str:
        """Return the name of the chat model in force, or "extractive".

        Without a model named, a key or base URL for OpenAI makes a generated answer the default.
        """
        if self.model:
            return self.model
        keyed = os.environ.get("OPENAI_API_KEY") or os.environ.get("OPENAI_BASE_URL")
        return DEFAULT_CHAT_MODEL if keyed else EXTRACTIVE


def _refuse_unknown_variables(cls: type[Settings]) -> None:
    known = {PREFIX + name.upper() for name in cls.model_fields}
    for name in os.environ:
        if name.startswith(PREFIX) and name not in known:
            raise SettingsError(
                f"The environment sets {name}, which is no setting.{_hint(name, known)}"
            )


def _explained(exc: ValidationError, cls: type[Settings]) -> str:
    lines = []
    for error in exc.errors():
        name = ".".join(map(str, error["loc"]))
        if error["type"] == "extra_forbidden":
            hint = _hint(name, set(cls.model_fields))
            lines.append(f"{name} is no setting (in {FILE} or an argument).{hint}")
        elif name == "auth":  # which holds a password, so it is not repeated
            lines.append(f"{PREFIX}AUTH is no user:password. Write both, with a colon between.")
        else:
            variable = PREFIX + name.upper()
            lines.append(f"{variable} cannot be {error['input']!r}: {error['msg']}.")
    return " ".join(lines)


def _hint(name: str, known: set[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f" Did you mean {close[0]}?" if close else f" Known: {', '.join(sorted(known))}."
