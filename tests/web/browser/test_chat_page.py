"""The chat page: from a question to its citation, on every screen, network and without JavaScript."""

from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from browser.acting import FOLLOW_UP, LOAN, UNSTATED, ask, faults, overflow, small_targets
from browser.conftest import Contexts, listen
from browser.serving import Service


def _delay(page: Page, latency: int) -> None:
    """Hold every answer back for so many milliseconds, as the browser's own tools do."""
    conditions = {"offline": False, "latency": latency, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", conditions)


# --- asking


def test_a_question_leads_to_the_highlighted_sentence(page: Page, complaints: list[str], service: Service) -> None:
    page.goto(service.url)
    turn = ask(page, LOAN)
    expect(turn.locator(".answer")).to_have_text("2.49亿元（2021年，已完成）")
    expect(turn.locator(".quote mark")).to_have_text("2.49亿元")
    expect(turn.locator(".speaker")).to_contain_text("吕玉磬")
    expect(turn.locator(".place time")).to_have_text("2022-04-22")
    quoted = turn.locator(".quote").inner_text()
    turn.locator(".permalink").click()
    page.wait_for_url("**/b/cangzhou-2022-ip-week/*-*")
    expect(page.locator("main mark").first).to_be_visible()
    assert "".join(page.locator("main mark").all_inner_texts()) in quoted or quoted in page.locator("main").inner_text()
    expect(page.locator("main mark").first).to_be_in_viewport()
    assert complaints == []


def test_a_follow_up_is_understood_with_the_question_before(page: Page, service: Service) -> None:
    page.goto(service.url)
    ask(page, LOAN)
    turn = ask(page, FOLLOW_UP)
    expect(turn.locator(".answer")).to_have_text("4亿元（2022年，目标）")


def test_what_is_not_stated_is_said_with_the_nearest_sentences(page: Page, service: Service) -> None:
    page.goto(service.url)
    turn = ask(page, UNSTATED)
    expect(turn).to_have_attribute("data-status", "not_stated")
    expect(turn.locator(".note")).to_have_text("最接近的原话，并非回答")
    assert turn.locator(".citation").count() > 0


def test_a_suggestion_is_a_button_that_asks_it(page: Page, service: Service) -> None:
    page.goto(service.url)
    suggestion = ask(page, LOAN).get_by_role("button", name="多少").first
    question = suggestion.inner_text()
    suggestion.click()
    expect(page.locator(".turn").nth(1).locator(".question")).to_have_text(question)
    expect(page.locator(".turn").nth(1)).to_have_attribute("data-status", "answered")


def test_an_example_is_asked_without_leaving_the_page(page: Page, service: Service) -> None:
    page.goto(service.url)
    page.evaluate("window.stayed = true")
    page.locator(".welcome .suggestion").first.click()
    expect(page.locator(".turn")).to_have_attribute("data-status", "answered")
    assert page.evaluate("window.stayed")


def test_enter_that_ends_a_word_of_an_input_method_does_not_send(page: Page, service: Service) -> None:
    page.goto(service.url)
    page.fill("#question", LOAN)
    composing = (
        "box => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
    )
    page.locator("#question").evaluate(composing)
    page.press("#question", "Shift+Enter")
    assert page.input_value("#question") == LOAN + "\n"
    assert page.locator(".turn").count() == 0
    page.press("#question", "Enter")
    expect(page.locator(".turn")).to_have_count(1)


def test_what_looks_like_markup_is_text(page: Page, complaints: list[str], service: Service) -> None:
    markup = "<img src=x onerror=alert(1)><b>质押融资</b>是多少?"
    page.goto(service.url)
    turn = ask(page, markup)
    expect(turn.locator(".question")).to_have_text(markup)
    page.goto(f"{service.url}/?q={quote(markup)}")
    expect(page.locator(".question").last).to_have_text(markup)
    assert page.locator("#log img, #log b").count() == 0
    assert complaints == []


def test_a_question_that_is_too_long_is_kept_and_not_sent(page: Page, service: Service) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.goto(service.url)
    page.fill("#question", "多" * 303)
    page.press("#question", "Enter")
    expect(page.get_by_role("alert")).to_have_text("太长了，请删去 3 个字。")
    expect(page.locator("#question")).to_have_attribute("aria-invalid", "true")
    assert page.input_value("#question") == "多" * 303
    assert [url for url in sent if "/api/" in url] == []


def test_nothing_is_sent_for_white_space(page: Page, service: Service) -> None:
    page.goto(service.url)
    page.fill("#question", "  ")
    page.press("#question", "Enter")
    expect(page.locator("#question")).to_be_focused()
    assert page.locator(".turn").count() == 0


# --- passing on


def test_copied_is_a_quotation_ready_to_paste(contexts: Contexts, service: Service) -> None:
    context = contexts(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(service.url)
    turn = ask(page, LOAN)
    expect(turn.locator("cite")).to_be_visible()
    copied = []
    for shown in (turn, page.locator(".turn").last):
        shown.get_by_role("button", name="复制引文").click()
        expect(page.get_by_role("status")).to_have_text("已复制")
        copied.append(page.evaluate("navigator.clipboard.readText()"))
        page.reload()
    words, link = copied[0].split("\n")
    quoted = "“探索开展知识产权金融服务,引导帮助50余家企业完成知识产权质押融资2.49亿元,"
    assert words.startswith(quoted)
    assert words.endswith(
        "。”——沧州市市场监督管理局三级调研员 吕玉磬"
        "（沧州市市场监督管理局，《沧州市场监管局举行“4·26知识产权日”新闻发布会》，2022-04-22）"
    )
    assert link.startswith(f"{service.url}/b/cangzhou-2022-ip-week/")
    assert copied[0] == copied[1], "what the server writes and what the script makes must be the same"


def test_copying_works_where_the_clipboard_is_withheld(page: Page, service: Service) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(service.url)
    ask(page, LOAN).get_by_role("button", name="复制引文").click()
    expect(page.get_by_role("status")).to_have_text("已复制")
    page.locator("#question").focus()
    page.keyboard.press("Control+V")
    assert "知识产权质押融资2.49亿元" in page.input_value("#question")


def test_a_link_to_an_answer_shows_it_to_anybody(contexts: Contexts, service: Service) -> None:
    page = contexts(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto(service.url)
    ask(page, LOAN)
    ask(page, FOLLOW_UP).get_by_role("button", name="复制这个回答的链接").click()
    expect(page.get_by_role("status")).to_have_text("已复制")
    link = page.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(link).query) == {"q": [FOLLOW_UP], "context": [LOAN]}
    assert page.url == link
    assert page.title() == f"{FOLLOW_UP} · 发布会问答"
    for scripts in (True, False):
        reader = contexts(java_script_enabled=scripts).new_page()
        reader.goto(link)
        expect(reader.locator(".answer")).to_have_text("4亿元（2022年，目标）")
        assert reader.title() == page.title()


def test_a_shared_answer_can_be_followed_up(page: Page, service: Service) -> None:
    page.goto(f"{service.url}/?q={quote(LOAN)}")
    turn = ask(page, FOLLOW_UP)
    expect(turn.locator(".answer")).to_have_text("4亿元（2022年，目标）")


# --- keeping


def test_the_tab_keeps_the_conversation_and_the_draft(page: Page, contexts: Contexts, service: Service) -> None:
    page.goto(service.url)
    ask(page, LOAN)
    ask(page, FOLLOW_UP)
    page.fill("#question", "还没写完")
    page.reload()
    expect(page.locator(".question")).to_have_text([LOAN, FOLLOW_UP])
    assert page.input_value("#question") == "还没写完"
    assert contexts().storage_state()["origins"] == []
    assert page.context.cookies() == []
    assert page.context.storage_state()["origins"] == [], "only this tab may remember"
    page.get_by_role("button", name="重新开始").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator(".welcome")).to_be_visible()
    page.reload()
    expect(page.locator(".turn")).to_have_count(0)
    turn = ask(page, FOLLOW_UP)
    expect(turn.locator(".answer")).not_to_have_text("4亿元（2022年，目标）")


def test_a_shared_answer_begins_a_conversation_of_its_own(page: Page, service: Service) -> None:
    page.goto(service.url)
    ask(page, LOAN)
    page.goto(f"{service.url}/?q={quote(UNSTATED)}")
    expect(page.locator(".question")).to_have_text([UNSTATED])


def test_it_works_where_storage_is_blocked(page: Page, complaints: list[str], service: Service) -> None:
    blocked = (
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('', 'SecurityError') } })"
    )
    page.add_init_script(blocked)
    page.goto(service.url)
    ask(page, LOAN)
    expect(ask(page, FOLLOW_UP).locator(".answer")).to_have_text("4亿元（2022年，目标）")
    assert complaints == []


