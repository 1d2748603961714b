from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipbot import data
from ipbot.reading.spelling import correct, from_pinyin
from ipbot.reading.vocabulary import Vocabulary
from ipbot.text.folding import fold
from ipbot.text.pinyin import Pinyin
from ipbot.text.segmentation import JiebaSegmenter

Known = Callable[[str], bool]

# Sentences such as briefings of ten fields have.
TEXT = fold("""
2024年全市基本医疗保险参保人数达到412.6万人,参保率稳定在95%以上。职工医保门诊报销比例提高到70%,跨省异地就医直接结算惠及38万人次。
集中带量采购药品平均降价53%,追回医保基金2140万元。市医疗保障局局长宋清岚介绍情况。
全市小麦播种面积286万亩,平均亩产431公斤,建成高标准农田18万亩,投入联合收割机6200台。农业农村局副局长褚砚秋答记者问。
地铁三号线年底通车,新增公交线路12条,建成充电桩3600个,更换新能源出租车900辆。市交通运输局咨询热线12328。
一般公共预算收入186亿元,同比增长5.2%,民生支出占比82.4%,专项债券额度45亿元。
新增义务教育学位1.8万个,课后服务覆盖率100%,资助家庭经济困难学生2.3万人次。
接待游客3120万人次,旅游收入268亿元,云栖古镇创建国家级旅游度假区。
抽检食品1.2万批次,合格率98.6%,查处违法案件326起,明厨亮灶覆盖率92%。投诉举报请拨打12315。
改造老旧小区142个,加装电梯310部,筹集保障性租赁住房5200套,发放住房公积金贷款31亿元。
城镇新增就业4.6万人,城镇调查失业率5.1%,举办招聘会280场,帮助农民工追回拖欠工资1.1亿元。
7月18日至21日累计降雨量312毫米,紧急转移避险群众1.4万人,启动防汛Ⅱ级应急响应,堤防险情全部处置。
""").text

# What was typed, and what was meant.
SLIPS = [
    ("医保参宝人数多少", "医保参保人数多少"),
    ("医保报消比例提高到多少", "医保报销比例提高到多少"),
    ("异地就衣直接结算惠及多少人次", "异地就医直接结算惠及多少人次"),
    ("集中带量采够药品降价多少", "集中带量采购药品降价多少"),
    ("追回医保机金多少", "追回医保基金多少"),
    ("局长宋青岚说了什么", "局长宋清岚说了什么"),
    ("褚燕秋是什么职务", "褚砚秋是什么职务"),
    ("小麦波种面积多少亩", "小麦播种面积多少亩"),
    ("平均亩铲多少公斤", "平均亩产多少公斤"),
    ("高标准浓田建了多少", "高标准农田建了多少"),
    ("联合收个机投入多少台", "联合收割机投入多少台"),
    ("联合割收机投入多少台", "联合收割机投入多少台"),
    ("建成充电庄多少个", "建成充电桩多少个"),
    ("新能源出祖车更换了多少", "新能源出租车更换了多少"),
    ("公交线录新增几条", "公交线路新增几条"),
    ("交通运输局热线13228", "交通运输局热线12328"),
    ("专项债卷额度多少", "专项债券额度多少"),
    ("义务教育学胃新增多少", "义务教育学位新增多少"),
    ("课后服务复盖率多少", "课后服务覆盖率多少"),
    ("云期古镇有什么荣誉", "云栖古镇有什么荣誉"),
    ("旅由收入多少亿", "旅游收入多少亿"),
    ("国家级旅游度价区是哪个", "国家级旅游度假区是哪个"),
    ("明厨亮造覆盖率", "明厨亮灶覆盖率"),
    ("投诉举报拨打12135", "投诉举报拨打12315"),
    ("老旧小区该造多少个", "老旧小区该造多少个"),
    ("加装电踢多少部", "加装电梯多少部"),
    ("保障性租任住房几套", "保障性租赁住房几套"),
    ("住房公积金带款发放多少", "住房公积金贷款发放多少"),
    ("保障租赁住房筹集多少套", "保障租赁住房筹集多少套"),
    ("城镇新增就叶几万人", "城镇新增就业几万人"),
    ("招聘汇举办几场", "招聘会举办几场"),
    ("脱欠工资追回多少", "拖欠工资追回多少"),
    ("累记降雨量多少毫米", "累计降雨量多少毫米"),
    ("紧急专移避险群众多少人", "紧急转移避险群众多少人"),
    ("防讯应急响应几级", "防汛应急响应几级"),
    ("提防险情处置了吗", "提防险情处置了吗"),
]

