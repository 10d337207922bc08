"""Takes the pictures of the console that README shows: `python -m tests.console.screenshots [FOLDER]`.

Needs Chromium (Debian's package `chromium`). With a folder, every page goes there at 360 and 1600 px, light
and dark, to be looked at; without one, the four main pages go to `.assets/`.
"""

import sys
from pathlib import Path

import httpx
from playwright.sync_api import Browser, sync_playwright
from tests.console.browser import launch
from tests.console.traffic import MISTAKEN_AT, send
from tests.sources import ROOT

from understudy.serving import Options, start

MAIN = {"overview": "", "journal": "journal", "faults": "faults", "coverage": "coverage"}
OTHERS = {
    "exchange": f"journal/{MISTAKEN_AT}",
    "state": "state",
    "collection": "state/apiture/audiences",
    "situations": "situations",
    "goals": "coverage/apiture/customer-audiences/createCustomerAudience",
    "missing": "nowhere",
    "docs": "docs/apiture/customer-audiences",
}
HEIGHT = 1000


def take(browser: Browser, url: str, target: Path, width: int, scheme: str, whole: bool) -> None:
    """One picture."""
    context = browser.new_context(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)
    page = context.new_page()
    # The journal's page keeps a stream open, so the network never falls silent.
    page.goto(url, wait_until="load")
    page.wait_for_timeout(500)
    page.screenshot(path=target, full_page=whole)
    context.close()


def main(folder: Path | None) -> None:
    """Serve, send traffic, take the pictures."""
    with start(Options(port=0, customers=2000, log_format="")) as server, sync_playwright() as engine:
        send(server.url)
        base = f"{server.url}/_understudy"
        httpx.put(f"{base}/worlds/default/snapshots/before-checkout").raise_for_status()
        httpx.post(f"{base}/worlds", json={"name": "checkout-tests"}).raise_for_status()
        browser = launch(engine)
        if folder is None:
            for name, path in MAIN.items():
                take(browser, f"{base}/{path}", ROOT / ".assets" / f"{name}.png", 1600, "light", whole=False)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            for name, path in {**MAIN, **OTHERS}.items():
                for width in (360, 1600):
                    for scheme in ("light", "dark"):
                        target = folder / f"{name}-{width}-{scheme}.png"
                        take(browser, f"{base}/{path}", target, width, scheme, whole=True)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