# --- the network


def test_offline_the_typed_text_is_kept_and_can_be_sent_again(page: Page, service: Service) -> None:
    page.goto(service.url)
    page.context.set_offline(True)
    page.fill("#question", LOAN)
    page.press("#question", "Enter")
    expect(page.get_by_role("alert")).to_contain_text("没有网络")
    assert page.input_value("#question") == LOAN
    expect(page.locator("#question")).to_be_focused()
    page.context.set_offline(False)
    page.press("#question", "Enter")
    expect(page.locator(".turn")).to_have_attribute("data-status", "answered")
    expect(page.get_by_role("alert")).to_be_empty()
    assert page.input_value("#question") == ""


def test_a_slow_network_is_said_and_what_is_typed_meanwhile_stays(page: Page, service: Service) -> None:
    page.goto(service.url)
    _delay(page, 5_000)
    page.fill("#question", LOAN)
    page.press("#question", "Enter")
    page.press("#question", "Enter")
    expect(page.get_by_role("status")).to_have_text("正在查…")
    page.fill("#question", "下一个问题")
    expect(page.get_by_role("status")).to_have_text("网络较慢，还在等回答…")
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.get_by_role("status")).to_be_empty()
    assert page.input_value("#question") == "下一个问题"


def test_a_refusal_and_a_stopped_service_are_told_in_words(page: Page, cache: Path) -> None:
    with Service(cache, rate_limit="1/minute") as strict:
        page.goto(strict.url)
        ask(page, LOAN)
        page.fill("#question", FOLLOW_UP)
        page.press("#question", "Enter")
        expect(page.get_by_role("alert")).to_contain_text("问得太快了，请过")
    page.press("#question", "Enter")
    expect(page.get_by_role("alert")).to_contain_text("连不上问答服务")
    assert page.input_value("#question") == FOLLOW_UP


