from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipbot import data
from ipbot.reading.english import English, english, romanised
from ipbot.reading.vocabulary import Vocabulary
from ipbot.text.pinyin import Pinyin

# A question, and words that its translation has in this order.
QUESTIONS = [
    ("How many people enrolled in medical insurance last year?", ["去年", "多少人", "参保"]),
    ("What is the reimbursement rate for outpatient visits?", ["门诊", "报销比例", "是多少"]),
    ("How much was the central funding for old residential communities?", ["多少", "老旧小区", "中央资金"]),
    ("What was the grain output in 2023?", ["2023年", "粮食产量", "是多少"]),
    ("wheat yield per mu", ["小麦", "亩产"]),
    (
        "How many hectares of high-standard farmland will be built by the end of this year?",
        ["今年底", "高标准农田", "多少公顷"],
    ),
    ("When will the new subway line open to traffic?", ["什么时候", "地铁线路", "通车"]),
    ("How many charging piles are there in the city?", ["多少充电桩"]),
    (
        "What was the general public budget revenue in the first half of 2024?",
        ["2024年上半年", "一般公共预算收入", "是多少"],
    ),
    ("fiscal expenditure on education", ["教育", "财政支出"]),
    ("What's the population at the end of 2024?", ["2024年底", "人口", "多少"]),
    ("Is it true that 250,000 yuan was paid?", ["25万"]),
    ("How many school places were added before September 1?", ["9月1日前", "多少学位"]),
    ("Which scenic spots are free during National Day?", ["国庆", "景区", "免费"]),
    ("tourism revenue year-on-year", ["旅游收入", "同比"]),
    ("How many restaurants were inspected from January to May?", ["1月至5月", "多少餐饮", "检查"]),
    ("pass rate of food sampling inspection", ["食品", "抽检", "合格率"]),
    ("How many affordable housing units were completed?", ["多少", "保障性住房", "完成"]),
    ("average house price in the main urban area", ["主城区", "平均房价"]),
    ("How many new urban jobs were created in the first five months?", ["前五个月", "城镇新增就业"]),
    ("What is the unemployment rate?", ["失业率", "是多少"]),
    ("How many people were evacuated during the typhoon?", ["多少人", "转移", "台风"]),
    ("What was the direct economic loss of the flood?", ["洪水", "直接经济损失", "是多少"]),
    ("Did heavy rain close any roads?", ["强降雨", "道路", "吗"]),
    ("Was 680 million yuan invested in the port?", ["港口", "6.8亿元", "投资", "吗"]),
    ("Is the target 3.5 billion yuan?", ["目标", "35亿元", "吗"]),
    ("Who hosted the press conference on May 3, 2023?", ["2023年", "5月3日", "谁", "新闻发布会"]),
    ("invention patents per 10,000 people by the end of the 14th Five-Year Plan", ["“十四五”末", "发明专利", "每万人"]),
    ("What does zero-waste city mean?", ["无废城市", "是什么意思"]),
    ("List the three priorities for 2025.", ["2025年", "三个重点", "有哪些"]),
    ("What percentage of complaints were about noise?", ["投诉", "百分之多少", "噪声"]),
    ("What is 生态岛?", ["生态岛", "是什么"]),
]
OTHERS = [
    "",
    "今年目标是多少",
    "GDP",
    "IP",
    "PM2.5多少",
    "zhi shi chan quan duo shao",
    "zhuanli youduoshao",
    "C5 Aircross",
    "12345",
    "?!",
]
WORDS = (
    "How",
    "many",
    "14th",
    "million",
    "patents",
    "in",
    "of",
    "the",
    "May",
    "3",
    ",",
    "April",
    "2021",
    "to",
    "before",
    "5",
)


@pytest.fixture(scope="module")
def glossary(cache: Path) -> English:
    return english(cache)


@pytest.fixture(scope="module")
def names(cache: Path) -> Vocabulary:
    text = "沧州市、衡水市和黄骅市,吕玉磬介绍西安和绿源公司的情况。青岙县石梁河"
    words = [("沧州", 3), ("沧州市", 2), ("衡水", 1), ("黄骅", 2), ("西安", 1), ("公司", 2)]
    return Vocabulary(text, words, ["吕玉磬"], lambda: Pinyin(cache))


@pytest.mark.parametrize(("question", "words"), QUESTIONS)
def test_translates(glossary: English, question: str, words: list[str]) -> None:
    translation = glossary.translate(question)
    assert translation is not None
    places = [translation.text.find(word) for word in words]
    assert -1 not in places, translation.text
    assert places == sorted(places), translation.text


@pytest.mark.parametrize("question", OTHERS)
def test_takes_nothing_else_for_english(glossary: English, question: str) -> None:
    assert glossary.translate(question) is None


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("How many patents does Huawei have in Cangzhou?", ("Huawei", "Cangzhou")),
        ("Who is Lyu Yuqing?", ("Lyu Yuqing",)),
        ("What was Hengshui's budget?", ("Hengshui",)),
        ("Is NASA a partner of the city?", ("NASA",)),
        ("how many trademarks did huanghua register", ("huanghua",)),
        ("How many patents were granted?", ()),
    ],
)
def test_tells_names_that_it_does_not_know(glossary: English, question: str, unknown: tuple[str, ...]) -> None:
    translation = glossary.translate(question)
    assert translation is not None
    assert translation.unknown == unknown


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Cangzhou", "沧州"),
        ("Hengshui", "衡水"),
        ("huanghua", "黄骅"),
        ("Lyu Yuqing", "吕玉磬"),
        ("Lu Yuqing", "吕玉磬"),
        ("Yuqing Lu", "吕玉磬"),
        ("Xi'an", "西安"),
        ("Shilianghe", "石梁河"),
        ("Apple", None),
        ("Huawei", None),
        ("Beijing", None),
        ("", None),
    ],
)
def test_finds_names_by_their_sound(names: Vocabulary, name: str, expected: str | None) -> None:
    assert romanised(name, names) == expected


def test_plurals_and_participles_are_found(glossary: English) -> None:
    for question in ("Which counties planted soybeans?", "Which county is planting soybean?"):
        translation = glossary.translate(question)
        assert translation is not None
        assert "县" in translation.text
        assert "种植" in translation.text
        assert "大豆" in translation.text


@given(st.text())
def test_any_text_is_translated_or_not(glossary: English, text: str) -> None:
    translation = glossary.translate(text)
    assert translation is None or isinstance(translation.text, str)


@given(st.lists(st.sampled_from(WORDS)))
def test_any_english_is_translated_or_not(glossary: English, words: list[str]) -> None:
    translation = glossary.translate(" ".join(words))
    assert translation is None or isinstance(translation.text, str)


def test_the_file_is_sound() -> None:
    content = data.load("english")
    keys = [key for name, section in content.items() if isinstance(section, dict) for key in section]
    assert len(keys) == len(set(keys))
    assert all(isinstance(key, str) and key == key.lower() and "-" not in key for key in keys)
    assert all(isinstance(value, str) for s in content.values() if isinstance(s, dict) for value in s.values())
    assert not any({"the", "a", "an"} & set(key.split()) for key in keys)
