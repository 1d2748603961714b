"""The messages between page and frame, and what a page can do with the widget."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser.acting import FOLLOW_UP, LOAN, ask
from browser.hosting import LABEL, collect, document, opened, script, told
from browser.serving import ROOT, Host, Service


def test_messages_of_others_are_ignored(page: Page, host: Host, service: Service) -> None:
    """Neighbours in the page, of its origin and of another, speak to the frame and, in its name, to the page."""
    host.show(
        "/evil",
        """<script>
        const send = (to, message) => to.postMessage({ ns: 'ipbot', v: 1, ...message }, '*');
        addEventListener('message', ({ source }) => {
            for (const type of ['ready', 'close', 'answer', 'failed'])
                send(parent, { type, id: 1, status: 'chat', answer: { evil: true } });
            const asks = { type: 'ask', id: 1, question: '你好' };
            for (const message of [{ type: 'hello' }, asks, { type: 'theme', theme: 'dark' }]) send(parent[2], message);
            source.postMessage('done', '*');
        });
        </script>""",
    )
    strangers = f'<iframe src="{host.url}/evil"></iframe><iframe src="{host.other}/evil"></iframe>'
    by_hand = f'<iframe src="{service.url}/embed"></iframe>'
    page.goto(host.show("/neighbours", document(strangers, by_hand, script(service))))
    page.get_by_role("button", name=LABEL).click()
    widget, bare = page.frame_locator("dialog iframe"), page.frame_locator("body > iframe >> nth=2")
    expect(widget.locator("#question")).to_be_focused()
    page.evaluate("""() => new Promise((resolve) => {
        window.fooled = [];
        for (const type of ['answer', 'failed', 'close'])
            window.ipbot.widgets[0].addEventListener(type, () => window.fooled.push(type));
        let done = 0;
        addEventListener('message', ({ data }) => { if (data === 'done' && ++done === 2) resolve(); });
        for (const n of [0, 1]) window[n].postMessage('go', '*');
    })""")
    ask(widget, LOAN)
    ask(bare, LOAN)
    for frame in (widget, bare):
        expect(frame.locator(".question")).to_have_text([LOAN])
        expect(frame.locator("html")).to_have_attribute("data-theme", "auto")
    assert page.evaluate("window.fooled") == ["answer"], "the visitor's own question, and that alone"
    assert page.evaluate("window.ipbot.widgets[0].isOpen")


def test_a_frame_that_was_led_away_is_not_heard(page: Page, host: Host, service: Service) -> None:
    """The window is the widget's own still, but what it holds is of another origin."""
    evil = "parent.postMessage({ ns: 'ipbot', v: 1, type: 'close' }, '*'); parent.postMessage('done', '*')"
    away = host.show("/away", f"<script>{evil}</script>")
    page.goto(host.show("/leading", document(script(service))))
    opened(page)
    page.evaluate(
        """(away) => new Promise((resolve) => {
            addEventListener('message', ({ data }) => { if (data === 'done') resolve(); });
            const { shadowRoot } = [...document.body.children].find((child) => child.shadowRoot);
            shadowRoot.querySelector('iframe').src = away;
        })""",
        away,
    )
    expect(page.locator("dialog")).to_be_visible()
    assert page.evaluate("window.ipbot.widgets[0].isOpen")


def test_messages_without_the_mark_are_ignored(page: Page, address: str, complaints: list[str]) -> None:
    page.goto(address)
    frame = opened(page)
    page.evaluate("""() => {
        const host = [...document.body.children].find(({ shadowRoot }) => shadowRoot);
        const framed = host.shadowRoot.querySelector('iframe').contentWindow;
        const ask = { type: 'ask', id: 2, question: '你好' };
        for (const mark of [{}, { ns: 'ipbot' }, { v: 1 }, { ns: 'ipbot', v: 2 }, { ns: 'other', v: 1 }])
            framed.postMessage({ ...mark, ...ask }, '*');
        for (const odd of [null, 'ipbot', 7, [], { ns: 'ipbot', v: 1 }, { ns: 'ipbot', v: 1, type: 'toString' }])
            framed.postMessage(odd, '*');
    }""")
    ask(frame, LOAN)
    expect(frame.locator(".question")).to_have_text([LOAN])
    assert complaints == []


