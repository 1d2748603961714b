"""A made-up briefing and what holds drafts against it."""

from datetime import date
from functools import cache
from pathlib import Path

from ipbot.assembly import assemble, checker
from ipbot.checking.checker import Checker
from ipbot.corpus import Corpus
from ipbot.settings import load
from ipbot.values.briefing import Briefing

TRANSCRIPT = """青禾市召开2024年文旅工作新闻发布会

5月20日上午,青禾市人民政府新闻办公室召开新闻发布会。

青禾市文化广电和旅游局局长:柏望舒

各位记者朋友:大家好!我作一通报。

一、2023年工作完成情况

2023年,全市接待游客1260.5万人次,比2022年增长21.3%;实现旅游收入98.6亿元。新建游客服务中心12个,改造旅游厕所85座。白鹭县、云溪县各新增国家级夜间文化和旅游消费集聚区1个。全市旅游投诉办结率为97.5%。古渡老街项目已通过省文化和旅游厅验收,待授牌。

二、2024年工作安排

力争全年接待游客1400万人次以上,旅游收入达到110亿元。计划建成云溪县非遗馆,推动松涛书院对外开放。与工商银行青禾分行签署合作协议。

青禾晚报记者:

景区门票会不会涨价?

青禾市文化广电和旅游局副局长:石听澜

今年国有景区门票价格不作调整。成人票仍为60元,65周岁以上老年人免费。
"""


@cache
def desk(transcript: str = TRANSCRIPT, cache_dir: Path | None = None) -> Checker:
    """What checks drafts against one briefing."""
    briefing = Briefing(
        "qinghe", transcript.split("\n", 1)[0], transcript, date(2024, 5, 20), "青禾市文化广电和旅游局", "青禾市"
    )
    return checker(assemble(Corpus.of([briefing]), load({"cache_dir": cache_dir} if cache_dir else {})))
