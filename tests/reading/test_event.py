"""Questions about the event itself: told from questions about what was said, and answered from every layout."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from desk import desk
from hypothesis import given
from hypothesis import strategies as st

from ipbot.pipeline import Pipeline
from ipbot.reading import event
from ipbot.text.folding import fold

INTENTS = {
    "headline": ["发布会的标题是什么", "这篇报道的题目叫什么"],
    "asked": ["记者问了什么", "记者提了哪几个问题", "问了些什么问题"],
    "media": ["哪些媒体提问了", "有哪几家媒体到场", "哪家报纸提了问", "提问的是哪家媒体"],
    "topics": ["这次发布会讲了什么", "会上介绍了哪些内容", "发布会主要介绍了哪几方面"],
    "host": ["主持人是谁", "谁主持的发布会", "主持人叫什么名字"],
    "byline": ["作者是谁", "这篇稿子谁写的", "文末署名是谁"],
    "speaker": ["发言人是谁", "谁介绍的情况", "是谁说的", "发布人有哪些", "由谁主讲"],
    "place": ["发布会在哪里开的", "发布会在什么地方举行", "开会地点在哪", "会在哪儿开的"],
    "city": ["这是哪个城市的发布会", "哪个市开的发布会"],
    "organiser": ["哪个部门举行的发布会", "主办单位是谁", "谁举办的"],
    "half_day": ["发布会是上午开的还是下午开的", "发布会安排在下午还是上午"],
    "sections": ["讲话分几个部分", "通稿各部分的标题是什么"],
    "nth_asked": ["记者的第二个问题是什么", "第一个提问的内容是什么"],
    "closing": ["最后对媒体提了什么希望", "发布会结束前有什么呼吁"],
    "thanks": ["发言人开场先感谢了谁"],
    "occasion": ["发布会是为了哪个日子开的"],
    "date": ["发布会是哪天开的", "发布会什么时候举行", "几月几号开的发布会", "新闻发布会的时间"],
}
NOT_ABOUT_THE_EVENT = [
    "知识产权质押融资总额是多少",
    "今年宣传周的主题是什么",
    "园区改造什么时候启动",
    "哪个县增长最快",
    "马拉松什么时候起跑",
    "去年查处了多少起案件",
    "噪声投诉打什么电话",
    "为什么调整公交班次",
    "哪家公司中标",
    "什么是打捆环评",
    "图书馆几点闭馆",
    "图书馆上午开门还是下午开门",
    "方案分几个部分实施",
    "第二期工程是什么时候开工的",
]

LABELLED = """\
云浦市举行国际马拉松赛新闻发布会

时间：2023年9月7日下午3:00
地点：云浦市会议中心二楼多功能厅
主持人：云浦市人民政府新闻办公室副主任 柳如烟
发布人：云浦市体育局局长 程立雪

柳如烟：各位记者朋友，下午好！请程立雪局长介绍赛事情况。

程立雪：比赛将于10月29日上午在滨江公园起跑，总规模3万人。

《云浦日报》记者：请问赛道有什么变化？

程立雪：新增了滨江绿道段。

云浦广播电视台记者 王小川：请问志愿者招募情况如何？

程立雪：共招募志愿者2600名。
"""
TOLD = """\
北渡市公安局通报打击诈骗犯罪情况

11月24日上午，北渡市公安局在市政务中心新闻发布厅召开新闻发布会，就全市打击电信网络诈骗犯罪工作情况、典型案例进行介绍。

北渡市公安局副局长:陆鸣谦

各位媒体朋友:

今年以来，全市共破获案件3268起。

北渡晚报记者:

老年人最容易遇到哪些骗局?

北渡市公安局副局长:陆鸣谦

