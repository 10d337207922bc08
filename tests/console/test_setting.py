"""The frame of the pages."""

from tests.console.pages import opened, outline


def test_the_frame_shows_world_and_clock():
    """Each page says what time it is in the world it shows, and whether the clock stands."""
    pages = opened()
    page = pages.get("/faults").text

    assert '<time datetime="2026-01-15T12:00:00.000Z">2026-01-15 12:00:00</time>' in page
    assert "frozen" in page
    assert "<strong>default</strong>" in page


def test_another_world_can_be_chosen_as_soon_as_there_is_one():
    """The frame offers all worlds, the shown one chosen."""
    pages = opened()
    pages.desk.worlds.get("other")
    options = [given for tag, given in outline(pages.get("/state?world=other").text).tags if tag == "option"]

    assert "<option>default</option>" in pages.get("/state?world=other").text
    assert "<option selected>other</option>" in pages.get("/state?world=other").text
    assert 2 == len(options)


def test_the_menu_marks_the_page():
    """The link to the page that is open says so to assistive technology."""
    page = outline(opened().get("/faults").text)
    current = [
        given["href"] for tag, given in page.tags if tag == "a" and given.get("aria-current") == "page"
    ]

    assert ["/faults"] == current
