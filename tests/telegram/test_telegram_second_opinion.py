"""The same handlers, driven by another's idea of the platform: tg-auto-test, which needs Python 3.12."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from ipbot.channels.telegram import texts
from ipbot.channels.telegram.application import add_handlers, provide
from ipbot.channels.telegram.bot import DEFAULTS
from ipbot.pipeline import Pipeline
from ipbot.settings import load

client_of = pytest.importorskip("tg_auto_test.test_utils.serverless_telegram_client")

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("alone")]
pytest_plugins = ("bot_fixtures",)


@pytest.fixture
async def conversation(pipeline: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Any]:
    monkeypatch.setenv("IPBOT_TELEGRAM_TOKEN", "123456:" + "x" * 35)
    service = provide(pipeline, load({"telegram_feedback": tmp_path / "feedback.jsonl"}))

    def build(builder: Any) -> Any:
        application = builder.defaults(DEFAULTS).build()
        add_handlers(application, service)
        return application

    client = client_of.ServerlessTelegramClient(build_application=build)
    await client.connect()
    async with client.conversation("test_bot") as found:
        yield found
    await client.disconnect()
    service.worker.shutdown()


async def test_an_answer_and_a_follow_up(conversation: Any) -> None:
    await conversation.send_message("去年知识产权质押融资总额是多少？")
    answer = await conversation.get_response()
    assert answer.raw_text.startswith("2.49亿元（2021年，已完成）\n")
    assert [button.text for button in answer.buttons[0]] == [texts.CONTEXT, texts.ORIGINAL, texts.RELATED]
    await conversation.send_message("那今年的目标呢")
    assert "4亿元" in (await conversation.get_response()).text.split("\n")[0]


async def test_a_button(conversation: Any) -> None:
    await conversation.send_message("专利风险保障金额是多少？")
    answer = await conversation.get_response()
    await answer.click(data=answer.buttons[0][0].data)
    assert texts.CONTEXT_OF in (await conversation.get_response()).raw_text


async def test_what_is_not_stated_and_a_command(conversation: Any) -> None:
    await conversation.send_message("沧州市市长是谁？")
    assert "市长" in (await conversation.get_response()).text
    await conversation.send_message("/start")
    assert texts.TRY in (await conversation.get_response()).text
