"""What the Draw page shows before the first stroke, and what leads on after the first answer."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.pen import answer, draw, expect_final, open_draw_page
from tests.server import Server

ANIMATION = "path => getComputedStyle(path).animationName"


def test_before_a_drawing_the_digits_stand_under_the_bars_and_nothing_is_black(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    expect(page.locator(".lens-name")).to_have_text(list("0123456789"))
    expect(answer(page)).to_contain_text("Draw a digit.")
    for picture in [*page.locator(".lens-frame").all(), page.locator(".lens-seen canvas")]:
        expect(picture).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    assert page.locator(".lens-seen canvas").evaluate(
        "seen => seen.getContext('2d').getImageData(0, 0, 28, 28).data.every(level => level === 0)"
    )


def test_a_dashed_digit_invites_to_draw_until_the_pen_comes_down(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    invitation = page.locator(".invitation")
    expect(invitation).to_be_visible()
    expect(invitation).to_contain_text("Draw here")
    expect(invitation).to_have_css("pointer-events", "none")
    assert invitation.locator(".pen").evaluate(ANIMATION) == "invite"
    draw(page, 7)
    expect_final(page, "7")
    expect(invitation).to_have_count(0)


def test_the_invitation_is_still_for_those_who_want_no_motion(page: Page, server: Server) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_draw_page(page, server.url)
    assert page.locator(".invitation .pen").evaluate(ANIMATION) == "none"
    assert page.locator(".invitation .digit").is_visible()


def test_a_sample_ends_the_invitation(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    _put_sample(page, 5)
    expect(page.locator(".invitation")).to_have_count(0)


def test_one_hint_after_the_other_leads_on_to_training(page: Page, server: Server, console_errors: list[str]) -> None:
    open_draw_page(page, server.url)
    hint = page.locator(".lens-hint")
    expect(hint).to_be_hidden()
    draw(page, 7)
    expect_final(page, "7")
    hint.get_by_role("button", name="See each step").click()
    expect(page.get_by_role("switch", name="Cropped")).to_be_visible()
    expect(page.get_by_role("switch", name="See each step")).to_be_checked()
    _put_sample(page, 1)
    hint.get_by_role("button", name="Compare models").click()
    expect(page.get_by_role("switch", name="Compare models")).to_be_checked()
    _put_sample(page, 2)
    hint.get_by_role("button", name="Go to Train").click()
    expect(page).to_have_url(re.compile(r"/train\?lang=en"))
    assert console_errors == []


def test_a_hint_that_was_dismissed_stays_away_after_a_reload(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    draw(page, 7)
    hint = page.locator(".lens-hint")
    expect(hint).to_contain_text("What happened to your drawing?")
    hint.get_by_role("button", name="Do not show this hint again").click()
    expect(hint).to_be_hidden()
    page.wait_for_function("() => sessionStorage.getItem('digitlab-drawing') !== null")
    page.reload()
    expect_final(page, "7")
    expect(hint).to_contain_text("Do other networks agree?")


def test_a_drawing_that_came_back_before_the_recognizer_was_known_to_be_ready_leads_on(
    page: Page, server: Server
) -> None:
    """The page has read it by then, for those whose lens does not get through; the lens reads it all the same."""
    open_draw_page(page, server.url)
    draw(page, 7)
    expect_final(page, "7")
    page.wait_for_function("() => sessionStorage.getItem('digitlab-drawing') !== null")
    page.add_init_script(
        """const ask = window.fetch;
        window.fetch = async (url, ...options) => {
          if (String(url).includes("readyz")) await new Promise((resolve) => setTimeout(resolve, 5000));
          return ask(url, ...options);
        };"""
    )
    page.reload()
    expect_final(page, "7")
    expect(page.locator(".lens-hint")).to_contain_text("What happened to your drawing?")


def test_a_lifted_pen_sends_the_digit_into_the_networks_square_and_the_next_stroke_ends_that(
    page: Page, server: Server
) -> None:
    page.add_init_script(_WATCH_FLIGHTS)
    open_draw_page(page, server.url)
    draw(page, 1)
    expect_final(page, "1")
    page.wait_for_function("() => flights.length === 1")
    flight = page.evaluate("flights[0]")
    assert flight["ms"] <= 400
    assert flight["pointerEvents"] == "none"
    draw(page, 4, lift=False)
    expect(page.locator(".lens-flight")).to_have_count(0)


def test_nothing_flies_for_those_who_want_no_motion(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce", locale="en-US")
    page = context.new_page()
    page.add_init_script(_WATCH_FLIGHTS)
    open_draw_page(page, server.url)
    draw(page, 7)
    expect_final(page, "7")
    page.wait_for_function("() => sessionStorage.getItem('digitlab-drawing') !== null")
    assert page.evaluate("flights") == []
    context.close()


def _put_sample(page: Page, digit: int) -> None:
    page.locator(f".st-key-sample_{digit} button").first.click()
    expect_final(page, str(digit))


_WATCH_FLIGHTS = """
window.flights = [];
new MutationObserver((changes) => {
  for (const node of changes.flatMap((change) => [...change.addedNodes])) {
    if (!node.classList?.contains("lens-flight")) continue;
    const { duration } = node.getAnimations()[0].effect.getTiming();
    flights.push({ ms: duration, pointerEvents: getComputedStyle(node).pointerEvents });
  }
}).observe(document, { childList: true, subtree: true });
"""
