"""What can be set, and from where: command line, then `IPBOT_…` environment, then `ipbot.yaml`, then defaults."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path, user_state_path
from pydantic import Field, PrivateAttr, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from ipbot import yamlfile
from ipbot.setting_types import (
    SERVE,
    ExactOrigins,
    Folder,
    HeaderName,
    Hosts,
    ListenAddress,
    Networks,
    Origins,
    Rates,
    WebAddress,
)
from ipbot.values.errors import DataFileError, SettingsError

PREFIX = "IPBOT_"
FILE = Path("ipbot.yaml")
MASK = "********"


def _own(folder: Callable[[str], Path]) -> Path:
    """The user's own folder of some kind; for a user without a home one below the folder that ipbot runs in."""
    try:
        return folder("ipbot")
    except RuntimeError:
        return Path(".ipbot")


@dataclass(frozen=True, slots=True)
class ShownSetting:
    """One setting as people may see it: secrets are masked."""

    name: str
    value: str
    origin: str
    description: str


class Settings(BaseSettings):
    """Every setting, already checked; each field's description is what users read."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True)

    config: Folder | None = Field(None, description="the settings file; ipbot.yaml in the working directory, if any")
    corpus: Folder = Field(
        Path("corpus"), description="the folder with a folder for each briefing; in a settings file, relative to it"
    )
    cache_dir: Folder = Field(
        default_factory=lambda: _own(user_cache_path), description="where ipbot keeps what it can build again"
    )
    base_url: WebAddress | None = Field(None, description="this service's own address, for links to a sentence")
    max_question_chars: int = Field(300, ge=1, description="the longest question, in characters")
    context_limit: int = Field(8, ge=0, description="how many earlier questions of a session are looked at")
    max_draft_chars: int = Field(400_000, ge=1, description="the longest draft, in characters")
    passages: int = Field(8, ge=1, description="how many passages the retriever hands on to the reader")
    host: str = Field("127.0.0.1", description="the address that ipbot serve listens on; 0.0.0.0 for every one")
    port: int = Field(8000, ge=0, le=65535, description="the port that ipbot serve listens on; 0 for any free one")
    workers: int = Field(1, ge=1, le=64, description="how many processes answer; one a core is best")
    allowed_hosts: Hosts = Field(
        ("localhost", "127.0.0.1", "[::1]"),
        description="host names that requests may be for, besides base_url's and a webhook's in ipbot serve; * for any",
    )
    trusted_proxies: Networks = Field(
        (), description="addresses or networks of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed"
    )
    cors_origins: ExactOrigins = Field((), description="origins whose pages may call the API")
    embed_origins: Origins = Field((), description="origins whose pages may show the widget, besides ipbot's own")
    rate_limit: Rates = Field(
        "120/minute", description="how many questions one client may ask, such as 20/minute; 200/hour, or off"
    )
    rate_limit_storage: SecretStr = Field(
        SecretStr("memory://"), description="where questions are counted: memory:// in each worker, or redis://HOST"
    )
    max_body_bytes: int = Field(16_384, ge=1024, description="the largest request body, in bytes")
    max_connections: int = Field(1_000, ge=1, description="how many connections a worker holds open; more get a 503")
    request_timeout: float = Field(
        10, gt=0, description="seconds that a request may take to arrive; three times that to take what was sent"
    )
    keep_alive: int = Field(15, ge=1, description="seconds that an idle connection is kept open")
    graceful_timeout: int = Field(10, ge=0, description="seconds that requests are given to end when ipbot stops")
    answer_cache: int = Field(4_096, ge=0, description="how many answers a worker keeps")
    log_questions: bool = Field(False, description="whether questions are written into the access log")
    metrics_clients: Networks = Field(
        ("127.0.0.0/8", "::1/128"), description="addresses or networks that may read /metrics"
    )
    desk_password: SecretStr | None = Field(
        None,
        description="the staff password of the fact-checking desk, or its argon2 hash; where there is none, no desk",
    )
    desk_password_file: Folder | None = Field(None, description="a file that holds the desk's password or its hash")
    desk_user_header: HeaderName | None = Field(
        None, description="the header in which trusted_proxies name who has logged in there, such as Remote-User"
    )
    desk_session_minutes: int = Field(240, ge=5, le=1440, description="how long somebody stays logged in at the desk")
    desk_session_key: SecretStr | None = Field(
        None, description="what signs the desk's sessions; made anew at each start where none is set"
    )
    desk_login_limit: Rates = Field(
        "5/minute; 30/hour",
        description="how many wrong passwords one client may try, such as 5/minute; 30/hour, or off",
    )
    desk_rate_limit: Rates = Field(
        "30/minute", description="how many drafts one client may have checked, such as 30/minute, or off"
    )
    max_draft_bytes: int = Field(
        8_388_608, ge=1024, le=20_971_520, description="the largest draft that the desk takes, in bytes"
    )
    telegram_token: SecretStr | None = Field(None, description="the Telegram bot's token")
    telegram_token_file: Folder | None = Field(None, description="a file that holds the Telegram bot's token")
    telegram_api_url: WebAddress = Field("https://api.telegram.org", description="the Bot API server that is used")
    telegram_webhook_url: WebAddress | None = Field(
        None, description="the public https address at which Telegram reaches this bot; where none is set, it polls"
    )
    telegram_listen: ListenAddress = Field(
        "127.0.0.1:8443", description="where the webhook listens, as address:port; serve to have ipbot serve answer it"
    )
    telegram_drop_pending: bool = Field(
        False, description="whether what was sent while the bot was down is dropped; else it is answered"
    )
    telegram_memory_minutes: int = Field(30, ge=1, description="how long earlier questions of a chat are remembered")
    telegram_user_limit: int = Field(20, ge=1, description="how many messages of one person are answered in a minute")
    telegram_group_limit: int = Field(15, ge=1, description="how many messages of one group are answered in a minute")
    telegram_send_rate: float = Field(30, gt=0, description="how many messages a second the bot sends at most")
    telegram_feedback: Folder = Field(
        default_factory=lambda: _own(user_state_path) / "feedback.jsonl", description="the file that keeps 👍 and 👎"
    )
    telegram_feedback_days: int = Field(365, ge=1, description="how long feedback is kept")

    _origins: dict[str, str] = PrivateAttr(default_factory=dict)

    @property
    def telegram_in_serve(self) -> bool:
        """Whether `ipbot serve` answers the webhook."""
        return self.telegram_listen == SERVE

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put the settings file behind the environment."""
        return init_settings, env_settings, _ConfigFile(settings_cls)

    def shown(self) -> tuple[ShownSetting, ...]:
        """Every setting with its value, where that came from and what it means."""
        return tuple(
            ShownSetting(
                name, _shown_value(getattr(self, name)), self._origins.get(name, "default"), str(f.description)
            )
            for name, f in type(self).model_fields.items()
        )


