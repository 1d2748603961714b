"""What `deploy/` holds is sound by the tools of its kinds, agrees with the settings, and is locked up."""

import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

import dockerfile
import fronts
from fronts import DEPLOY, ROOT
from ipbot import __version__, settings
from ipbot.settings import PREFIX

COMPOSE = DEPLOY / "docker" / "compose.yaml"
EXAMPLE = DEPLOY / "docker" / "env.example"
WEB_UNIT = DEPLOY / "systemd" / "ipbot-web.service"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
READMES = [*sorted(DEPLOY.rglob("README.md")), ROOT / "docs" / "deploying.md"]
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")
MOST_EXPOSED = 12
"""systemd's measure of a unit's exposure, times ten: 0 is locked up, 100 open."""


def _compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(COMPOSE.read_text("utf-8"))
    return found


def _example(with_comments: bool) -> dict[str, str]:
    pattern = r"^(?:# )?(\w+)=(.*)$" if with_comments else r"^(\w+)=(.*)$"
    return dict(re.findall(pattern, EXAMPLE.read_text("utf-8"), re.MULTILINE))


def _filled(value: str, given: dict[str, str]) -> str:
    return VARIABLE.sub(lambda m: given.get(m[1], m[3] if m[2] == "-" else ""), value)


def _load(env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> settings.Settings:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    return settings.load()


# --- the image


def test_hadolint_finds_no_fault() -> None:
    done = subprocess.run([fronts.needed("hadolint"), dockerfile.FILE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_has_a_user_a_health_check_and_stages() -> None:
    build, result = dockerfile.stages().values()
    told = {step.name: step.words for step in result}
    assert told["USER"] == _compose()["services"]["ipbot"]["user"]
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", told["USER"])
    assert "healthcheck.py" in told["HEALTHCHECK"]
    assert "RUN" in {step.name for step in build}
    assert "RUN" not in told


def test_the_settings_of_the_image_are_settings(monkeypatch: pytest.MonkeyPatch, alone: None) -> None:
    env = next(step.words for step in dockerfile.stages()[""] if step.name == "ENV")
    ours = {k: v for k, v in (word.split("=", 1) for word in env.split()) if k.startswith(PREFIX)}
    loaded = _load(ours, monkeypatch)
    assert (loaded.host, str(loaded.corpus)) == ("0.0.0.0", "/srv/ipbot/corpus")


def test_the_build_is_sent_what_it_copies_and_nothing_else() -> None:
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    copied: set[str] = set()
    for step in [step for steps in dockerfile.stages().values() for step in steps if step.name == "COPY"]:
        words = step.words.split()
        copied |= set(words[:-1]) if not words[0].startswith("--from=") else set()
    assert copied == allowed
    assert all((ROOT / name).exists() for name in copied)


# --- compose


def test_the_compose_file_keeps_to_the_specification() -> None:
    if find_spec("check_jsonschema") is None:
        pytest.skip("needs check-jsonschema")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(COMPOSE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["ipbot", "caddy"])
def test_every_container_is_locked_up_and_limited(name: str) -> None:
    service = _compose()["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert set(service.get("cap_add", [])) <= {"NET_BIND_SERVICE"}
    assert "no-new-privileges:true" in service["security_opt"]
    assert all("noexec" in mount for mount in service["tmpfs"])
    assert {"cpus", "memory", "pids"} <= set(service["deploy"]["resources"]["limits"])
    assert not {"privileged", "network_mode", "pid", "devices"} & set(service)
    assert not any("docker.sock" in str(volume) for volume in service["volumes"])


def test_ipbot_is_reached_through_caddy_alone() -> None:
    compose = _compose()
    ipbot, caddy = compose["services"]["ipbot"], compose["services"]["caddy"]
    assert "ports" not in ipbot
    assert set(ipbot["networks"]) == {"inside"}
    assert compose["networks"]["inside"]["internal"] is True
    assert ipbot["environment"]["IPBOT_TRUSTED_PROXIES"] == caddy["networks"]["inside"]["ipv4_address"]


def test_what_compose_sets_are_settings(monkeypatch: pytest.MonkeyPatch, alone: None) -> None:
    given = _example(with_comments=True)
    env = {k: _filled(v, given) for k, v in _compose()["services"]["ipbot"]["environment"].items()}
    loaded = _load(env, monkeypatch)
    assert (loaded.base_url, loaded.workers) == ("https://desk.example.org", 2)
    assert loaded.embed_origins == ("https://news.example.org",)


def test_compose_works_with_what_must_be_set_alone(monkeypatch: pytest.MonkeyPatch, alone: None) -> None:
    given = _example(with_comments=False)
    assert given == {"SITE": "desk.example.org", "TAG": __version__}
    env = {k: _filled(v, given) for k, v in _compose()["services"]["ipbot"]["environment"].items()}
    assert _load(env, monkeypatch).rate_limit == settings.Settings.model_fields["rate_limit"].default


def test_every_variable_of_compose_is_in_the_example() -> None:
    used = {name for name, _, _ in VARIABLE.findall(COMPOSE.read_text("utf-8"))}
    assert used == set(_example(with_comments=True))


# --- systemd


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_finds_no_fault_with_a_unit(unit: Path, tmp_path: Path) -> None:
    program = fronts.needed("systemd-analyze")
    installed = re.sub(r"/opt/ipbot/bin/\w+", "/bin/true", unit.read_text("utf-8"))
    (tmp_path / unit.name).write_text(installed, "utf-8")
    command = [program, "verify", "--man=no", str(tmp_path / unit.name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_is_locked_up(tmp_path: Path) -> None:
    program = fronts.needed("systemd-analyze")
    command = [program, "security", "--offline=true", f"--threshold={MOST_EXPOSED}", "--no-pager", str(WEB_UNIT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "offline" in done.stderr and "unrecognized" in done.stderr:
        pytest.skip("needs systemd 250 or newer")
    assert done.returncode == 0, done.stdout[-300:] + done.stderr


def test_the_settings_of_the_unit_are_settings(monkeypatch: pytest.MonkeyPatch, alone: None) -> None:
    unit = WEB_UNIT.read_text("utf-8")
    _load(dict(re.findall(rf"^Environment=({PREFIX}\w+)=(.*)$", unit, re.MULTILINE)), monkeypatch)
    ports = re.findall(r"^SocketBindAllow=tcp:(\d+)$", unit, re.MULTILINE)
    assert ports == [str(settings.Settings.model_fields["port"].default)]


def test_the_settings_file_can_be_read_and_fits_the_proxy(monkeypatch: pytest.MonkeyPatch, alone: None) -> None:
    monkeypatch.delenv("IPBOT_CORPUS")
    path = DEPLOY / "systemd" / "ipbot.yaml"
    loaded = settings.load({"config": path})
    site = (DEPLOY / "nginx" / "ipbot.conf").read_text("utf-8")
    assert set(re.findall(r"server_name (\S+);", site)) == {str(loaded.base_url).removeprefix("https://")}
    assert loaded.trusted_proxies == ("127.0.0.1/32",)
    assert f"server 127.0.0.1:{loaded.port} " in site


# --- the health check


def _health(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(DEPLOY / "healthcheck.py"), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin", **env})


def test_the_health_check_finds_a_service_whatever_its_settings(cache: Path, tmp_path: Path, port: int) -> None:
    strict = {"ALLOWED_HOSTS": "*.example.org", "HOST": "0.0.0.0"}
    with fronts.service(port, cache, tmp_path, wait=False, **strict):
        env = {"IPBOT_PORT": str(port), "IPBOT_BASE_URL": f"https://{fronts.NAME}"}
        env |= {f"IPBOT_{name}": value for name, value in strict.items()}
        well = _health("--ready", "--wait", "180", **env)
        assert (well.returncode, well.stdout, well.stderr) == (0, "", "")
        assert _health(**env).returncode == 0


def test_the_health_check_says_what_is_wrong(port: int) -> None:
    gone = _health("--wait", "1", IPBOT_PORT=str(port))
    assert (gone.returncode, gone.stdout) == (1, "")
    assert gone.stderr.startswith("healthcheck: /healthz: ")
    wrong = _health(IPBOT_PORTS="1")
    assert wrong.returncode == 1
    assert "IPBOT_PORTS" in wrong.stderr


def test_the_health_check_does_not_wait_for_a_service_that_has_ended(port: int) -> None:
    ended = subprocess.Popen(["/bin/true"])
    ended.wait()
    done = subprocess.run(
        [sys.executable, str(DEPLOY / "healthcheck.py"), "--wait", "3600"],
        capture_output=True,
        check=False,
        timeout=60,
        env={"MAINPID": str(ended.pid), "IPBOT_PORT": str(port)},
    )
    assert done.returncode == 1


# --- the READMEs


@pytest.mark.parametrize("page", READMES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_links_to_what_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    for link in re.findall(r"\]\(([^)\s#]+)[^)]*\)", text):
        assert re.match(r"[a-z]+:", link) or (page.parent / link).exists(), link
    for name in re.findall(r"(?<![\w/.])(?:deploy|docs|scripts|requirements)/[\w./-]*\w", text):
        assert (ROOT / name).exists(), name


@pytest.mark.parametrize("folder", ["docker", "nginx", "systemd"])
def test_a_readme_says_how_to_start_update_roll_back_and_watch(folder: str) -> None:
    text = (DEPLOY / folder / "README.md").read_text("utf-8")
    headings = " ".join(re.findall(r"^## (.+)$", text, re.MULTILINE)).lower()
    for task in ("start", "update", "roll back", "watch"):
        assert task in headings, task


def test_every_file_is_named_in_a_page() -> None:
    told = "".join(page.read_text("utf-8") for page in READMES)
    for path in DEPLOY.rglob("*"):
        if path.is_file() and path.name != "README.md" and "__pycache__" not in path.parts:
            assert path.name in told, path


def test_what_nginx_says_itself_has_the_form_of_a_problem() -> None:
    site = (DEPLOY / "nginx" / "ipbot.conf").read_text("utf-8").replace("\\'", "'")
    said = re.findall(r"return (\d+) '(\{.+\})';", site)
    assert len(said) == 4
    for status, body in said:
        problem = json.loads(body)
        assert problem["status"] == int(status)
        assert problem["type"] == f"/problems/{problem['code']}"
