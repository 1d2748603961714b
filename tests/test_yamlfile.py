"""YAML files: what is read, where it stands, and one clear line for everything else."""

from datetime import date
from pathlib import Path

import pytest

from ipbot import yamlfile
from ipbot.values.errors import DataFileError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "some.yaml"


def test_values_and_the_line_of_each_key_path(path: Path) -> None:
    path.write_text(
        "title: 发布会\nheld_on: 2022-04-22\nspeakers:\n  - name: 甲\n  - {name: 乙, title: 局长}\n1: one\n", "utf-8"
    )
    found, lines = yamlfile.read_with_lines(path)
    speakers = [{"name": "甲"}, {"name": "乙", "title": "局长"}]
    assert found == {"title": "发布会", "held_on": date(2022, 4, 22), "speakers": speakers, 1: "one"}
    assert lines == {
        (): 1,
        ("title",): 1,
        ("held_on",): 2,
        ("speakers",): 3,
        ("speakers", 0): 4,
        ("speakers", 0, "name"): 4,
        ("speakers", 1): 5,
        ("speakers", 1, "name"): 5,
        ("speakers", 1, "title"): 5,
        (1,): 6,
    }
    assert yamlfile.read(path) == found


@pytest.mark.parametrize("content", ["", "\n\n", "# nothing\n", "\ufeff"])
def test_an_empty_file_is_none(path: Path, content: str) -> None:
    path.write_text(content, "utf-8")
    assert yamlfile.read_with_lines(path)[0] is None


def test_a_byte_order_mark_is_no_part_of_the_first_key(path: Path) -> None:
    path.write_bytes("\ufefftitle: 发布会\n".encode())
    assert yamlfile.read(path) == {"title": "发布会"}


def test_anchors_and_merges_are_no_duplicates(path: Path) -> None:
    path.write_text("a: &a {x: 1}\nb: *a\nc:\n  <<: *a\n  x: 2\n", "utf-8")
    assert yamlfile.read(path) == {"a": {"x": 1}, "b": {"x": 1}, "c": {"x": 2}}


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "the key 'a' twice"),
        ("a:\n  - b: 1\n    b: 2\n", 3, "the key 'b' twice"),
        ("a: 1\nb: [2\nc: 3\n", 3, "not valid YAML"),
        ("a: 1\n\tb: 2\n", 2, "not valid YAML"),
        ("title: x: y\n", 1, "not valid YAML"),
        ("a: 1\nheld_on: 2022-13-45\n", 2, "month must be in 1..12"),
        ("a: 1\n---\nb: 2\n", 2, "not valid YAML"),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", 2, "could not determine a constructor"),
        ("a: *b\n", 1, "not valid YAML"),
        ("a: &a\n  - *a\n", 1, "an alias that contains itself"),
        ("a: 1\n? [x]\n: y\n", 2, "found unhashable key"),
        ("a: 1\nb: " + "[" * 50_000, 2, "nested too deeply"),
        ("- " * 50_000, 1, "nested too deeply"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(path: Path, content: str, line: int, what: str) -> None:
    path.write_text(content, "utf-8")
    with pytest.raises(DataFileError) as caught:
        yamlfile.read(path)
    assert what in caught.value.what
    assert caught.value.where == f"{path}:{line}"
    assert "\n" not in str(caught.value)


def test_bytes_that_are_not_utf8(path: Path) -> None:
    path.write_bytes("a: 1\nb: 沧州\n".encode("gbk"))
    with pytest.raises(DataFileError, match="not UTF-8; save the file as UTF-8") as caught:
        yamlfile.read(path)
    assert caught.value.where == f"{path}:2"


def test_a_control_character(path: Path) -> None:
    path.write_text("a: \x07\n", "utf-8")
    with pytest.raises(DataFileError, match="character"):
        yamlfile.read(path)


def test_many_aliases_cost_no_more_than_they_take_to_write(path: Path) -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20)]
    path.write_text("\n".join(rows), "utf-8")
    assert len(yamlfile.read_with_lines(path)[1]) < 500


def test_a_file_that_is_not_there_and_one_that_is_a_folder(path: Path) -> None:
    with pytest.raises(DataFileError, match="can't be read: No such file"):
        yamlfile.read(path)
    with pytest.raises(DataFileError, match="can't be read: Is a directory"):
        yamlfile.read(path.parent)
