"""The console in a real browser, over a real server."""

from itertools import count

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright
from tests.console.browser import launch
from tests.console.traffic import MISTAKEN_AT, send

from understudy.serving import Options, start

pytestmark = pytest.mark.slow

AUDIENCES = "/service/customerAudiences"
AUDIENCE = f"{AUDIENCES}/2b7e151628aed2a6ab01"
PAGES = {
    "overview": "/",
    "journal": "/journal",
    "exchange": f"/journal/{MISTAKEN_AT}",
    "state": "/state",
    "collection": "/state/apiture/audiences",
    "document": "/state/apiture/audiences/0399abedfd3d",
    "faults": "/faults",
    "coverage": "/coverage",
    "goals": "/coverage/apiture/customer-audiences/getCustomerAudience",
    "situations": "/situations",
    "missing": "/nowhere",
    "docs": "/docs/apiture/customer-audiences",
}
NAMES = count(1)


@pytest.fixture(scope="module")
def server():
    with start(Options(port=0, customers=500, clock="frozen", log_format="")) as server:
        send(server.url)
        httpx.put(f"{server.url}/_understudy/worlds/default/snapshots/kept").raise_for_status()
        yield server


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as engine:
        browser = launch(engine)
        yield browser
        browser.close()


@pytest.fixture
def world(server):
    """The name of a world that nobody else uses."""
    name = f"browser-{next(NAMES)}"
    httpx.post(f"{server.url}/_understudy/worlds", json={"name": name}).raise_for_status()
    httpx.delete(f"{server.url}/_understudy/worlds/{name}/faults").raise_for_status()
    return name


@pytest.fixture
def api(server, world):
    """A client of the mocked APIs, in that world."""
    headers = {"Authorization": "Bearer demo", "Understudy-World": world}
    with httpx.Client(base_url=server.url, headers=headers, trust_env=False) as client:
        yield client