主要有三类。(何方 林一舟)
"""
BARE = "2023年，全市改造老旧小区142个。今年计划改造156个。\n"
PLACES: Mapping[tuple[str, str], list[str]] = {
    ("labelled", "headline"): ["云浦市举行国际马拉松赛新闻发布会"],
    ("labelled", "asked"): ["请问赛道有什么变化？", "请问志愿者招募情况如何？"],
    ("labelled", "media"): ["《云浦日报》", "云浦广播电视台"],
    ("labelled", "host"): ["柳如烟"],
    ("labelled", "speaker"): ["程立雪"],
    ("labelled", "place"): ["云浦市会议中心二楼多功能厅"],
    ("labelled", "city"): ["云浦市"],
    ("labelled", "date"): ["2023年9月7日下午3:00"],
    ("labelled", "byline"): [],
    ("told", "headline"): ["北渡市公安局通报打击诈骗犯罪情况"],
    ("told", "asked"): ["老年人最容易遇到哪些骗局?"],
    ("told", "media"): ["北渡晚报"],
    ("told", "host"): [],
    ("told", "byline"): ["何方 林一舟"],
    ("told", "speaker"): ["陆鸣谦"],
    ("told", "place"): ["市政务中心新闻发布厅"],
    ("told", "city"): ["北渡市"],
    ("told", "organiser"): ["北渡市公安局"],
    ("told", "date"): ["11月24日上午"],
    **{
        ("bare", name): []
        for name in ("asked", "media", "host", "byline", "speaker", "place", "city", "date", "topics")
    },
}


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Pipeline:
    told: Mapping[str, object] = {"held_on": date(2022, 11, 24), "city": "北渡市", "publisher": "北渡市公安局"}
    labelled: Mapping[str, object] = {
        "held_on": date(2023, 9, 7),
        "city": "云浦市",
        "publisher": "云浦市人民政府新闻办公室",
    }
    made: Mapping[str, tuple[str, Mapping[str, object]]] = {
        "labelled": (LABELLED, labelled),
        "told": (TOLD, told),
        "bare": (BARE, {"held_on": date(2024, 2, 1)}),
    }
    return desk(tmp_path_factory.mktemp("corpus"), cache, made)


def _found(pipeline: Pipeline, name: str, id: str) -> list[str]:
    briefing = pipeline.corpus.by_id[id]
    return [briefing.transcript[start:end] for start, end in event.find(name, "", pipeline.library, briefing)]


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in INTENTS.items() for text in texts])
def test_intents(name: str, text: str) -> None:
    assert name in event.intents(fold(text).text)


@pytest.mark.parametrize("text", NOT_ABOUT_THE_EVENT)
def test_questions_about_what_was_said_have_no_intent(text: str) -> None:
    assert event.intents(fold(text).text) == ()


@pytest.mark.parametrize(
    "text", ["花博会在哪里举办", "哪个部门发布了寒潮预警", "谁介绍对象能拿补贴", "开幕式在哪儿举行"]
)
def test_other_events_are_not_the_briefing(text: str) -> None:
    assert event.intents(fold(text).text) == ()


@pytest.mark.parametrize(("where", "expected"), PLACES.items(), ids=" ".join)
def test_places(where: tuple[str, str], expected: list[str], pipeline: Pipeline) -> None:
    id, name = where
    assert _found(pipeline, name, id) == expected


def test_topics(pipeline: Pipeline) -> None:
    (found,) = _found(pipeline, "topics", "told")
    assert found.startswith("全市打击电信网络诈骗犯罪工作情况")


PIECES = [
    *LABELLED.splitlines(keepends=True),
    *TOLD.splitlines(keepends=True),
    BARE,
    "\n",
    "（一 二）",
    "时间：",
    "地点：",
]


@pytest.mark.parametrize(
    ("id", "name", "text", "expected"),
    [
        ("labelled", "asked", "云浦日报记者问了什么", ["请问赛道有什么变化？"]),
        ("labelled", "asked", "海天日报记者问了什么", []),
        ("labelled", "asked", "记者问了什么", ["请问赛道有什么变化？", "请问志愿者招募情况如何？"]),
        ("labelled", "office", "主持人是什么职务", ["云浦市人民政府新闻办公室副主任"]),
        ("labelled", "office", "程立雪是什么职务", ["云浦市体育局局长"]),
        ("labelled", "speaker", "志愿者人数是谁说的", ["程立雪"]),
    ],
)
def test_places_for_what_a_question_names(
    id: str, name: str, text: str, expected: list[str], pipeline: Pipeline
) -> None:
    briefing = pipeline.corpus.by_id[id]
    found = event.find(name, fold(text).text, pipeline.library, briefing)
    assert [briefing.transcript[start:end] for start, end in found] == expected


def test_who_held_the_briefing_is_not_who_spoke() -> None:
    assert event.intents("谁召开的新闻发布会")[0] == "organiser"


@given(text=st.lists(st.sampled_from(PIECES) | st.text(max_size=6), min_size=1, max_size=8).map("".join))
def test_any_transcript_gives_places_inside_it(
    text: str, tmp_path_factory: pytest.TempPathFactory, cache: Path
) -> None:
    text = text.encode("utf-8", "ignore").decode()
    if not text.strip() or "\ufeff" in text or "\0" in text:
        return
    told = {"title": "通报", "city": "云浦市", "publisher": "北渡市公安局"}
    pipeline = desk(tmp_path_factory.mktemp("corpus"), cache, {"b": (text, told)})
    briefing = pipeline.corpus.by_id["b"]
    for name in INTENTS:
        for start, end in event.find(name, "", pipeline.library, briefing):
            assert 0 <= start < end <= len(briefing.transcript)
            assert briefing.transcript[start:end].strip() == briefing.transcript[start:end]