# Good questions, of which nothing may be changed: other names and places, numbers with their units, other hotlines,
# words that the transcripts don't have, small talk.
GOOD = [
    "沧州市的参保人数多少",
    "衡水市今年怎么样",
    "任丘有几个充电桩",
    "工商银行发放贷款多少",
    "中国银行发放了多少贷款",
    "2020年旅游收入多少",
    "2023年小麦亩产多少公斤",
    "92584件案件是哪里的",
    "4126人参保了吗",
    "拨打12345可以吗",
    "投诉举报拨打12305行吗",
    "110是什么电话",
    "局长王清岚说了什么",
    "副局长李燕秋是谁",
    "石家庄地铁哪年通车",
    "华为二季度手机市场份额是多少",
    "全红婵怎么了",
    "雪铁龙天逸卖多少钱",
    "咱这儿今年麦子收成咋样",
    "娃上学的名额够不够",
    "黄骅冬枣获奖了吗",
    "我想问问医保咋报",
    "发大水的时候谁去救人",
    "老赖抓了几个",
    "给补多少钱啊",
    "地铁二号线哪天开通",
    "第二条公交线路是哪条",
    "西区改造几个小区",
    "东镇的降雨量",
    "你好呀,你是谁",
    "谢谢,再见",
    "what is the budget",
    "",
]


@pytest.fixture(scope="module")
def segmenter(cache: Path) -> JiebaSegmenter:
    return JiebaSegmenter(cache)


@pytest.fixture(scope="module")
def known(segmenter: JiebaSegmenter) -> Known:
    return lambda word: segmenter.rarity(word) < 0.835


@pytest.fixture(scope="module")
def vocabulary(cache: Path, segmenter: JiebaSegmenter) -> Vocabulary:
    return Vocabulary(TEXT, Counter(segmenter.words(TEXT)).items(), ["宋清岚", "褚砚秋"], lambda: Pinyin(cache))


class Unfiltered(Vocabulary):
    """Looks everything up in the text, as if its filter let all through."""

    def _may_have(self, text: str, start: int, end: int, at: int) -> bool:
        return True


def test_the_filter_only_saves_time(vocabulary: Vocabulary, known: Known) -> None:
    names = ["宋清岚", "褚砚秋"]
    unfiltered = Unfiltered(TEXT, vocabulary.counts.items(), names, lambda: vocabulary.pinyin)
    for typed in (*(typed for typed, _ in SLIPS), *GOOD):
        assert correct(typed, unfiltered, known) == correct(typed, vocabulary, known)


@pytest.mark.parametrize(("typed", "meant"), SLIPS)
def test_puts_slips_right(vocabulary: Vocabulary, known: Known, typed: str, meant: str) -> None:
    correction = correct(typed, vocabulary, known)
    assert correction.text == meant
    assert bool(correction.changes) == (typed != meant)


@pytest.mark.parametrize("question", GOOD)
def test_leaves_good_questions_alone(vocabulary: Vocabulary, known: Known, question: str) -> None:
    assert correct(question, vocabulary, known).changes == ()


