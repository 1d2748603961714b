import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipbot.text.pinyin import Pinyin, fuzzy, parse_pinyin, split_syllables, syllables

QUESTIONS = [
    ("zhi shi chan quan zhi ya rong zi duo shao", "zhi shi chan quan zhi ya rong zi duo shao"),
    ("zhishichanquanzhiyarongziduoshao", "zhi shi chan quan zhi ya rong zi duo shao"),
    ("yibao baoxiao bili duoshao?", "yi bao bao xiao bi li duo shao"),
    ("Xi'an you duoshao ren", "xi an you duo shao ren"),
    ("2024nian xiaomai chanliang", "2024 nian xiao mai chan liang"),
    ("lvse jinrong daikuan", "lv se jin rong dai kuan"),
    ("lüyou shouru duoshao", "lv you shou ru duo shao"),
    ("PM2.5 niandu mubiao", "pm2.5 nian du mu biao"),
    ("fang xun xiang ying ji bie", "fang xun xiang ying ji bie"),
]
OTHERS = [
    "How many patents were granted?",
    "the budget for education",
    "When was the flood?",
    "list the four actions",
    "知识产权质押融资多少",
    "今年 GDP 目标",
    "GDP",
    "ok",
    "2024",
    "",
    "!?",
]


@pytest.fixture(scope="module")
def pinyin(cache: Path) -> Pinyin:
    return Pinyin(cache)


@pytest.mark.parametrize(("text", "expected"), QUESTIONS)
def test_reads_questions_typed_in_pinyin(text: str, expected: str) -> None:
    assert parse_pinyin(text) == tuple(expected.split())


@pytest.mark.parametrize("text", OTHERS)
def test_takes_nothing_else_for_pinyin(text: str) -> None:
    assert parse_pinyin(text) is None


@given(st.text())
def test_reads_any_text(text: str) -> None:
    parsed = parse_pinyin(text)
    assert parsed is None or sum(syllable in syllables() for syllable in parsed) >= 3


@given(st.lists(st.sampled_from(sorted(syllables())), min_size=3, max_size=12))
def test_syllables_apart_are_read_back(typed: list[str]) -> None:
    assert parse_pinyin(" ".join(typed)) == tuple(typed)


@given(st.lists(st.sampled_from(sorted(syllables())), min_size=1, max_size=8))
def test_syllables_together_can_be_split(typed: list[str]) -> None:
    split = split_syllables("".join(typed))
    assert split is not None
    assert "".join(split) == "".join(typed)
    assert len(split) <= len(typed)


def test_characters_have_their_sounds_the_usual_first(pinyin: Pinyin) -> None:
    assert pinyin.sounds("知") == ("zhi",)
    assert pinyin.sounds("绿")[0] == "lv"
    assert {"xing", "hang"} <= set(pinyin.sounds("行"))
    assert pinyin.usual("磬") == "qing"
    assert pinyin.sounds("a") == ()
    assert pinyin.usual("。") == ""


def test_a_folded_character_keeps_the_sound_of_the_traditional_one(pinyin: Pinyin) -> None:
    assert "qian" in pinyin.sounds("干"), "乾 folds to 干"


def test_sounds_that_speakers_mix_up_are_one() -> None:
    for one, other in [("zhi", "zi"), ("ning", "lin"), ("feng", "hen"), ("shang", "san"), ("cheng", "cen")]:
        assert fuzzy(one) == fuzzy(other)
    for one, other in [("zhi", "chi"), ("ba", "pa"), ("lan", "ran"), ("xing", "xiang")]:
        assert fuzzy(one) != fuzzy(other)


def test_the_table_is_small_and_comes_from_the_cache_without_pypinyin(cache: Path, pinyin: Pinyin) -> None:
    size = sum(path.stat().st_size for path in cache.glob("pinyin-*"))
    assert 0 < size < 6_000_000
    code = f"""
import sys, pathlib
from ipbot.text.pinyin import Pinyin
assert Pinyin(pathlib.Path({str(cache)!r})).sounds("沧") == ("cang",)
sys.exit("pypinyin" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_common_character_has_a_sound(pinyin: Pinyin, root: Path) -> None:
    text = (root / "corpus/cangzhou-2022-ip-week/transcript.txt").read_text("utf-8")
    assert {c for c in text if "\u4e00" <= c <= "\u9fff" and not pinyin.sounds(c)} == set()