class _ConfigFile(PydanticBaseSettingsSource):
    """The settings file: a named one must be there, `ipbot.yaml` need not be."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        named = self.current_state.get("config")
        path = Path(named).expanduser() if named else FILE
        if not named and not path.exists():
            return {}
        fields = self.settings_cls.model_fields
        return _read(path, [n for n in fields if n != "config"], [n for n in fields if _is_secret(fields[n])])


def load(overrides: Mapping[str, object] | None = None, model: type[Settings] = Settings) -> Settings:
    """Gather the settings; `overrides` are the command line's, by field name. Raises SettingsError."""
    given: dict[str, Any] = {name: value for name, value in (overrides or {}).items() if value is not None}
    _refuse_unknown_variables(model)
    try:
        settings = model(**given)
    except ValidationError as error:
        raise _settings_error(error, model, given) from error
    settings._origins.update({name: _origin(name, given) for name in settings.model_fields_set})
    return settings


def _read(path: Path, known: list[str], secret: list[str]) -> dict[str, Any]:
    try:
        found, lines = yamlfile.read_with_lines(path)
    except DataFileError as error:
        raise SettingsError(error.what, where=error.where, remedy=error.remedy) from error
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise SettingsError("expected lines of 'name: value'", where=str(path))
    for key in found:
        if key not in known:
            raise _unknown(str(key), f"{path}:{lines.get((key,), 1)}", known)
        if key in secret:
            where, variable = f"{path}:{lines[key,]}", f"{PREFIX}{key}".upper()
            raise SettingsError(
                f"{key}: a secret is not read from a settings file", where=where, remedy=f"set {variable}"
            )
    if isinstance(found.get("corpus"), str):
        found["corpus"] = path.parent / Path(found["corpus"]).expanduser()
    return found


def _refuse_unknown_variables(model: type[Settings]) -> None:
    known = [PREFIX + name.upper() for name in model.model_fields]
    for variable in os.environ:
        if variable.upper().startswith(PREFIX) and variable.upper() not in known:
            raise _unknown(variable, "environment", known)


def _unknown(name: str, where: str, known: list[str]) -> SettingsError:
    nearest = get_close_matches(name, known, n=1)
    remedy = f"did you mean {nearest[0]!r}?" if nearest else f"known are: {', '.join(known)}"
    return SettingsError(f"unknown setting {name!r}", where=where, remedy=remedy)


def _settings_error(error: ValidationError, model: type[Settings], given: Mapping[str, object]) -> SettingsError:
    first, more = error.errors(include_url=False)[0], error.error_count() - 1
    name = str(first["loc"][0]) if first["loc"] else ""
    if first["type"] == "extra_forbidden":
        return _unknown(name, "command line", list(model.model_fields))
    got = "" if _is_secret(model.model_fields[name]) else f" (got {str(first['input'])!r})"
    also = f", and {more} more" if more else ""
    message = first["msg"].removeprefix("Value error, ")
    return SettingsError(f"{message}{got}{also}", where=f"{_origin(name, given)}: {name}")


def _is_secret(field: FieldInfo) -> bool:
    return "SecretStr" in str(field.annotation)


def _origin(name: str, given: Mapping[str, object]) -> str:
    variable = PREFIX + name.upper()
    if name in given:
        return "command line"
    if any(v.upper() == variable and os.environ[v] for v in os.environ):
        return f"environment {variable}"
    return str(given.get("config") or os.environ.get(f"{PREFIX}CONFIG") or FILE)


def _shown_value(value: object) -> str:
    if isinstance(value, SecretStr):
        return MASK if value.get_secret_value() else ""
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else str(value)
