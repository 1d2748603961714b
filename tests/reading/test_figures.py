"""Figures: approved tables for whole briefings, statements of other fields, and the laws that hold on any text."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipbot import yamlfile
from ipbot.corpus import loading
from ipbot.corpus.splitting import split
from ipbot.reading.figures import Figure, Status, as_rows, figures
from ipbot.values.briefing import Briefing

ROOT = Path(__file__).parents[2]
CANGZHOU = ROOT / "corpus" / "cangzhou-2022-ip-week"
SHARED = ROOT.parent / "shared" / "eval" / "generality" / "transcript.txt"
TABLE = Path(__file__).with_name("cangzhou_figures.yaml")


def read(text: str, held_on: date | None) -> list[tuple[str, Figure]]:
    briefing = Briefing("b", "t", text, held_on)
    return [(text[f.start : f.end], f) for f in figures(briefing, split(briefing))]


def cangzhou(held_on: date | None = date(2022, 4, 22)) -> Briefing:
    return Briefing("c", "t", (CANGZHOU / "transcript.txt").read_text(), held_on)


def row(text: str, f: Figure) -> list[str]:
    q = f.quantity
    high = format(q.high, "f") if q.high is not None else ""
    told = [f.indicator, f.period_label, str(f.status), f.change, f.base, f.scope]
    return [text[f.start : f.end], format(q.value, "f"), high, q.unit, *told]


def test_cangzhou_in_full() -> None:
    briefing = cangzhou()
    found = figures(briefing, split(briefing))
    assert [row(briefing.transcript, f) for f in found] == yamlfile.read(TABLE)


def test_cangzhou_without_its_day() -> None:
    """The year is guessed from the transcript; periods and statuses come out the same."""
    dated, undated = ([row(b.transcript, f) for f in figures(b, split(b))] for b in (cangzhou(), cangzhou(None)))
    assert undated == dated


def test_figures_are_cited() -> None:
    briefing = cangzhou()
    outline = split(briefing)
    rows = as_rows(figures(briefing, outline), briefing, outline)
    found = next(r for r in rows if r["figure"] == "2.49亿元")
    assert found["speaker"] == "沧州市市场监督管理局三级调研员 吕玉磬"
    assert found["sentence"].startswith("探索开展知识产权金融服务,引导帮助50余家企业")
    assert briefing.transcript[found["sentence_start"] : found["sentence_end"]] == found["sentence"]
    assert (found["value"], found["unit"], found["status"]) == ("249000000", "元", "result")


R, T, F, S = Status.RESULT, Status.TARGET, Status.FORECAST, Status.STANDING

# figure · indicator · period · status · change · base · scope
GENERALITY = [
    ("318天", "中心城区环境空气优良天数", "2023年", R, "", "", "中心城区"),
    ("3.0个百分点", "优良天数比例", "2023年", R, "提高", "比2022年", "中心城区"),
    ("3天", "重度及以上污染天数", "2023年", R, "减少", "比上年", ""),
    ("31微克/立方米", "细颗粒物（PM2.5）年均浓度", "2023年", R, "", "", ""),
    ("1.9%", "臭氧浓度", "2023年", R, "上升", "同比", ""),
    ("94.8%", "优良天数比例最高", "2023年", R, "", "", "泊云县"),
    ("85.2%", "优良天数比例最低", "2023年", R, "", "", "望淞区"),
    ("13个", "水质达到或优于Ⅲ类", "2023年", R, "", "", "全市"),
    ("7条", "城市建成区排查出的黑臭水体全部完成整治", "2023年", R, "", "", ""),
    ("1860只", "鹤汀湿地越冬的白琵鹭最多时", "2023年冬季", R, "", "", ""),
    ("11处", "湿地核心区建成“生态岛”", "2023年", R, "", "", ""),
    ("12个", "超低排放改造项目钢铁行业", "2023年", R, "", "", ""),
    ("5个", "超低排放改造项目水泥行业", "2023年", R, "", "", ""),
    ("82%", "新能源公交车占比", "2023年", R, "", "", ""),
    ("约3600元", "户均补贴", "2023年", R, "", "", "户均"),
    ("1105个", "排查入河排污口整治", "2023年", R, "", "", ""),
    ("10万吨", "第三污水处理厂扩建后日处理能力", "2023年", R, "", "由", ""),
    ("15万吨", "第三污水处理厂扩建后日处理能力", "2023年", R, "", "", ""),
    ("4起", "移送公安机关的环境犯罪案件自动监测数据造假案件", "2023年", R, "", "", ""),
    ("59个", "省级生态环境保护督察交办的问题整改", "2023年", R, "", "", ""),
    ("88%以上", "中心城区优良天数比例", "2024年", T, "", "", "中心城区"),
    ("30微克/立方米以内", "PM2.5年均浓度", "2024年", T, "", "", "中心城区"),
    ("不超过2天", "重度及以上污染天数", "2024年", T, "", "", "中心城区"),
    ("1500辆", "淘汰国四排放标准柴油货车", "2024年底", T, "", "", ""),
    ("1.2亿元", "总投资申请中央资金", "2024年", T, "", "", ""),
    ("不低于94%", "受污染耕地安全利用率", "2024年", T, "", "", ""),
    ("1家", "公众免费开放垃圾焚烧发电厂", "2024年6月8日—10日", T, "", "", ""),
    ("10名", "评选“最美环保志愿者”", "2024年", T, "", "", ""),
    ("1.6℃", "平均气温", "2023年夏季", R, "偏高", "较常年同期", "我市"),
    ("241家", "治理设施升级", "截至2024年6月4日", R, "", "", ""),
    ("0.3元", "晚上8点以后加油每升优惠", "2024年5月1日—9月30日", S, "", "", "每升"),
    ("84.2%", "优良天数比例", "2024年1—5月", R, "", "", "中心城区"),
    ("1.2%", "臭氧浓度", "2024年1—5月", R, "下降", "同比", "中心城区"),
    ("1186件", "受理生态环境信访举报噪声类", "2023年", R, "", "", "全市"),
    ("33起", "立案查处", "2024年1—5月", R, "", "", ""),
    ("500米范围内", "考点周边禁止一切产生噪声的施工作业", "2024年6月6日—20日", S, "", "", ""),
    ("2小时内", "承诺到达现场", "", S, "", "", ""),
    ("60个工作日", "环境影响报告书的审批时间", "2023年", S, "", "由", "全市"),
    ("12个工作日", "环境影响报告书的审批时间", "2023年", R, "", "", "全市"),
    ("9.4亿元", "发放贷款", "截至2024年5月底", R, "", "", ""),
    ("0.6个百分点左右", "平均利率", "截至2024年5月底", R, "低", "比普通企业贷款", ""),
    ("3150万元", "排污权交易成交金额", "2023年", R, "", "", "我市"),
]


@pytest.mark.skipif(not SHARED.exists(), reason="the briefing is not part of the repository")
def test_a_briefing_of_another_field() -> None:
    found = [
        (said, f.indicator, f.period_label, f.status, f.change, f.base, f.scope)
        for said, f in read(SHARED.read_text(), date(2024, 6, 4))
    ]
    assert len(found) == 133
    assert [expected for expected in GENERALITY if expected not in found] == []


# text · the briefing's day · (figure, indicator, period, status, change, base, scope)…
FIELDS: list[tuple[str, date, list[tuple[Any, ...]]]] = [
    (
        "一、2023年预算执行情况\n2023年，全市一般公共预算收入完成312.6亿元，为预算的101.2%，同比增长6.8%，其中税收收入228.4亿元，占比73.1%。",
        date(2024, 2, 20),
        [
            ("312.6亿元", "一般公共预算收入", "2023年", R, "", "", "全市"),
            ("101.2%", "一般公共预算收入", "2023年", R, "", "预算", "全市"),
            ("6.8%", "一般公共预算收入", "2023年", R, "增长", "同比", "全市"),
            ("228.4亿元", "一般公共预算收入税收收入", "2023年", R, "", "", "全市"),
            ("73.1%", "一般公共预算收入税收收入占比", "2023年", R, "", "", "全市"),
        ],
    ),
    (
        (
            "二、2024年预算安排\n全市一般公共预算收入预期增长6%左右，达到331亿元左右。卫生健康、社会保障和就业支出分别安排58亿元、77亿元和41亿元。"
            "专项债券额度预计达到95亿元。到2025年，财政收入力争突破400亿元。"
        ),
        date(2024, 2, 20),
        [
            ("6%左右", "一般公共预算收入", "2024年", T, "增长", "", "全市"),
            ("331亿元左右", "一般公共预算收入", "2024年", T, "", "", "全市"),
            ("58亿元", "卫生健康安排", "2024年", T, "", "", ""),
            ("77亿元", "社会保障安排", "2024年", T, "", "", ""),
            ("41亿元", "就业支出安排", "2024年", T, "", "", ""),
            ("95亿元", "专项债券额度", "2024年", F, "", "", ""),
            ("突破400亿元", "财政收入", "2025年", T, "", "", ""),
        ],
    ),
    (
        (
            "2025年度城乡居民医保个人缴费标准为每人每年400元，财政补助不低于每人每年670元。住院起付线一级医院200元、二级医院500元、三级医院1000元。"
            "截至9月底，全市基本医保参保428.7万人，参保率稳定在95%以上。办理时限由20个工作日压缩至5个工作日。"
        ),
        date(2024, 10, 12),
        [
            ("400元", "城乡居民医保个人缴费标准", "2025年", S, "", "", "每人每年"),
            ("不低于每人每年670元", "财政补助", "2025年", S, "", "", "每人每年"),
            ("200元", "住院起付线一级医院", "2025年", S, "", "", ""),
            ("500元", "住院起付线二级医院", "2025年", S, "", "", ""),
            ("1000元", "住院起付线三级医院", "2025年", S, "", "", ""),
            ("428.7万人", "基本医保参保", "截至2024年9月底", R, "", "", "全市"),
            ("95%以上", "基本医保参保率", "截至2024年9月底", R, "", "", "全市"),
            ("20个工作日", "办理时限", "截至2024年9月底", R, "", "由", ""),
            ("5个工作日", "办理时限", "截至2024年9月底", R, "", "", ""),
        ],
    ),
    (
        (
            "今年全省小麦播种面积3376.5万亩，比上年增加6.2万亩；平均亩产437.8公斤，较去年提高5.3公斤，增幅1.2%。投入联合收割机8.6万台，其中跨区作业机1.2万台。"
            "预计全年粮食总产量将达到780亿斤以上。下一步，力争秋粮面积稳定在5000万亩以上。"
        ),
        date(2023, 6, 25),
        [
            ("3376.5万亩", "小麦播种面积", "2023年", R, "", "", "全省"),
            ("6.2万亩", "小麦播种面积", "2023年", R, "增加", "比上年", "全省"),
            ("437.8公斤", "平均亩产", "2023年", R, "", "", "全省"),
            ("5.3公斤", "平均亩产", "2023年", R, "提高", "较去年", "全省"),
            ("1.2%", "平均亩产增幅", "2023年", R, "", "", "全省"),
            ("8.6万台", "投入联合收割机", "2023年", R, "", "", ""),
            ("1.2万台", "投入联合收割机跨区作业机", "2023年", R, "", "", ""),
            ("780亿斤以上", "粮食总产量", "2023年", F, "", "", ""),
            ("5000万亩以上", "秋粮面积", "2023年", T, "", "", ""),
        ],
    ),
    (
        (
            "“十四五”以来，全市累计完成交通固定资产投资860亿元，是“十三五”同期的1.6倍。高速公路通车里程由412公里增加到563公里。"
            "地铁1号线、3号线分别于2022年、2023年开通，日均客流量分别达到18.5万人次和22.3万人次。临江区、北望区、云山县各新建公交场站2座。"
        ),
        date(2024, 1, 18),
        [
            ("860亿元", "交通固定资产投资", "2021年以来", R, "", "", "全市"),
            ("1.6倍", "交通固定资产投资", "2021年以来", R, "", "“十三五”同期", "全市"),
            ("412公里", "高速公路通车里程", "", R, "", "由", ""),
            ("563公里", "高速公路通车里程", "", R, "", "", ""),
            ("18.5万人次", "地铁1号线日均客流量", "", R, "", "", ""),
            ("22.3万人次", "3号线日均客流量", "", R, "", "", ""),
            ("2座", "新建公交场站", "", R, "", "", "临江区、北望区、云山县"),
        ],
    ),
    (
        (
            "2023年，普惠性幼儿园覆盖率达92.4%，比2020年提高了7.6个百分点。招聘教师1856名，其中硕士研究生占三分之一以上。"
            "每生每年补助标准小学1000元、初中1250元。2024年秋季学期起，将新增公办高中学位6000个，录取率力争达到65%以上。"
        ),
        date(2024, 3, 15),
        [
            ("92.4%", "普惠性幼儿园覆盖率", "2023年", R, "", "", ""),
            ("7.6个百分点", "普惠性幼儿园覆盖率", "2023年", R, "提高", "比2020年", ""),
            ("1856名", "招聘教师", "2023年", R, "", "", ""),
            ("三分之一以上", "招聘教师硕士研究生占", "2023年", R, "", "", ""),
            ("1000元", "每生每年补助标准小学", "2023年", R, "", "", ""),
            ("1250元", "每生每年补助标准初中", "2023年", R, "", "", ""),
            ("6000个", "新增公办高中学位", "2024年秋季", T, "", "", ""),
            ("65%以上", "录取率", "2024年秋季", T, "", "", ""),
        ],
    ),
    (
        (
            "全市共接待游客586.32万人次，按可比口径同比增长11.4%，较2019年同期增长23.8%；旅游总收入41.7亿元，恢复到2019年的108.6%。"
            "古城景区、云台山、海洋公园分别接待游客45.2万人次、38.6万人次和21.9万人次。平均入住率78.6%，比去年同期上升9.2个百分点。"
        ),
        date(2023, 10, 8),
        [
            ("586.32万人次", "接待游客", "", R, "", "", "全市"),
            ("11.4%", "接待游客", "", R, "增长", "同比", "全市"),
            ("23.8%", "接待游客", "", R, "增长", "较2019年同期", "全市"),
            ("41.7亿元", "旅游总收入", "", R, "", "", "全市"),
            ("108.6%", "旅游总收入", "", R, "", "2019年", "全市"),
            ("45.2万人次", "古城景区接待游客", "", R, "", "", ""),
            ("38.6万人次", "云台山接待游客", "", R, "", "", ""),
            ("21.9万人次", "海洋公园接待游客", "", R, "", "", ""),
            ("78.6%", "平均入住率", "", R, "", "", ""),
            ("9.2个百分点", "平均入住率", "", R, "上升", "比去年同期", ""),
        ],
    ),
]


@pytest.mark.parametrize(("text", "held_on", "expected"), FIELDS, ids=[t[:12] for t, _, _ in FIELDS])
def test_statements_of_other_fields(text: str, held_on: date, expected: list[tuple[Any, ...]]) -> None:
    found = [
        (said, f.indicator, f.period_label, f.status, f.change, f.base, f.scope) for said, f in read(text, held_on)
    ]
    assert found == expected


def test_a_starting_value_keeps_its_year_to_itself() -> None:
    text = "2022年，优良天数由2021年的271天增加到288天，增加17天。收入比由2021年的2.08缩小到2.04。年末失业率为2.9%。"
    assert [(said, f.period_label) for said, f in read(text, date(2023, 1, 19))] == [
        *(("271天", "2021年"), ("288天", "2022年"), ("17天", "2022年"), ("2.08", "2021年"), ("2.04", "2022年")),
        ("2.9%", "2022年底"),
    ]


def test_a_tail_is_shared_and_changes_are_told_in_order() -> None:
    text = (
        "公路、铁路、水路货运量分别为8650万吨、1240万吨和312万吨，同比分别增长6.1%、增长3.4%和下降2.2%。"
        "地铁1号线、2号线日均客流分别达到28万人次和19万人次。高速公路和国省干线优良路率分别为99%、91%。"
    )
    found = read(text, date(2023, 7, 18))
    assert [(said, f.indicator) for said, f in found if not f.change] == [
        *(("8650万吨", "公路货运量"), ("1240万吨", "铁路货运量"), ("312万吨", "水路货运量")),
        *(("28万人次", "地铁1号线日均客流"), ("19万人次", "2号线日均客流")),
        *(("99%", "高速公路"), ("91%", "国省干线优良路率")),
    ]
    assert [(said, f.indicator, f.change, f.base) for said, f in found if f.change] == [
        ("6.1%", "公路货运量", "增长", "同比"),
        ("3.4%", "铁路货运量", "增长", "同比"),
        ("2.2%", "水路货运量", "下降", "同比"),
    ]


def test_a_place_is_a_whole_word() -> None:
    text = "平安县收获96万亩、新和县收获73万亩。平安县和新和县分别新建2座和3座。安排乡村振兴资金12.8亿元。"
    assert [(f.indicator, f.scope) for _, f in read(text, date(2023, 10, 19))] == [
        *(("平安县收获", "平安县"), ("新和县收获", "新和县")),
        *(("平安县新建", "平安县"), ("新和县新建", "新和县"), ("安排乡村振兴资金", "")),
    ]


def test_a_period_is_where_it_was_said() -> None:
    briefing = cangzhou()
    found = {briefing.transcript[f.start : f.end]: f.period for f in figures(briefing, split(briefing))}
    said = {figure: briefing.transcript[p.start : p.end] for figure, p in found.items() if p}
    assert (said["192起"], said["2.49亿元"], said["2.2件"], said["4亿元"]) == ("全年", "2021年", "2021年底", "2022年")
    assert [
        f.period.start for f in figures(briefing, split(briefing)) if f.period and f.quantity.value == 249000000
    ] == [briefing.transcript.index("2021年我市知识产权工作开展情况")]


def test_traditional_characters_are_read_and_cut_as_they_stand() -> None:
    text = "2023年，全市有效發明專利擁有量達到1605件，較2022年增長兩成。"
    found = [(said, f.indicator, f.change, int(f.quantity.value)) for said, f in read(text, date(2024, 1, 5))]
    assert found == [("1605件", "有效發明專利擁有量", "", 1605), ("兩成", "有效發明專利擁有量", "增长", 20)]


def test_the_same_place_twice_is_two_figures() -> None:
    found = [f for said, f in read((CANGZHOU / "transcript.txt").read_text(), date(2022, 4, 22)) if said == "150余万元"]
    assert [f.indicator for f in found] == [found[0].indicator] * 2
    assert found[0].start < found[1].start


def test_the_corpus_is_read_from_its_folder() -> None:
    briefing = next(iter(loading.load(ROOT / "corpus").briefings))
    assert len(figures(briefing, split(briefing))) == 58


PIECES = st.sampled_from(
    [
        *"，。；、：\n“”（）和与及的各共由到至达为占比较增降",
        *(
            "全市",
            "分别",
            "其中",
            "2021年",
            "去年",
            "今年",
            "到年底",
            "较2020年",
            "增长",
            "力争",
            "已",
            "一是",
            "二是",
            "一、工作安排\n",
        ),
        *(
            "（一）成效。",
            "15%",
            "20%以上",
            "3件",
            "两所",
            "2.49亿元",
            "6-8个",
            "5个百分点",
            "上午10:00",
            "专利拥有量",
            "企业",
            "完成",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=50).map("".join)).filter(str.strip)


@settings(deadline=None)
@given(TEXTS, st.one_of(st.none(), st.just(date(2022, 4, 22))))
def test_every_figure_stands_where_it_says(text: str, held_on: date | None) -> None:
    briefing = Briefing("b", "t", text, held_on)
    outline = split(briefing)
    ids = {p.id for p in outline.passages} | {h.id for h in outline.headings}
    end = 0
    for f in figures(briefing, outline):
        assert end <= f.start < f.end <= len(text)
        assert (f.quantity.start, f.quantity.end) == (f.start, f.end)
        assert f.statement[0] <= f.start < f.end <= f.statement[1]
        assert all(0 <= s < e <= len(text) for s, e in f.indicator_spans)
        assert all(text[s:e] in f.indicator for s, e in f.indicator_spans)
        assert f.period is None or 0 <= f.period.start < f.period.end <= len(text)
        assert f.passage in ids
        end = f.end
