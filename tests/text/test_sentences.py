"""Sentences and clauses: they tile the text, and keep quotes and brackets whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipbot.text.sentences import sentences, statements, trim

PIECES = st.sampled_from(
    [
        *"。！？!?…；;，,、：“”‘’「」『』《》（）()【】\"' \n\u3000",
        "。”",
        "……",
        "4.26",
        "150余万元",
        "一是",
        "习 近 平",
        "质量",
        "\r\n",
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80)
SPANS = tuple[tuple[int, int], ...]


def cut(text: str, spans: SPANS) -> list[str]:
    return [text[start:end] for start, end in spans]


def tile(text: str, spans: SPANS) -> bool:
    edges = [0, *(end for _, end in spans)]
    return [start for start, _ in spans] == edges[:-1] and edges[-1] == len(text) and all(s < e for s, e in spans)


@given(TEXTS)
def test_sentences_tile_the_text(text: str) -> None:
    assert tile(text, sentences(text))


@given(TEXTS, st.integers(0, 80))
def test_statements_tile_the_text_and_every_sentence(text: str, longest: int) -> None:
    found = statements(text, longest)
    assert tile(text, found)
    ends = {end for _, end in found}
    for start, end in sentences(text):
        assert end in ends
        if end - start <= longest:
            assert (start, end) in found


@given(TEXTS)
def test_a_sentence_has_words_unless_the_text_has_none(text: str) -> None:
    assert not text.strip() or all(piece.strip() for piece in cut(text, sentences(text)))


@given(TEXTS)
def test_trimming_leaves_what_strip_leaves(text: str) -> None:
    start, end = trim(text, 0, len(text))
    assert text[start:end] == text.strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  ", ["  "]),
        ("没有句号", ["没有句号"]),
        ("第一句。第二句！第三句？第四", ["第一句。", "第二句！", "第三句？", "第四"]),
        ("万人发明专利达到2.2件。“4.26”宣传周。", ["万人发明专利达到2.2件。", "“4.26”宣传周。"]),
        ("贯彻习 近 平总书记要求。下一句。", ["贯彻习 近 平总书记要求。", "下一句。"]),
        ("坚持“四个”；落实“三个”。完。", ["坚持“四个”；落实“三个”。", "完。"]),
        ("他说：“很好。明天更好。”大家鼓掌。完。", ["他说：“很好。明天更好。”大家鼓掌。", "完。"]),
        ("他说：“很好。”\n完。", ["他说：“很好。”\n", "完。"]),
        ("（一）标题（甲。乙）。正文。", ["（一）标题（甲。乙）。", "正文。"]),
        ("《你好！明天？》一书。完。", ["《你好！明天？》一书。", "完。"]),
        ("「甲。乙。」丙。『丁！』戊。", ["「甲。乙。」丙。", "『丁！』戊。"]),
        ('他走了。"你好。"我说。"再见。"她说。', ["他走了。", '"你好。"我说。', '"再见。"她说。']),
        ("他说：“没有引完。下一句。", ["他说：“没有引完。", "下一句。"]),
        ("引号“跨\n行。”不算。", ["引号“跨\n", "行。”", "不算。"]),
        ("多余的右引号。”下一句。", ["多余的右引号。”", "下一句。"]),
        ("等等……然后走了。", ["等等……", "然后走了。"]),
        ("什么?!真的。", ["什么?!", "真的。"]),
        ("标题\n正文。\n\n\u3000\u3000第二段", ["标题\n", "正文。\n\n\u3000\u3000", "第二段"]),
        ("\n\n开头。结尾。", ["\n\n开头。", "结尾。"]),
        ("一句。 后有空格。", ["一句。 ", "后有空格。"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert cut(text, sentences(text)) == expected


def test_a_very_long_quotation_is_cut_all_the_same() -> None:
    text = "他说：“" + "全年查处案件192起。" * 30 + "”完。"
    found = cut(text, sentences(text))
    assert len(found) == 31
    assert found[-2].endswith("起。”")


def test_a_long_sentence_falls_into_clauses_but_not_inside_its_quotes() -> None:
    text = "一是召开发布会；二是发放“问卷；调查”材料;三是开展执法。短句；不分。"
    assert cut(text, statements(text, 20)) == [
        "一是召开发布会；",
        "二是发放“问卷；调查”材料;",
        "三是开展执法。",
        "短句；不分。",
    ]
    assert cut(text, statements(text, 100)) == cut(text, sentences(text))