# --- without JavaScript


def test_without_javascript_it_asks_and_follows_up(contexts: Contexts, service: Service) -> None:
    page = contexts(java_script_enabled=False).new_page()
    page.goto(service.url)
    page.fill("#question", LOAN)
    page.click("#send")
    expect(page.locator(".answer")).to_have_text("2.49亿元（2021年，已完成）")
    expect(page.locator("button:visible")).to_have_count(1)
    page.fill("#question", FOLLOW_UP)
    page.click("#send")
    expect(page.locator(".answer")).to_have_text("4亿元（2022年，目标）")
    page.locator(".permalink").click()
    expect(page.locator("main mark").first).to_be_in_viewport()


def test_without_javascript_a_question_that_is_too_long_is_kept(contexts: Contexts, service: Service) -> None:
    page = contexts(java_script_enabled=False).new_page()
    page.goto(service.url)
    page.fill("#question", "多" * 301)
    page.click("#send")
    expect(page.get_by_role("alert")).to_contain_text("301")
    assert page.input_value("#question") == "多" * 301


# --- for everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_nothing(contexts: Contexts, service: Service, axe: str, lang: str, scheme: str) -> None:
    page = contexts(color_scheme=scheme).new_page()
    page.goto(f"{service.url}/?lang={lang}")
    assert faults(page, axe) == []
    ask(page, LOAN)
    ask(page, UNSTATED)
    page.fill("#question", "多" * 301)
    page.wait_for_timeout(50)
    assert faults(page, axe) == []


