"""The fact-checking desk in a browser: with and without scripts, by keyboard, on a phone, on paper, for everybody."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.acting import faults, overflow
from browser.conftest import Contexts, listen
from browser.serving import Service

PASSWORD = "correct horse battery"
DRAFT = "去年沧州质押融资额达到4亿元。\n\n去年，沧州知识产权质押融资2.49亿元。\n\n吕玉磬表示，沧州去年新建了9座水库。"
SHOWN = ".finding:visible"


@pytest.fixture(scope="module")
def desk(cache: Path) -> Iterator[Service]:
    with Service(
        cache, desk_password=PASSWORD, desk_login_limit="off", desk_rate_limit="off", max_draft_bytes="2000000"
    ) as running:
        yield running


def _enter(page: Page, desk: Service, lang: str = "zh") -> None:
    page.goto(f"{desk.url}/desk?lang={lang}")
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#draft")).to_be_visible()
    page.wait_for_load_state()  # with its script


def _check(page: Page, draft: str = DRAFT) -> None:
    page.locator("#draft").fill(draft)
    page.locator("#check .send").click()
    expect(page.locator("#report")).to_be_visible()
    page.wait_for_load_state()


def test_from_the_password_to_the_evidence(contexts: Contexts, desk: Service) -> None:
    page = contexts().new_page()
    complaints = listen(page)
    _enter(page, desk)
    _check(page)
    wrong = page.locator(".finding.contradicted")
    expect(page.locator(".stretch.contradicted mark")).to_have_text("4亿元")
    expect(wrong.locator(".why")).to_contain_text("2.49亿元")
    with page.expect_popup() as opened:
        wrong.locator(".permalink").first.click()
    assert "2.49亿元" in "".join(opened.value.locator("main mark").all_inner_texts())
    with page.expect_download() as saved:
        page.locator("#report button", has_text="下载").click()
    assert "4亿元</mark>" in saved.value.path().read_text("utf-8")
    assert complaints == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_filters(contexts: Contexts, desk: Service, scripts: bool) -> None:
    page = contexts(java_script_enabled=scripts).new_page()
    _enter(page, desk)
    _check(page)
    expect(page.locator(SHOWN)).to_have_count(2)
    page.locator("#show-supported").check()
    expect(page.locator(SHOWN)).to_have_count(3)
    page.locator("#show-contradicted").uncheck()
    expect(page.locator(SHOWN)).to_have_count(2)
    expect(page.locator(".finding.contradicted")).to_be_hidden()
    expect(page.locator("#next")).to_be_visible(visible=scripts)


def test_keys_go_from_finding_to_finding(contexts: Contexts, desk: Service) -> None:
    page = contexts().new_page()
    _enter(page, desk)
    _check(page)
    page.keyboard.press("n")
    expect(page.locator("#f1")).to_be_focused()
    expect(page.locator(".stretch.current").first).to_have_attribute("data-number", "1")
    page.keyboard.press("n")
    expect(page.locator("#f3")).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator("#f3")).to_be_focused()
    page.keyboard.press("p")
    expect(page.locator("#f1")).to_be_focused()
    expect(page.locator("[aria-current]")).to_have_count(1)
    page.locator("#draft").press("End")
    page.locator("#draft").press_sequentially("np")
    assert "np" in page.locator("#draft").input_value()
    expect(page.locator("#f1")).to_have_attribute("aria-current", "true")


def test_the_report_is_copied(contexts: Contexts, desk: Service) -> None:
    page = contexts(permissions=["clipboard-read", "clipboard-write"]).new_page()
    _enter(page, desk)
    _check(page)
    page.locator("#copy-report").click()
    expect(page.locator("#copy-report")).to_have_text("已复制")
    text = page.evaluate("navigator.clipboard.readText()")
    assert "去年沧州质押融资额达到4亿元。" in text
    assert f"{desk.url}/b/" in text
    assert "知识产权质押融资2.49亿元。" not in text.partition("吕玉磬表示")[0].partition(">")[0]


def test_a_file_is_dropped(contexts: Contexts, desk: Service) -> None:
    page = contexts().new_page()
    _enter(page, desk)
    drop = """text => {
        const data = new DataTransfer();
        data.items.add(new File([text], 'draft.md', { type: 'text/markdown' }));
        const event = new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
        document.querySelector('#draft').dispatchEvent(event);
    }"""
    page.evaluate(drop, DRAFT.replace("4亿元", "**4亿元**"))
    page.locator("#check .send").click()
    expect(page.locator("#counts")).to_contain_text("draft.md")
    expect(page.locator(".stretch.contradicted mark")).to_have_text("4亿元")


def test_a_file_that_is_too_large_is_not_sent(contexts: Contexts, desk: Service, tmp_path: Path) -> None:
    page = contexts().new_page()
    _enter(page, desk)
    page.locator("#draft").fill(DRAFT)
    large = tmp_path / "a.txt"
    large.write_bytes(b"a" * 2_000_001)
    page.locator("#file").set_input_files(large)
    page.locator("#check .send").click()
    expect(page.get_by_role("alert")).to_contain_text("太大")
    expect(page.locator("#draft")).to_have_value(DRAFT)


def test_the_other_language_keeps_the_draft(contexts: Contexts, desk: Service) -> None:
    page = contexts().new_page()
    _enter(page, desk)
    _check(page)
    page.get_by_role("button", name="English").click()
    expect(page.locator("#counts")).to_contain_text("contradicted 1")
    expect(page.locator("#draft")).to_have_value(DRAFT)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    contexts: Contexts, desk: Service, axe: str, scheme: str, width: int
) -> None:
    page = contexts(color_scheme=scheme, viewport={"width": width, "height": 700}).new_page()
    page.goto(f"{desk.url}/desk")
    assert faults(page, axe) == []
    for lang in ("zh", "en"):
        _enter(page, desk, lang)
        assert faults(page, axe) == []
        _check(page)
        page.locator("#show-supported").check()
        page.keyboard.press("n")
        assert faults(page, axe) == []
        assert overflow(page) == 0
        page.locator(".leave button").click()


def test_on_paper_there_are_the_draft_and_all_shown_findings(contexts: Contexts, desk: Service) -> None:
    page = contexts().new_page()
    _enter(page, desk)
    _check(page)
    page.emulate_media(media="print")
    expect(page.locator(".marked")).to_be_visible()
    expect(page.locator(SHOWN)).to_have_count(2)
    expect(page.locator("#check")).to_be_hidden()
    assert page.locator(".pane").first.evaluate("pane => getComputedStyle(pane).overflowY") == "visible"
