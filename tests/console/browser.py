"""Debian's Chromium, driven by Playwright."""

import shutil

from playwright.sync_api import Browser, Playwright

__all__ = ["launch"]


def launch(engine: Playwright) -> Browser:
    """A headless browser; AssertionError where the machine has none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "These tests need Chromium: apt-get install chromium"
    # Containers give the browser neither its own name spaces nor a large /dev/shm.
    return engine.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
