"""The docs keep up with the program: what can be set, typed, met or edited is in them; their links lead somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from ipbot import __version__, question_set
from ipbot.channels.terminal import chat
from ipbot.cli import app, exits
from ipbot.corpus import loading
from ipbot.reading.figure_table import COLUMNS
from ipbot.settings import PREFIX, Settings
from ipbot.values import errors

ROOT = Path(__file__).parents[1]
REFERENCE = (ROOT / "docs" / "reference.md").read_text("utf-8")
READMES = ("README.md", "README.zh-CN.md")
PAGES = (
    *READMES,
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "corpus/README.md",
    "benchmarks/README.md",
    *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))),
)
LEFT_OUT = {"__pycache__", "dist", "node_modules"}
REGISTRY = re.compile(r"https?://[^\s'\"]*(?:pypi|pythonhosted|/simple\b)|--(?:extra-)?index-url|--find-links")


def _section(name: str) -> str:
    """The part of the reference below a heading."""
    found = re.search(rf"^## {name}\b.*?(?=^## |\Z)", REFERENCE, re.MULTILINE | re.DOTALL)
    assert found, f"the reference has no section {name!r}"
    return found[0]


def _listed(section: str) -> list[str]:
    """What the first column of a section's tables lists in code style."""
    rows = re.findall(r"^\s*\| (`[^|]+) \|", section, re.MULTILINE)
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row)]


# --- the reference


def _options() -> Iterator[tuple[str, str]]:
    """Every verb, as it is typed, with each of its options."""
    commands = [("ipbot", get_command(app))]
    while commands:
        name, command = commands.pop()
        commands += [(f"{name} {verb}", below) for verb, below in getattr(command, "commands", {}).items()]
        yield from ((name, option) for p in command.params for option in p.opts if option.startswith("--"))
        yield name, "--help"


@pytest.mark.parametrize(("verb", "option"), sorted(set(_options())))
def test_every_verb_and_option_is_in_the_reference(verb: str, option: str) -> None:
    verbs = _section("Verbs")
    part = re.search(rf"^### `{verb}[ `].*?(?=^### |\Z)", verbs, re.MULTILINE | re.DOTALL)
    common = verbs.partition("\n### ")[0]
    assert part or verb in ("ipbot", "ipbot corpus"), f"{verb} has no part of its own"
    assert re.search(rf"`(?:ipbot )?{option}\b", common + (part[0] if part else ""))


def test_every_setting_is_in_the_reference() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \| (.+?) \| (.+) \|$", _section("Settings"), re.MULTILINE)
    fields = Settings.model_fields
    assert [(name, variable) for name, variable, _, _ in rows] == [(n, PREFIX + n.upper()) for n in fields]
    for name, _, default, meaning in rows:
        assert str(fields[name].description).partition(";")[0] in meaning
        if isinstance(fields[name].default, int | Path):
            assert default == f"`{fields[name].default}`"


def test_every_error_and_exit_status_is_in_the_reference() -> None:
    kinds = (e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.IpbotError))
    codes = {e.code for e in kinds} | set(exits.STATUS)
    rows = re.findall(r"^\| `(\w+)` \| `(\d+)` \|", _section("Errors"), re.MULTILINE)
    assert dict(rows) == {code: str(exits.STATUS.get(code, exits.DEFECT)) for code in codes}
    statuses = {v for n, v in vars(exits).items() if n.isupper() and isinstance(v, int)}
    assert set(_listed(_section("Exit statuses"))) == {str(status) for status in statuses}


def test_every_command_of_the_chat_is_in_the_reference() -> None:
    assert all(f"`{name}" in _section("Verbs") for name in chat.HELP)


def test_every_key_of_a_figure_and_of_a_question_is_in_the_reference() -> None:
    assert set(COLUMNS) <= set(re.findall(r"`(\w+)`", _section("A figure")))
    keys = [key for row in _listed(_section("Question sets")) for key in row.split(", ")]
    assert set(keys) == set(question_set.KEYS)


def test_every_data_file_is_in_the_reference() -> None:
    files = {path.name for path in (ROOT / "src" / "ipbot" / "data").iterdir() if path.suffix in (".yaml", ".json")}
    assert set(_listed(_section("Data files"))) == files


def test_every_key_of_a_briefing_is_in_the_docs() -> None:
    corpus = (ROOT / "corpus" / "README.md").read_text("utf-8")
    shown = _section("The corpus")
    for model in (loading._Description, loading._Source, loading._Speaker):
        for key in model.model_fields:
            assert f"`{key}`" in corpus
            assert re.search(rf"\b{key}:", shown)


# --- README, changelog


@pytest.mark.parametrize("name", READMES)
def test_a_readme_shows_the_two_commands_and_real_output(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "./scripts/run ask '今年知识产权宣传周的主题是什么?'" in text
    assert "./scripts/test" in text
    assert "全面开启知识产权强国建设新征程" in text
    assert set(READMES) - {name} <= set(re.findall(r"\]\(([^)]+)\)", text))


def test_the_newest_version_of_the_changelog_is_this_one() -> None:
    versions = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert versions[0] == __version__


# --- links and names


def _anchors(page: Path) -> set[str]:
    """The anchors that GitHub makes of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES)
def test_every_relative_link_leads_somewhere(page: str) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", (ROOT / page).read_text("utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        assert target.exists(), f"{page}: {link}"
        assert not anchor or anchor in _anchors(target), f"{page}: {link}"


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_a_page_names_is_there(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    for name in re.findall(r"(?:src|docs|tests|scripts|corpus|benchmarks|fitting|requirements)/[\w./-]*\w", text):
        assert any(base.joinpath(name).exists() for base in (ROOT, (ROOT / page).parent, ROOT / "src")), name


def _texts() -> Iterator[tuple[Path, str]]:
    """Every text file of the repository; of the folders with a dot only those that belong to it."""
    for path in sorted(ROOT.rglob("*")):
        folders = path.relative_to(ROOT).parts[:-1]
        strange = any(part in LEFT_OUT or (part[0] == "." and part not in (".ci", ".github")) for part in folders)
        if path.is_file() and not strange:
            try:
                yield path.relative_to(ROOT), path.read_text("utf-8")
            except UnicodeDecodeError:
                continue


def test_no_file_names_a_machine_or_a_registry() -> None:
    here = Path(__file__).relative_to(ROOT)
    found = [path for path, text in _texts() if path != here and (_machine(path).search(text) or REGISTRY.search(text))]
    assert found == []


def _machine(path: Path) -> re.Pattern[str]:
    """Folders of one machine; tests may name the temporary one."""
    return re.compile(r"(?<![\w.])/(?:work|root)/" + ("" if path.parts[0] == "tests" else r"|(?<![\w.])/tmp/"))