@pytest.fixture
def see(server, browser, world):
    """Opens a page of that world; the test fails when a page's script does, or breaks the page's policy."""
    contexts, faults = [], []

    def see(path, *, width=1280, scheme="light", script=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        mark = "&" if "?" in path else "?"
        page.goto(f"{server.url}/_understudy{path}{mark}world={world}")
        return page

    yield see
    for context in contexts:
        context.close()
    assert [] == [fault for fault in faults if "status of 404" not in fault and "status of 422" not in fault]


def test_a_fault_is_made_and_met(see, api):
    """The form's fault hits the next request, the journal names it, and after removing it all is well."""
    page = see("/faults")
    page.get_by_label("Requests to").select_option(label="listCustomerAudiences")
    page.get_by_label("Status", exact=True).check()
    page.get_by_label("Answer with status").fill("503")
    page.get_by_label("Retry-After, s").fill("7")
    page.get_by_role("button", name="Add the fault").click()
    expect(page.get_by_role("status").first).to_contain_text("answers 503, Retry-After 7 s")
    answer, other = api.get(AUDIENCES), api.get(AUDIENCE)

    assert (503, "7") == (answer.status_code, answer.headers["Retry-After"])
    assert 200 == other.status_code

    page.get_by_role("link", name="Journal").click()
    expect(page.locator("tbody tr").nth(1)).to_contain_text("fault-1: status")
    page.get_by_role("link", name="Faults").click()
    page.get_by_role("button", name="Remove fault-1").click()
    expect(page.get_by_text("Nothing goes wrong on purpose")).to_be_visible()

    assert 200 == api.get(AUDIENCES).status_code


def test_only_the_fields_of_the_chosen_fault_are_there(see):
    """Choosing a kind of fault brings its fields, and takes away those of the others."""
    page = see("/faults")
    page.get_by_label("Throttling").check()

    expect(page.get_by_label("per seconds")).to_be_visible()
    expect(page.get_by_label("Milliseconds")).to_be_hidden()


def test_rows_of_the_journal_appear_by_themselves(see, api):
    """Each exchange stands on top of the open page moments later, and only where it fits the filters."""
    page, filtered = see("/journal"), see("/journal?status=4XX")
    for one in (page, filtered):
        expect(one.locator("#live")).to_have_text("Live")
    api.get(AUDIENCES)
    expect(page.locator("tbody tr").first).to_contain_text("listCustomerAudiences")
    api.get(f"{AUDIENCES}/doesNotExist")

    expect(page.locator("tbody tr").first).to_contain_text("404")
    expect(filtered.locator("tbody tr")).to_have_count(1)
    expect(filtered.locator("tbody tr").first).to_contain_text("doesNotExist")
    expect(page.locator("#kept")).to_have_text("2")


def test_a_long_query_leaves_room_for_the_other_rows(see, api):
    """Six lines of a request's path and query are shown; the page of the exchange has all of it."""
    api.get(AUDIENCES, params={"q": "never " * 300})
    row = see("/journal", width=360).locator("tbody tr").first

    expect(row).to_contain_text("never")
    assert row.bounding_box()["height"] < 160


def test_nothing_is_missed_while_the_journal_is_paused(see, api):
    """A paused page stands still; when it goes on, what happened in between arrives in order."""
    page = see("/journal")
    expect(page.locator("#live")).to_have_text("Live")
    page.get_by_role("button", name="Pause").click()
    for number in (1, 2, 3):
        api.get(f"{AUDIENCES}?limit={number}")
    page.wait_for_timeout(500)
    paused = page.locator("tbody tr").count()
    page.get_by_role("button", name="Pause").click()

    assert 0 == paused
    expect(page.locator("tbody tr")).to_have_count(3)
    expect(page.locator("tbody tr").first).to_contain_text("limit=3")


def test_rows_on_their_way_when_the_journal_is_paused_wait(see, api):
    """Rows that arrive after the pause began are left out, and shown when it goes on."""
    page, held = see("/journal"), []
    expect(page.locator("#live")).to_have_text("Live")
    page.route("**/journal/rows*", lambda route: route.continue_() if held else held.append(route))
    with page.expect_request("**/journal/rows*"):
        api.get(AUDIENCES)
    page.get_by_role("button", name="Pause").click()
    with page.expect_response("**/journal/rows*"):
        held[0].continue_()
    page.wait_for_timeout(200)
    paused = page.locator("tbody tr").count()
    page.get_by_role("button", name="Pause").click()

    assert 0 == paused
    expect(page.locator("tbody tr")).to_have_count(1)


def test_what_requests_hold_never_becomes_markup(see, api):
    """A script in a path, a header, a body and a name is text, in live rows, on pages and in titles."""
    script = '"><img src=x onerror="document.title=1"><script>document.title=1</script>'
    page = see("/journal")
    expect(page.locator("#live")).to_have_text("Live")
    api.get(f"{AUDIENCES}/{script}", headers={"X-Note": script})
    api.post(AUDIENCES, json={"name": script, "customerType": script})
    expect(page.locator("tbody tr")).to_have_count(2)
    page.locator("tbody tr a").first.click()
    expect(page.locator(".json").first).to_contain_text("document.title=1")
    page.get_by_role("link", name="Earlier").click()

    expect(page.locator("h1")).to_contain_text("script")
    assert 0 == page.locator("main img, main script").count()
    assert page.title().startswith("Exchange 1")


def test_violations_are_marked_at_their_members(see, api):
    """From the list a click leads to the member, which stands out."""
    api.post(AUDIENCES, json={"name": "", "customerType": "retail", "enrollmentState": "customer"})
    page = see("/journal/1")
    page.locator(".violations a").first.click()

    expect(page.locator("#v1")).to_be_in_viewport()
    expect(page.locator(".json .line.wrong").first).to_contain_text('"name": ""')


def test_an_archived_audience_vanishes_when_the_clock_is_stepped(see, api):
    """A click on 30 days, and an archived audience is gone, from the API and from the state browser."""
    archived = api.post(f"{AUDIENCE}/archived", json={})
    page = see("/")
    page.get_by_role("button", name="1 day", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("The clock was moved on")
    before = api.get(AUDIENCE).status_code
    page.get_by_role("button", name="30 days").click()
    expect(page.get_by_role("status").first).to_contain_text("2026-02-15")

    assert (200, 200) == (archived.status_code, before)
    assert 404 == api.get(AUDIENCE).status_code
    page.get_by_role("link", name="State").click()
    page.get_by_role("link", name="audiences").click()
    expect(page.get_by_role("link", name="590c0c441f3241de9526")).to_be_visible()
    expect(page.get_by_role("link", name="2b7e151628aed2a6ab01")).to_have_count(0)


def test_a_snapshot_is_saved_restored_and_downloaded(see, api):
    """What was made after it is gone again; the download is the file that the control API gives."""
    page = see("/situations")
    page.get_by_label("Keep this world as it is now").fill("before")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("The snapshot before was saved")
    made = api.post(AUDIENCES, json={"name": "Later", "customerType": "all", "enrollmentState": "customer"})
    path = f"{AUDIENCES}/{made.json()['id']}"
    there = api.get(path).status_code
    with page.expect_download() as download:
        page.get_by_role("link", name="Download before").click()
    page.get_by_role("button", name="Restore before").click()
    expect(page.get_by_role("status").first).to_contain_text("The world is what it was")

    assert 200 == there
    assert 404 == api.get(path).status_code
    assert download.value.suggested_filename.endswith("before.json")


def test_a_scenario_is_loaded(see, api):
    """One click puts the world into the situation."""
    page = see("/situations")
    page.get_by_role("button", name="Load empty-institution").click()
    expect(page.get_by_role("status").first).to_contain_text("empty-institution")

    assert [] == api.get(AUDIENCES).json()["items"]


def test_a_document_is_edited(see, api):
    """What is wrong is said, with the text still there; what is right shows in the API."""
    page = see("/state/apiture/audiences/2b7e151628aed2a6ab01")
    editor = page.get_by_label("Body")
    editor.fill(editor.input_value().replace('"name": "', '"name": 1, "was": "', 1))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("/body/name")
    editor.fill(editor.input_value().replace('"name": 1, "was": "', '"name": "Renamed ', 1))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("was saved")

    assert api.get(AUDIENCE).json()["name"].startswith("Renamed ")


def test_a_world_is_forked_switched_and_deleted(see, api, world):
    """The fork is shown at once, the frame leads back, and what is deleted is not offered any more."""
    page = see("/")
    page.get_by_label(f"Fork {world} as").fill(f"{world}-fork")
    page.get_by_role("button", name="Fork", exact=True).click()
    expect(page.locator("h1")).to_contain_text(f"{world}-fork")
    page.get_by_label("World", exact=True).select_option(world)
    page.get_by_role("button", name="Switch").click()
    expect(page.locator("h1")).to_contain_text(world)
    page.get_by_label("World", exact=True).select_option(f"{world}-fork")
    page.get_by_role("button", name="Switch").click()
    page.get_by_role("button", name=f"Delete {world}-fork").click()

    expect(page.locator("h1")).to_contain_text("default")
    expect(page.get_by_role("link", name=f"{world}-fork")).to_have_count(0)


def test_commands_are_copied(see, api, world):
    """The button puts the command on the clipboard, in the shown world, and says so."""
    page = see("/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the command: List audiences").click()
    expect(page.locator("#said")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")

    assert f"/_world/{world}{AUDIENCES}" in copied


def test_the_documentation_sends_requests_to_the_shown_world(see, api, world):
    """Swagger UI shows every operation, and what it sends is in this world's journal."""
    page = see("/docs/apiture/customer-audiences")
    expect(page.locator(".opblock")).to_have_count(15)
    page.locator(
        "#operations-Customer_Audiences-listCustomerAudienceTemplates .opblock-summary-control"
    ).click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("200")
    page.get_by_role("link", name="Journal").click()

    expect(page.locator("tbody tr").first).to_contain_text("/service/customerAudienceTemplates")


def test_everything_but_live_rows_works_without_a_script(see, api):
    """Faults, clock, snapshots and the journal need none."""
    page = see("/faults", script=False)
    page.get_by_label("Dropped connection").check()
    page.get_by_role("button", name="Add the fault").click()
    expect(page.get_by_role("status").first).to_contain_text("drops the connection")
    with pytest.raises(httpx.HTTPError):
        api.get(AUDIENCES)
    page.get_by_role("button", name="Remove fault-1").click()
    page.get_by_role("link", name="Overview").click()
    page.get_by_role("button", name="1 hour").click()
    expect(page.locator(".moment time")).to_have_text("2026-01-15 13:00:00")
    page.get_by_role("link", name="Journal").click()

    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.get_by_role("button", name="Pause")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1600])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(server, browser, name, width, scheme):
    """No automatic check of accessibility fails, contrast included, and nothing is wider than the window.

    What Swagger UI draws is its own.
    """
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{server.url}/_understudy{PAGES[name]}")
    page.wait_for_load_state()
    awaited = {"docs": ".opblock", "exchange": ".violations", "overview": ".commands"}
    expect(page.locator(awaited.get(name, "h1")).first).to_be_visible()
    found = Axe().run(page, context={"exclude": [["#swagger-ui"]]}).response["violations"]
    told = [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]
    wide = page.evaluate("document.scrollingElement.scrollWidth")
    context.close()

    assert [] == told
    assert wide <= width


CONTROLS = """() =>
    [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
        .filter((one) => one.checkVisibility() && one.type !== "hidden")
        .filter((one) => one.type !== "radio" || one.checked).length
"""
"""How many there are; of a group of radio buttons, the tabulator visits the chosen one."""

FOCUSED = """() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return {
        tag: element.tagName,
        name: (element.ariaLabel || element.textContent || element.name || "").trim().slice(0, 40),
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        seen: box.width > 1 && box.height > 1 && box.right > 0,
    };
}"""


@pytest.mark.parametrize("name", ["overview", "journal", "document", "faults", "coverage", "situations"])
def test_each_control_is_reached_by_the_tabulator_and_seen(see, api, name):
    """From the skip link on, focus visits every link, button and field, and is visible on each."""
    api.get(AUDIENCES)
    page = see(PAGES[name])
    wanted = page.evaluate(CONTROLS)
    visited = []
    for _ in range(3 * wanted + 20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        visited.append(page.evaluate(FOCUSED))
    reached = page.evaluate("document.activeElement === document.body")

    assert "Skip to the content" == visited[0]["name"]
    assert reached
    assert len(visited) >= wanted
    assert [] == [one for one in visited if not (one["outlined"] and one["seen"])]


def test_a_fault_is_made_by_keyboard_alone(see, api):
    """Skip the frame, walk to the field, choose with arrows, send with Enter."""
    page = see("/faults")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Requests to")).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.get_by_label("Latency", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Status", exact=True)).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("429")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").first).to_contain_text("answers 429")
    assert 429 == api.get(AUDIENCES).status_code


