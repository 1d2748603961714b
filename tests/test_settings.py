"""Settings: which source wins, what is refused, what is shown."""

import os
from pathlib import Path

import pytest
from pydantic import Field, SecretStr

from ipbot.settings import MASK, Settings, load
from ipbot.values.errors import SettingsError


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.upper().startswith("IPBOT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def _write(text: str, name: str = "ipbot.yaml") -> None:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text(text, "utf-8")


def _refusal(**overrides: object) -> str:
    with pytest.raises(SettingsError) as caught:
        load(overrides)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_defaults() -> None:
    settings = load()
    assert (settings.corpus, settings.base_url, settings.config) == (Path("corpus"), None, None)
    assert (settings.max_question_chars, settings.context_limit, settings.passages) == (300, 8, 8)
    assert settings.cache_dir.name == "ipbot"


def test_a_user_without_a_home_needs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(name: str) -> Path:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setattr("ipbot.settings.user_cache_path", homeless)
    monkeypatch.setattr("ipbot.settings.user_state_path", homeless)
    assert (load().cache_dir, load().telegram_feedback) == (Path(".ipbot"), Path(".ipbot/feedback.jsonl"))


def test_command_line_over_environment_over_file_over_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    _write("corpus: from-file\npassages: 1\ncontext_limit: 2\nmax_question_chars: 3\n")
    monkeypatch.setenv("IPBOT_CORPUS", "from-environment")
    monkeypatch.setenv("IPBOT_PASSAGES", "11")
    settings = load({"corpus": Path("from-command-line"), "config": None})
    assert settings.corpus == Path("from-command-line")
    assert (settings.passages, settings.context_limit, settings.base_url) == (11, 2, None)
    assert {s.name: s.origin for s in settings.shown() if s.origin != "default"} == {
        "corpus": "command line",
        "max_question_chars": "ipbot.yaml",
        "context_limit": "ipbot.yaml",
        "passages": "environment IPBOT_PASSAGES",
    }


@pytest.mark.parametrize("written", ["off", "Off", "'off'", "' OFF '"])
@pytest.mark.parametrize("name", [n for n, f in Settings.model_fields.items() if "or off" in str(f.description)])
def test_what_can_be_off_is_off_however_yaml_reads_it(name: str, written: str) -> None:
    _write(f"{name}: {written}\n")
    assert getattr(load(), name) == "off"


def test_what_can_not_be_off_is_not() -> None:
    _write("telegram_listen: off\n")
    assert "telegram_listen" in _refusal()


def test_an_empty_variable_is_no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    _write("passages: 5\n")
    monkeypatch.setenv("IPBOT_PASSAGES", "")
    assert load().passages == 5


def test_a_named_file_wins_over_the_one_in_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    _write("passages: 1\n")
    _write("passages: 2\n", "elsewhere/a.yaml")
    _write("passages: 3\n", "elsewhere/b.yaml")
    monkeypatch.setenv("IPBOT_CONFIG", "elsewhere/a.yaml")
    assert load().passages == 2
    assert load({"config": Path("elsewhere/b.yaml")}).passages == 3


def test_a_corpus_in_a_file_is_relative_to_it() -> None:
    _write("corpus: briefings\n", "elsewhere/ipbot.yaml")
    assert load({"config": "elsewhere/ipbot.yaml"}).corpus == Path("elsewhere/briefings")
    _write("corpus: /srv/briefings\n")
    assert load().corpus == Path("/srv/briefings")


def test_the_home_folder_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/someone")
    assert load({"corpus": Path("~/briefings")}).corpus == Path("/home/someone/briefings")


def test_an_empty_file_sets_nothing() -> None:
    _write("# nothing yet\n")
    assert load().passages == 8


def test_an_unknown_key_is_named_with_its_line_and_the_nearest() -> None:
    _write("passages: 3\npasages: 4\n")
    assert _refusal() == "ipbot.yaml:2: unknown setting 'pasages'; did you mean 'passages'?"


def test_an_unknown_key_like_nothing_lists_what_is_known() -> None:
    _write("xyzzy: 4\n")
    assert "known are: corpus, cache_dir," in _refusal()


def test_a_settings_file_does_not_name_another() -> None:
    _write("config: other.yaml\n")
    assert "unknown setting 'config'" in _refusal()


def test_an_unknown_variable_is_named_with_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPBOT_CORPS", "x")
    assert _refusal() == "environment: unknown setting 'IPBOT_CORPS'; did you mean 'IPBOT_CORPUS'?"


def test_an_unknown_override_is_refused() -> None:
    assert "unknown setting 'corpse'; did you mean 'corpus'?" in _refusal(corpse="x")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("passages: many\n", "ipbot.yaml: passages: Input should be a valid integer"),
        ("passages: 0\n", "ipbot.yaml: passages: Input should be greater than or equal to 1 (got '0')"),
        ("context_limit: -1\n", "context_limit: Input should be greater than or equal to 0"),
        ("corpus: 7\n", "corpus: Input is not a valid path"),
        ("passages: 0\ncontext_limit: -1\n", ", and 1 more"),
        ("telegram_listen: '8443'\n", "telegram_listen: expected address:port, like 127.0.0.1:8443"),
        ("telegram_listen: 127.0.0.1:99999\n", "telegram_listen: expected address:port"),
        ("base_url: ftp://example.org\n", "base_url: expected an address like https://example.org"),
        ("base_url: example.org\n", "base_url: expected an address"),
        ("base_url: https://\n", "base_url: expected an address"),
        ("base_url: https://example.org/?q=1\n", "base_url: expected an address"),
        ("base_url: http://[::1\n", "base_url: "),
        ("- passages\n", "ipbot.yaml: expected lines of 'name: value'"),
        ("passages: [\n", "ipbot.yaml:2: not valid YAML"),
        ("passages: 1\npassages: 2\n", "ipbot.yaml:2: not valid YAML: the key 'passages' twice"),
    ],
)
def test_a_bad_value_is_one_line(text: str, said: str) -> None:
    _write(text)
    assert said in _refusal()


