"""What every page must pass: small and large, light and dark, magnified, and with its text spread out."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PHONE = {"viewport": {"width": 360, "height": 740}}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
MAGNIFIED = {"width": 320, "height": 256}  # 1280 × 1024 at 400 %, WCAG 1.4.10
SPREAD_OUT = """() => {
  const sheet = new CSSStyleSheet();  // WCAG 1.4.12
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets.push(sheet);
}"""
CUT_OFF = """() => [...document.body.querySelectorAll("*")].filter((element) => {
  const { overflowX, overflowY } = getComputedStyle(element);
  const cuts = (overflow) => overflow === "hidden" || overflow === "clip";
  const wider = cuts(overflowX) && element.scrollWidth > element.clientWidth + 1;
  const higher = cuts(overflowY) && element.scrollHeight > element.clientHeight + 1;
  return element.clientWidth > 1 && element.textContent.trim() && (wider || higher);
}).map((element) => element.outerHTML.slice(0, 200))"""


def passes(page: Page) -> None:
    """Fail where an open page breaks a rule of axe or scrolls sideways; it is loaded once for all looks."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour is caught on its way
        for look in (PHONE, DESKTOP):
            page.set_viewport_size(look["viewport"])
            found = Axe().run(page, options=RULES)
            assert found.violations_count == 0, f"{scheme}, {look}: {found.generate_report()}"
            assert not _scrolls_sideways(page), (scheme, look)


def loses_nothing(page: Page) -> None:
    """Fail where an open page, magnified or spread out, hides words or makes the reader scroll in two directions."""
    page.set_viewport_size(MAGNIFIED)
    for change in ("() => {}", SPREAD_OUT):
        page.evaluate(change)
        assert not _scrolls_sideways(page)
        assert page.evaluate(CUT_OFF) == []


def _scrolls_sideways(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