@pytest.mark.parametrize(
    ("width", "height"), [(320, 568), (390, 844), (640, 400), (320, 256)], ids=["320", "phone", "200%", "400%"]
)
def test_it_fits_a_small_screen_and_a_finger(contexts: Contexts, service: Service, width: int, height: int) -> None:
    page = contexts(viewport={"width": width, "height": height}, has_touch=True, is_mobile=True).new_page()
    page.goto(service.url)
    ask(page, LOAN)
    assert overflow(page) == 0
    assert small_targets(page) == []
    expect(page.locator(".question")).to_be_in_viewport()


def test_on_a_phone_the_keyboard_gives_way_to_the_answer(contexts: Contexts, service: Service) -> None:
    page = contexts(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).new_page()
    page.goto(service.url)
    turn = ask(page, LOAN)
    expect(turn.locator(".question")).to_be_focused()


def test_the_keyboard_reaches_everything_in_order(page: Page, service: Service) -> None:
    page.goto(service.url)
    ask(page, LOAN)
    page.locator(".question").focus()
    reached = []
    for _ in range(9):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.className || document.activeElement.id"))
        shown = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert shown == "solid"
    assert reached[:3] == ["permalink", "copy", "share"]
    assert [r for r in reached if r in ("new", "question", "send")] == ["new", "question", "send"]


def test_answers_are_announced_politely_and_old_ones_are_not(page: Page, service: Service) -> None:
    page.goto(service.url)
    log = page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    ask(page, LOAN)
    page.add_init_script("""
        window.live = [];
        document.addEventListener('readystatechange', () => new MutationObserver(() => {
            window.live.push(document.getElementById('log').getAttribute('aria-live'));
        }).observe(document.getElementById('log'), { childList: true }), { once: true });
    """)
    page.goto(service.url)
    expect(page.locator(".turn")).to_have_count(1)
    assert page.evaluate("window.live") == ["off"]
    expect(log).to_have_attribute("aria-live", "polite")


def test_dark_mode_print_and_reduced_motion(contexts: Contexts, service: Service) -> None:
    page = contexts(color_scheme="dark", reduced_motion="reduce").new_page()
    page.goto(service.url)
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(paper) == "rgb(25, 23, 21)"
    ask(page, LOAN)
    page.emulate_media(media="print")
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    expect(page.locator("#ask")).to_be_hidden()
    expect(page.locator(".turn .suggestions")).to_be_hidden()
    expect(page.locator(".quote")).to_be_visible()
    printed = page.locator(".permalink").evaluate("link => getComputedStyle(link, '::after').content")
    assert f"{service.url}/b/cangzhou-2022-ip-week/" in printed
    page.goto(f"{service.url}/?q={quote(LOAN)}")
    assert page.locator(".permalink").evaluate("link => getComputedStyle(link, '::after').content") == printed


def test_the_marked_words_are_told_apart_without_colour(contexts: Contexts, service: Service) -> None:
    page = contexts(forced_colors="active").new_page()
    page.goto(service.url)
    mark = ask(page, LOAN).locator("mark")
    assert mark.evaluate("mark => getComputedStyle(mark).borderBottomStyle") == "solid"


def test_it_can_be_installed(page: Page, service: Service) -> None:
    page.goto(service.url)
    session = page.context.new_cdp_session(page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    # What is said of an incognito window is said of every window that a test opens.
    faults = {fault["errorId"] for fault in session.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert faults <= {"in-incognito"}


def test_nothing_comes_from_elsewhere(page: Page, complaints: list[str], service: Service) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(service.url)
    ask(page, LOAN)
    assert all(url.startswith(service.url) for url in asked)
    assert listen(page) == complaints == []
