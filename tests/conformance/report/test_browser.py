"""report.html in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from tests.conformance.report.runs import (
    BROKEN,
    NOT_RUN,
    SHOULD,
    UNSEEN,
    exchange,
    finding,
    judgement,
    run,
)
from tests.console.browser import launch

from understudy.conformance.report.write import write_reports

pytestmark = pytest.mark.slow

CHECKS = ("not_a_server_error", "response_schema_conformance", "response_headers_conformance")
NASTY = "<script>document.title = 'taken'</script> \u202e " + "x" * 3000
WAIVER = {
    "rule": "A-40",
    "operation": "listCustomerAudiences",
    "reason": NASTY,
    "expires": "2026-06-30",
    "where": "waivers.yaml:1",
    "accepted": [],
    "state": "unused",
}
FULL = run(
    judgements=(
        judgement(),
        judgement("A-38", BROKEN, says=NASTY),
        judgement("A-39", BROKEN, severity=SHOULD),
        judgement("A-40", BROKEN),
        judgement("A-41", UNSEEN, reason=NASTY),
        judgement("A-42", NOT_RUN),
        *(judgement(check, source="fuzz") for check in CHECKS),
        judgement("ignored_auth", BROKEN, source="fuzz"),
    ),
    findings=(
        finding("b1", rule="A-38", got=NASTY, steps=(NASTY,), seen=(exchange(body=NASTY.encode()),)),
        finding("b2", rule="A-39", severity=SHOULD),
        finding("b3", rule="A-40", waived=NASTY),
        finding("f4", rule="ignored_auth", source="fuzz"),
    ),
    heat={
        "getCustomerAudience": dict(
            zip(("200", "404", "418", "422", "500"), (0, 1, 10, 100, 1000), strict=True)
        )
    },
    waivers=(WAIVER,),
    notes=(NASTY,),
    left=(NASTY,),
)


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as engine:
        browser = launch(engine)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def page_of(browser, tmp_path_factory):
    """Opens the page of a run from its file; whatever it asks for besides is noted in `asked`."""

    def page_of(found, *, width=1280, scheme="light"):
        folder = tmp_path_factory.mktemp("report")
        write_reports(found, folder)
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda said: page.asked.append(said.text))
        page.goto((folder / "report.html").as_uri())
        return page

    return page_of


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light")])
@pytest.mark.parametrize("found", [FULL, run()], ids=["broken", "conformant"])
def test_the_page_can_be_read_by_all(page_of, found, width, scheme):
    """No accessibility fault, nothing wider than the window, no request but for the file itself."""
    page = page_of(found, width=width, scheme=scheme)
    for details in page.locator("details").all():
        details.evaluate("element => element.open = true")

    judged = Axe().run(page)

    assert 0 == judged.violations_count, judged.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [page.url] == page.asked
    assert "taken" != page.title()


def test_links_lead_to_findings(page_of):
    """From the heat table and from the rules to the finding that explains."""
    page = page_of(FULL)
    page.locator(".heat .mark-broken a").first.click()

    assert page.url.endswith("#f4")
    assert page.locator("#f4").is_visible()


def test_on_paper_everything_is_light_and_fits(page_of):
    """In a dark scheme too; the wide table has pages of its own, turned."""
    page = page_of(FULL, scheme="dark", width=1046)
    page.emulate_media(media="print", color_scheme="dark")

    assert "rgb(255, 255, 255)" == page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert "rgb(24, 29, 41)" == page.evaluate("getComputedStyle(document.body).color")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1046
    pages = page.pdf(prefer_css_page_size=True)

    assert b"%PDF" == pages[:4]
    assert "wide" == page.evaluate("getComputedStyle(document.querySelector('.wide')).page")
