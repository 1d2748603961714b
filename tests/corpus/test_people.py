"""People: names, offices and roles, read from labels, lists and lines about the event."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipbot.corpus.labels import People, completed, read_label, roster, sure_names
from ipbot.corpus.people import Person, event_line, is_name, parse_person
from ipbot.values.briefing import Role, Speaker

HOST, OFFICIAL, REPORTER = Role.HOST, Role.OFFICIAL, Role.REPORTER
NOBODY = People({}, frozenset())
ZHANG = Speaker("张建国", "市农业农村局", "副局长")
WANG = Speaker("王晓明", "市政府新闻办", "副主任")
KNOWN = People({"张建国": Person(OFFICIAL, ZHANG), "王晓明": Person(HOST, WANG)}, frozenset())


@pytest.mark.parametrize(
    ("text", "name", "organisation", "title"),
    [
        ("霁川市生态环境局副局长 郗文澜", "郗文澜", "霁川市生态环境局", "副局长"),
        ("霁川市生态环境局党组书记、局长\u3000沈知远", "沈知远", "霁川市生态环境局", "党组书记、局长"),
        ("市生态环境局局长沈知远", "沈知远", "市生态环境局", "局长"),
        ("局长李红", "李红", "", "局长"),
        ("沈知远局长", "沈知远", "", "局长"),
        ("沈知远 市生态环境局局长", "沈知远", "市生态环境局", "局长"),
        ("沈知远（市生态环境局局长）", "沈知远", "市生态环境局", "局长"),
        ("欧阳致远(副市长)", "欧阳致远", "", "副市长"),
        ("市民族宗教局局长 阿依古丽", "阿依古丽", "市民族宗教局", "局长"),
        ("迪丽·热巴", "迪丽·热巴", "", ""),
        ("沧州市市场监督管理局三级调研员", "", "沧州市市场监督管理局", "三级调研员"),
        ("市农业农村局", "", "市农业农村局", ""),
        ("安全负责人", "", "", "安全负责人"),
        ("计划处处长", "", "", "计划处处长"),
        ("", "", "", ""),
    ],
)
def test_a_person_and_the_office(text: str, name: str, organisation: str, title: str) -> None:
    assert parse_person(text) == Speaker(name, organisation, title)


@pytest.mark.parametrize("name", ["吕玉磬", "沈知远", "李红", "欧阳致远", "司马光明", "买买提·艾力"])
def test_names(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "words",
    [
        "局长",
        "时间",
        "主持人",
        "记者",
        "成效如何呢",
        "大家",
        "高新区",
        "任丘市",
        "农业局",
        "Wang",
        "张",
        "张3",
        "",
        "项目专员",
    ],
)
def test_words_that_are_not_names(words: str) -> None:
    assert not is_name(words)


@given(st.text(max_size=30))
def test_any_text_can_be_asked_for_a_person(text: str) -> None:
    speaker = parse_person(text)
    assert all(part in text.replace("\u3000", " ") for part in (speaker.name, speaker.organisation, speaker.title))


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("时间：2024年6月4日上午10:00", ("时间", "2024年6月4日上午10:00")),
        ("  地 点: 新闻发布厅 ", ("地点", "新闻发布厅")),
        ("【主持人】：梁若谷", ("主持人", "梁若谷")),
        ("成效：新增企业3万家。", None),
        ("现将情况通报如下：", None),
        ("时间", None),
        ("时间，地点：待定", None),
    ],
)
def test_lines_about_the_event(line: str, found: tuple[str, str] | None) -> None:
    assert event_line(line) == found


def _people(*lines: str) -> dict[str, tuple[Role, str]]:
    return {name: (person.role, str(person.speaker)) for name, person in roster(lines)[1].items()}


def test_the_roster_in_event_lines() -> None:
    assert _people(
        "主持人：市政府新闻办副主任 王晓明",
        "发布人：市农业农村局党组书记、局长 沈知远、副局长 郗文澜",
        "出席：市粮食局局长李红、市气象局局长贺连舟；新华社",
    ) == {
        "王晓明": (HOST, "市政府新闻办副主任 王晓明"),
        "沈知远": (OFFICIAL, "市农业农村局党组书记、局长 沈知远"),
        "郗文澜": (OFFICIAL, "副局长 郗文澜"),
        "李红": (OFFICIAL, "市粮食局局长 李红"),
        "贺连舟": (OFFICIAL, "市气象局局长 贺连舟"),
    }


def test_a_roster_that_goes_on_in_the_next_lines() -> None:
    lines = [
        "出席嘉宾：",
        "市医保局副局长 张建国",
        "李红 市医保局处长",
        "主持人：",
        "王晓明",
        "王晓明：各位来宾，大家好。",
    ]
    about, people = roster(lines)
    assert about == {0, 1, 2, 3, 4}
    assert {name: person.role for name, person in people.items()} == {
        "张建国": OFFICIAL,
        "李红": OFFICIAL,
        "王晓明": HOST,
    }


@pytest.mark.parametrize(
    "lines",
    [
        ["主持人：各位记者，大家好。"],
        ["主持人：谢谢"],
        ["主持人：", "各位记者：", "大家好！"],
        ["主持人：王晓明", "各位记者朋友，大家好！"],
        ["嘉宾：我来补充一点。张建国局长说过。"],
    ],
)
def test_speech_is_not_a_roster(lines: list[str]) -> None:
    assert roster(lines) == (frozenset(), {})


@pytest.mark.parametrize(
    ("lines", "sure"),
    [
        (["张建国：3%。"], {"张建国"}),  # beside a title in the text below
        (["李红：1.32元。"], {"李红"}),
        (["沈知远：谢谢主持人。"], {"沈知远"}),
        (["沈知远：", "各位记者，大家好。"], {"沈知远"}),
        (["贺连舟：有三个原因。", "贺连舟：第二点。"], {"贺连舟"}),
        (["贺连舟：有三个原因。"], set()),
        (["成效：新增3万家。", "成效：新增4万家。"], set()),
        (["方法：优化流程。", "时间：6月。", "项目：10个。", "安全：无事故。"], set()),
        (["石家庄：3家", "石家庄：5家"], set()),
        (["高新区：新增3家。", "高新区：新增5家。"], set()),
    ],
)
def test_names_beyond_doubt(lines: list[str], sure: set[str]) -> None:
    text = "\n".join([*lines, "感谢张建国副局长，市粮食局局长李红。项目负责人、安全专家到场，运行长时间，局长方案。"])
    assert sure_names(lines, text) == sure


def _label(
    line: str, after: str = "", people: People = NOBODY, before: Role | None = None
) -> tuple[Role, str, bool] | None:
    label = read_label(line, after, people, before)
    return (label.role, str(label.speaker), label.whole) if label else None


@pytest.mark.parametrize(
    ("line", "role", "speaker", "whole"),
    [
        ("沧州市市场监督管理局三级调研员:吕玉磬", OFFICIAL, "沧州市市场监督管理局三级调研员 吕玉磬", True),
        ("张建国：谢谢。", OFFICIAL, "市农业农村局副局长 张建国", False),
        ("【张建国】谢谢。", OFFICIAL, "市农业农村局副局长 张建国", False),
        ("[张建国]：谢谢。", OFFICIAL, "市农业农村局副局长 张建国", False),
        ("**张建国：**谢谢。", OFFICIAL, "市农业农村局副局长 张建国", False),
        ("张建国（副局长）：谢谢。", OFFICIAL, "市农业农村局副局长 张建国", False),
        ("张局长：谢谢。", OFFICIAL, "市农业农村局副局长 张建国", False),
        ("市粮食局局长 李红：补充。", OFFICIAL, "市粮食局局长 李红", False),
        ("李红（市粮食局局长）: 补充。", OFFICIAL, "市粮食局局长 李红", False),
        ("市粮食局局长：大家好。", OFFICIAL, "市粮食局局长", False),
        ("答：可以。", OFFICIAL, "", False),
        ("主持人：大家好。", HOST, "市政府新闻办副主任 王晓明", False),
        ("主持人 寿小丽：大家好。", HOST, "主持人 寿小丽", False),
        ("主持人李红：大家好。", HOST, "主持人 李红", False),
        ("主持人（李红）：大家好。", HOST, "主持人 李红", False),
        ("记者：请问？", REPORTER, "记者", False),
        ("《霁川日报》记者：请问？", REPORTER, "《霁川日报》记者", False),
        ("新华社记者 王五：请问？", REPORTER, "新华社记者 王五", False),
        ("新华社记者王五提问：请问？", REPORTER, "新华社记者 王五", False),
        ("记者（人民日报）：请问？", REPORTER, "人民日报记者", False),
        ("提问记者：请问？", REPORTER, "记者", False),
        ("记者2：请问？", REPORTER, "记者", False),
        ("（三）记者问：请问？", REPORTER, "记者", False),
        ("1.问：请问？", REPORTER, "", False),
        ("网友：请问？", REPORTER, "网友", False),
        ("沧州晚报记者:", REPORTER, "沧州晚报记者", True),
    ],
)
def test_labels(line: str, role: Role, speaker: str, whole: bool) -> None:
    assert _label(line, people=KNOWN) == (role, speaker, whole)


@pytest.mark.parametrize(
    "line",
    [
        "成效：新增企业3万家。",
        "电话：12345",
        "联系人：李红",
        "组长：李红",
        "法律顾问：已聘请20名。",
        "新媒体：已建成5家。",
        "各位记者：大家好。",
        "尊敬的各位媒体记者：",
        "下面是答记者问：",
        "记者站：10个。",
        "主持召开会议：3次。",
        "【名词解释】生态岛是浅滩。",
        "市财政局：补贴1000万元。",
        "县级政府负责人：负总责。",
        "他说：“很好。”",
        "2024年6月4日上午10:00",
        "没有冒号",
        "",
    ],
)
def test_lines_without_a_label(line: str) -> None:
    assert _label(line, people=KNOWN, before=OFFICIAL) is None


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("贺连舟：3%。", "贺连舟"),
        ("李红：可以。", "李红"),
        ("市粮食局：可以。", "市粮食局"),
        ("市粮食局副局长：可以。", "市粮食局副局长"),
    ],
)
def test_behind_a_question_whoever_it_is_answers(line: str, speaker: str) -> None:
    assert _label(line, before=REPORTER) == (OFFICIAL, speaker, False)
    assert _label(line, before=OFFICIAL) is None


def test_behind_the_host_a_label_of_two_characters_may_be_a_word() -> None:
    assert _label("方法：优化流程。", before=HOST) is None
    assert _label("贺连舟：优化流程。", before=HOST) == (OFFICIAL, "贺连舟", False)


def test_a_name_behind_an_office_alone_is_a_label_where_a_greeting_follows() -> None:
    assert _label("副局长：李红", "各位记者，大家好！") == (OFFICIAL, "副局长 李红", True)
    assert _label("副局长：李红", "成员：王五") is None
    assert _label("主持人：王晓明", "大家好！", KNOWN) == (HOST, "市政府新闻办副主任 王晓明", True)


def test_a_label_ends_behind_its_colon() -> None:
    line = "  张建国： 谢谢。"
    label = read_label(line, "", KNOWN, None)
    assert label is not None
    assert line[: label.end] == "  张建国："


def test_an_unnamed_answer_is_given_by_who_spoke_last_or_by_the_only_one() -> None:
    assert completed(Speaker(""), [Speaker("李红"), ZHANG, Speaker("")], NOBODY) == ZHANG
    assert completed(Speaker(""), [], KNOWN) == ZHANG
    assert completed(Speaker(""), [], NOBODY) == Speaker("")
    assert completed(Speaker("李红"), [ZHANG], KNOWN) == Speaker("李红")