def test_a_page_of_another_origin_reaches_nothing(server, browser, world):
    """A form or script of another site can neither change a world nor read a page."""
    context = browser.new_context()
    page = context.new_page()
    page.route(
        "http://evil.example/**", lambda route: route.fulfill(body="<h1>evil</h1>", content_type="text/html")
    )
    page.goto("http://evil.example/")
    base = f"{server.url}/_understudy"
    outcomes = page.evaluate(
        """async (base) => {
            const ask = (path, options) =>
                fetch(base + path, options).then((one) => one.text(), () => "refused");
            const form = new URLSearchParams({ effect: "x", kind: "drop", target: "" });
            await fetch(base + "/faults", { method: "POST", body: form, mode: "no-cors" }).catch(() => null);
            return [await ask("/", {}), await ask("/faults", { method: "POST", body: form })];
        }""",
        base,
    )
    context.close()

    assert ["refused", "refused"] == outcomes
    assert [] == httpx.get(f"{base}/worlds/{world}/faults").json()["items"]


def test_with_a_control_token_the_browser_asks_for_it_once(browser):
    """Pages, forms and the live journal need the token as password; then all of them work."""
    token = "not-a-secret"
    options = Options(port=0, customers=50, clock="frozen", log_format="", control_token=token)
    with start(options) as server:
        refused = httpx.get(f"{server.url}/_understudy/")
        context = browser.new_context(http_credentials={"username": "me", "password": token})
        page = context.new_page()
        page.goto(f"{server.url}/_understudy/")
        page.get_by_role("button", name="1 day", exact=True).click()
        expect(page.get_by_role("status").first).to_contain_text("2026-01-16")
        page.get_by_role("link", name="Journal").click()
        expect(page.locator("#live")).to_have_text("Live")
        httpx.get(f"{server.url}{AUDIENCES}", headers={"Authorization": "Bearer demo"})
        expect(page.locator("tbody tr")).to_have_count(1)
        context.close()

    assert 401 == refused.status_code
    assert "Basic" in refused.headers["WWW-Authenticate"]