def test_a_frame_hears_only_the_origin_that_greeted_it(page: Page, host: Host, service: Service) -> None:
    page.goto(host.show("/by-hand", document(f'<iframe src="{service.url}/embed"></iframe>')))
    frame = page.frame_locator("iframe")
    expect(frame.locator("#question")).to_be_visible()
    page.evaluate("""() => {
        window.heard = [];
        addEventListener('message', ({ data }) => window.heard.push(data.type));
        const send = (message) => window[0].postMessage({ ns: 'ipbot', v: 1, ...message }, '*');
        send({ type: 'ask', id: 1, question: '你好' });
        send({ type: 'hello' });
        send({ type: 'ask', id: 2, question: '谢谢' });
    }""")
    expect(frame.locator(".question")).to_have_text(["谢谢"])
    assert page.evaluate("window.heard") == ["ready", "answer"]


# --- the API


def test_a_page_asks_and_is_answered(page: Page, host: Host, service: Service) -> None:
    collect(page)
    page.goto(host.show("/api", document(script(service))))
    page.wait_for_function("window.ipbot?.widgets.length")
    answers = page.evaluate(
        "async questions => Promise.all(questions.map(q => window.ipbot.widgets[0].ask(q)))", [LOAN, FOLLOW_UP]
    )
    assert [a["answer"] for a in answers] == ["2.49亿元（2021年，已完成）", "4亿元（2022年，目标）"]
    assert answers[1]["context"] == [LOAN]
    assert answers[0]["citations"][0]["speaker"].endswith("吕玉磬")
    expect(page.frame_locator("iframe").locator(".question")).to_have_text([LOAN, FOLLOW_UP])
    refused = page.evaluate("window.ipbot.widgets[0].ask('多'.repeat(301)).catch(error => error.message)")
    assert refused == "question"
    page.evaluate("window.ipbot.widgets[0].close()")
    page.wait_for_function("window.told.at(-1)[0] === 'close'")
    answered = ["answer", {"status": "answered"}]
    assert told(page) == [["open", None], answered, answered, ["failed", {"reason": "question"}], ["close", None]]
    pending = "const w = window.ipbot.widgets[0], asked = w.ask('你好').catch(e => e.message); w.remove(); asked"
    assert page.evaluate(f"(() => {{ {pending.replace('; asked', '; return asked')} }})()") == "unreachable"
    assert page.evaluate("[window.ipbot.widgets.length, document.querySelector('body > div')]") == [0, None]


def test_the_examples_of_the_docs_work(page: Page, complaints: list[str], host: Host, service: Service) -> None:
    written = (ROOT / "docs" / "widget.md").read_text("utf-8").replace("https://answers.example.org", service.url)
    simple, api = re.findall(r"^```html\n(.*?)^```$", written, re.MULTILINE | re.DOTALL)
    page.goto(host.show("/simple", document(simple)))
    opened(page)
    page.goto(host.show("/example", document(api)))
    page.wait_for_function("window.ipbot?.widgets.length")
    with page.expect_console_message(lambda message: "吕玉磬：" in message.text) as answered:
        page.get_by_role("button", name="去年质押融资了多少").click()
    assert answered.value.text.startswith("answered 2.49亿元（2021年，已完成）")
    assert complaints == []


@pytest.mark.parametrize("page_says", ["script-src", "frame-src"])
def test_the_policy_of_the_docs_is_the_least_that_works(
    page: Page, host: Host, service: Service, page_says: str
) -> None:
    written = (ROOT / "docs" / "widget.md").read_text("utf-8").replace("https://answers.example.org", service.url)
    found = re.search(r"^Content-Security-Policy: (.*?)^```$", written, re.MULTILINE | re.DOTALL)
    assert found
    least = " ".join(found[1].split())
    page.goto(host.show("/least", document(script(service)), Content_Security_Policy=least))
    ask(opened(page), LOAN)
    less = re.sub(rf"{page_says} [^;]+;", "", least)
    page.goto(host.show("/less", document(script(service)), Content_Security_Policy=less))
    if page_says == "script-src":
        expect(page.get_by_role("button", name=LABEL)).to_have_count(0)
    else:
        page.get_by_role("button", name=LABEL).click()
        expect(page.locator("dialog").get_by_role("status")).to_have_text("正在打开…")
        expect(page.frame_locator("iframe").locator("#question")).to_have_count(0)


def test_what_a_visitor_asks_is_not_told_to_the_page(page: Page, address: str) -> None:
    collect(page)
    page.add_init_script("addEventListener('message', ({ data }) => (window.all ??= []).push(JSON.stringify(data)))")
    page.goto(address)
    ask(opened(page), LOAN)
    page.wait_for_function("window.told.length === 2")
    assert told(page) == [["open", None], ["answer", {"status": "answered"}]]
    assert not any("融资" in message for message in page.evaluate("window.all"))