def test_a_bad_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPBOT_PASSAGES", "abc")
    assert _refusal().startswith("environment IPBOT_PASSAGES: passages: ")


def test_a_named_file_must_be_there() -> None:
    assert _refusal(config=Path("nowhere.yaml")) == "nowhere.yaml: can't be read: No such file or directory"


def test_an_address_is_kept_without_its_last_slash() -> None:
    _write("base_url: https://example.org/ipbot/\n")
    assert load().base_url == "https://example.org/ipbot"


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load().passages = 3


class _WithSecret(Settings):
    key: SecretStr | None = Field(None, description="a secret")
    pin: SecretStr = Field(SecretStr("123456"), max_length=6, description="another")


def test_secrets_are_masked_where_settings_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPBOT_KEY", "hunter2")
    settings = load(model=_WithSecret)
    assert isinstance(settings, _WithSecret)
    assert settings.key is not None
    assert settings.key.get_secret_value() == "hunter2"
    shown = {s.name: s.value for s in settings.shown()}
    assert (shown["key"], shown["pin"]) == (MASK, MASK)
    assert "hunter2" not in f"{settings!r}{settings.shown()}"


def test_a_secret_is_not_read_from_a_settings_file() -> None:
    _write("passages: 3\ntelegram_token: 123456:abc\n")
    assert _refusal() == (
        "ipbot.yaml:2: telegram_token: a secret is not read from a settings file; set IPBOT_TELEGRAM_TOKEN"
    )


def test_a_bad_secret_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPBOT_PIN", "hunter2")
    with pytest.raises(SettingsError) as caught:
        load(model=_WithSecret)
    assert "pin" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_every_setting_says_what_it_is() -> None:
    assert all(s.description for s in load().shown())