def test_tells_what_it_changed(vocabulary: Vocabulary, known: Known) -> None:
    assert set(correct("报消比例和旅由收入", vocabulary, known).changes) == {("报消", "报销"), ("旅由", "旅游")}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("xiaomai bozhong mianji duoshao mu", "小麦播种面积多少"),
        ("di tie san hao xian shen me shi hou tong che", "地铁三号线什么时候通车"),
        ("jiaozhuang dianti duoshao bu", "电梯多少"),
        ("laojiuxiaoqu gaizao duoshaoge", "老旧小区改造多少"),
        ("2024 nian zhao pin hui ji chang", "2024年招聘会几"),
        ("yun qi gu zhen", "云栖古镇"),
        ("song qing lan shi shui", "宋清岚是谁"),
    ],
)
def test_reads_questions_typed_in_pinyin(vocabulary: Vocabulary, typed: str, read: str) -> None:
    found = from_pinyin(typed, vocabulary)
    assert found is not None
    assert found.startswith(read) or read in found


@pytest.mark.parametrize("typed", ["how many patents", "hen hao chi", "招聘会几场", "", "banana can you he"])
def test_reads_nothing_else_as_pinyin(vocabulary: Vocabulary, typed: str) -> None:
    assert from_pinyin(typed, vocabulary) is None


@given(text=st.text())
def test_any_text_is_corrected_or_not(vocabulary: Vocabulary, known: Known, text: str) -> None:
    correction = correct(text, vocabulary, known)
    assert bool(correction.changes) == (correction.text != text)


@given(text=st.text(alphabet="医保参宝报消比例亩铲产麦充电庄桩招聘汇会降雨两量1235的多少 ", max_size=25))
def test_any_question_is_corrected_or_not(vocabulary: Vocabulary, known: Known, text: str) -> None:
    correction = correct(text, vocabulary, known)
    assert bool(correction.changes) == (correction.text != text)


@given(st.data())
def test_a_question_of_the_transcript_s_own_words_is_never_changed(
    vocabulary: Vocabulary, known: Known, draw: st.DataObject
) -> None:
    words = draw.draw(st.lists(st.sampled_from(sorted(vocabulary.counts)), max_size=8))
    assert correct("".join(words), vocabulary, known).changes == ()


def test_a_transcript_is_never_changed(vocabulary: Vocabulary, known: Known) -> None:
    for sentence in TEXT.replace(",", "。").split("。"):
        assert correct(sentence, vocabulary, known).changes == ()


def test_an_empty_corpus_changes_nothing(cache: Path, known: Known) -> None:
    empty = Vocabulary("", [], [], lambda: Pinyin(cache))
    assert correct("小麦亩铲多少,热线12351", empty, known).changes == ()
    assert from_pinyin("xiao mai mu chan", empty) is None


def test_the_public_slips_and_no_others_are_changed(
    shared: Path, root: Path, cache: Path, segmenter: JiebaSegmenter, known: Known
) -> None:
    import yaml  # noqa: PLC0415

    text = fold((root / "corpus/cangzhou-2022-ip-week/transcript.txt").read_text("utf-8")).text
    words = Counter(segmenter.words(text))
    vocabulary = Vocabulary(text, words.items(), ["吕玉磬"], lambda: Pinyin(cache))
    questions = yaml.safe_load((shared / "eval/questions.yaml").read_text("utf-8"))
    changed = {q["kind"] for q in questions if correct(fold(q["question"]).text, vocabulary, known).changes}
    assert changed == {"typo"}


def test_a_good_question_costs_little(vocabulary: Vocabulary, known: Known) -> None:
    question = "2024年全市小麦播种面积和平均亩产是多少"
    correct(question, vocabulary, known)
    start = perf_counter()
    for _ in range(200):
        correct(question, vocabulary, known)
    assert (perf_counter() - start) / 200 < 0.001


def test_the_file_is_sound() -> None:
    content = data.load("spelling")
    assert all(hotline.isdecimal() for hotline in content["hotlines"])
    assert len(content["hotlines"]) == len(set(content["hotlines"]))
    assert all(len(group) > 1 and len(set(group)) == len(group) for group in content["shapes"])
