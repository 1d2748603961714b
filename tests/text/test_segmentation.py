"""Segmentation: stock jieba's words from a compact dictionary, kept in a cache that is never trusted."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipbot.text.segmentation import JiebaSegmenter, terms

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5)
# Frequent characters, so that words, and overlaps of words, come about.
COMMON = st.sampled_from(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行"
)
RUNS = st.text(HAN, max_size=30) | st.text(COMMON, max_size=40)
MIXED = st.lists(RUNS | st.sampled_from(["2.49亿元", "PCT", "“四个”", " ", "\r\n", "。", "4·26", "\ud800"])).map(
    "".join
)
OWN = ("三尤梭子蟹", "知识产权宣传周", "吕玉磬", "中行", "的我", "了了")


@pytest.fixture(scope="module")
def segmenter(cache: Path) -> JiebaSegmenter:
    return JiebaSegmenter(cache)


@pytest.fixture(scope="module")
def with_own_words(cache: Path) -> JiebaSegmenter:
    return JiebaSegmenter(cache, OWN)


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> jieba.Tokenizer:
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    tokenizer.initialize()
    return tokenizer


def _lines(*files: Path) -> Iterator[str]:
    for file in files:
        yield from file.read_text("utf-8").splitlines()


def test_the_briefing_has_the_words_of_stock_jieba(
    segmenter: JiebaSegmenter, stock: jieba.Tokenizer, root: Path
) -> None:
    folder = root / "corpus" / "cangzhou-2022-ip-week"
    lines = list(_lines(folder / "transcript.txt", folder / "source.txt"))
    assert len(lines) > 200
    for line in lines:
        assert segmenter.words(line) == stock.lcut(line)


def test_another_briefing_has_the_words_of_stock_jieba(
    segmenter: JiebaSegmenter, stock: jieba.Tokenizer, shared: Path
) -> None:
    for line in _lines(shared / "eval" / "generality" / "transcript.txt"):
        assert segmenter.words(line) == stock.lcut(line)


@given(text=MIXED)
def test_any_text_has_the_words_of_stock_jieba(segmenter: JiebaSegmenter, stock: jieba.Tokenizer, text: str) -> None:
    assert segmenter.words(text) == stock.lcut(text)


@given(text=MIXED | st.text(st.characters(exclude_categories=())))
def test_words_put_together_are_the_text(with_own_words: JiebaSegmenter, text: str) -> None:
    assert "".join(with_own_words.words(text)) == text


@given(word=st.sampled_from(OWN), before=st.text(HAN, max_size=5), after=st.text(HAN, max_size=5))
def test_own_words_that_stand_apart_are_never_cut(
    with_own_words: JiebaSegmenter, word: str, before: str, after: str
) -> None:
    assert word in with_own_words.words(f"{before}，{word}、{after}")


@given(word=st.text(HAN, min_size=2, max_size=8) | st.text(COMMON, min_size=2, max_size=8))
def test_any_word_can_be_ones_own(cache: Path, word: str) -> None:
    assert JiebaSegmenter(cache, [word]).words(word) == [word]


def test_own_words_in_running_text(segmenter: JiebaSegmenter, with_own_words: JiebaSegmenter) -> None:
    text = "黄骅三尤梭子蟹已通过评审"
    assert "三尤梭子蟹" in with_own_words.words(text)
    assert "三尤梭子蟹" not in segmenter.words(text)


def test_an_own_word_does_not_tear_others_apart(with_own_words: JiebaSegmenter) -> None:
    assert with_own_words.words("集中行动") == ["集中", "行动"]


def test_own_words_of_one_segmenter_are_not_anothers(cache: Path) -> None:
    JiebaSegmenter(cache, ["全覆盖无盲区"])
    assert JiebaSegmenter(cache).words("全覆盖无盲区") != ["全覆盖无盲区"]


def _sound(cache: Path) -> bool:
    return JiebaSegmenter(cache).words("知识产权宣传周") == ["知识产权", "宣传周"]


def test_the_second_time_the_dictionary_comes_from_the_cache(tmp_path: Path) -> None:
    assert _sound(tmp_path)
    (file,) = tmp_path.iterdir()
    before = file.stat()
    assert _sound(tmp_path)
    after = file.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("damage", [b"", b"junk", b"keep half", b"flip"])
def test_a_damaged_cache_is_built_again(tmp_path: Path, cache: Path, damage: bytes) -> None:
    assert _sound(cache)
    (whole,) = (p for p in cache.iterdir() if p.name.startswith("words-"))
    content = whole.read_bytes()
    half = len(content) // 2
    damaged = {b"keep half": content[:half], b"flip": content[:half] + bytes([content[half] ^ 1]) + content[half + 1 :]}
    (tmp_path / whole.name).write_bytes(damaged.get(damage, damage))
    assert _sound(tmp_path)
    assert (tmp_path / whole.name).read_bytes() == content


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder")
    assert _sound(file / "cache")
    assert file.read_text() == "not a folder"


def test_nothing_is_said_and_nothing_written_elsewhere(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from ipbot.text.segmentation import JiebaSegmenter;"
        "sys.exit(JiebaSegmenter(Path(sys.argv[1])).words('知识产权') != ['知识产权'])"
    )
    (temporary := tmp_path / "temporary").mkdir()
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", program, str(tmp_path / "cache")],
        env={**os.environ, "TMPDIR": str(temporary)},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert list(temporary.iterdir()) == []
    assert [p.name[:6] for p in (tmp_path / "cache").iterdir()] == ["words-"]


def test_terms_are_words_and_marked_bigrams() -> None:
    assert list(terms(["质押", "融资", "2.49", "亿元", ",", "。", " ", "PCT"])) == [
        *["质押", "融资", "2.49", "亿元", "PCT"],
        *["_质押", "_押融", "_融资", "_亿元"],
    ]
    assert list(terms(["市"])) == ["市"]
    assert list(terms([])) == []


@given(text=MIXED)
def test_a_bigram_is_never_taken_for_a_word(segmenter: JiebaSegmenter, text: str) -> None:
    words = segmenter.words(text)
    found = list(terms(words))
    bigrams = [t for t in found if t.startswith("_")]
    assert set(bigrams).isdisjoint(words)
    assert all(len(b) == 3 and b[1:] in text for b in bigrams)
    assert [t for t in found if not t.startswith("_")] == [w for w in words if any(c.isalnum() for c in w)]


def test_rarer_words_weigh_more(segmenter: JiebaSegmenter) -> None:
    rarities = [segmenter.rarity(w) for w in ("的", "工作", "专利", "梭子蟹", "吕玉磬")]
    assert rarities == sorted(rarities)
    assert 0 < rarities[0] < rarities[-1] == 1
    assert segmenter.rarity("") == segmenter.rarity("\ud800") == 1


def test_own_words_are_common(segmenter: JiebaSegmenter, with_own_words: JiebaSegmenter) -> None:
    assert with_own_words.rarity("吕玉磬") < segmenter.rarity("吕玉磬")


@pytest.mark.parametrize(
    ("word", "tag"), [("专利", "n"), ("沧州", "ns"), ("举行", "v"), ("吕玉磬", ""), ("", ""), ("\ud800", "")]
)
def test_tags(segmenter: JiebaSegmenter, word: str, tag: str) -> None:
    assert segmenter.tag(word) == tag
