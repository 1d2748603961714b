"""Derived files: built once for each version, built again when they are not what was built, never half written."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipbot.derived import derived, replace_whole


class Builder:
    """Makes some bytes, and counts how often."""

    def __init__(self, content: bytes = b"content\nof two lines\n") -> None:
        self.content, self.built = content, 0

    def __call__(self) -> bytes:
        self.built += 1
        return self.content


def test_built_once(tmp_path: Path) -> None:
    build = Builder()
    assert [derived(tmp_path / "deep" / "cache", "words", "1", build) for _ in range(3)] == [build.content] * 3
    assert build.built == 1


@given(content=st.binary(max_size=200))
def test_any_bytes_come_back(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    cache, build = tmp_path_factory.mktemp("cache"), Builder(content)
    assert [derived(cache, "words", "1", build) for _ in range(2)] == [content] * 2
    assert build.built == 1


def test_each_name_and_version_has_its_own(tmp_path: Path) -> None:
    builders = {key: Builder(repr(key).encode()) for key in [("words", "1"), ("words", "2"), ("other", "1")]}
    for _ in range(2):
        for (name, version), build in builders.items():
            assert derived(tmp_path, name, version, build) == build.content
    assert [b.built for b in builders.values()] == [1, 1, 1]


@given(data=st.data())
def test_a_changed_file_is_built_again(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    cache, build = tmp_path_factory.mktemp("cache"), Builder()
    derived(cache, "words", "1", build)
    (file,) = cache.iterdir()
    sound = file.read_bytes()
    changed = data.draw(
        st.integers(0, len(sound) - 1).map(lambda n: sound[:n])
        | st.integers(0, len(sound) - 1).map(lambda n: sound[:n] + bytes([sound[n] ^ 1]) + sound[n + 1 :])
        | st.binary(min_size=1).map(lambda more: sound + more)
        | st.binary(max_size=200).filter(lambda other: other != sound)
    )
    file.write_bytes(changed)
    assert derived(cache, "words", "1", build) == build.content
    assert build.built == 2
    assert file.read_bytes() == sound


def test_a_cache_that_is_a_file_costs_only_time(tmp_path: Path) -> None:
    file, build = tmp_path / "cache", Builder()
    file.write_bytes(b"mine")
    assert [derived(file, "words", "1", build) for _ in range(2)] == [build.content] * 2
    assert (build.built, file.read_bytes()) == (2, b"mine")


def test_a_folder_in_the_place_of_the_file_costs_only_time(tmp_path: Path) -> None:
    build = Builder()
    derived(tmp_path, "words", "1", build)
    (file,) = tmp_path.iterdir()
    file.unlink()
    file.mkdir()
    assert derived(tmp_path, "words", "1", build) == build.content
    assert build.built == 2
    assert list(tmp_path.iterdir()) == [file]


def test_what_the_builder_raises_is_raised_and_nothing_is_kept(tmp_path: Path) -> None:
    def build() -> bytes:
        raise MemoryError

    with pytest.raises(MemoryError):
        derived(tmp_path, "words", "1", build)
    assert list(tmp_path.iterdir()) == []


def test_replacing_leaves_one_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file"
    replace_whole(path, b"old")
    held = path.open("rb")
    with held:
        replace_whole(path, b"new and longer")
        assert held.read() == b"old"
    assert path.read_bytes() == b"new and longer"
    assert list(path.parent.iterdir()) == [path]


def test_replacing_what_cannot_be_replaced_leaves_nothing_behind(tmp_path: Path) -> None:
    (folder := tmp_path / "file").mkdir()
    with pytest.raises(OSError, match="directory"):
        replace_whole(folder, b"content")
    assert list(tmp_path.iterdir()) == [folder]
