"""A link is opened by two clicks: the first shows where it leads and what it would send there, the second opens it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest

from app.conversation.asked import OpenLink
from app.conversation.transcript.leads import Lead, read_lead
from app.desk import Desk
from app.window.window import Window

HOSTS = {
    "http://bank.example<title>@evil.example/": Lead("evil.example", "as the user bank.example<title>"),
    "https://bank.example%2Flogin@evil.example": Lead("evil.example", "as the user bank.example/login"),
    "http://bank.example\\@evil.example/": Lead("evil.example", "as the user bank.example\\"),
    "https://аррӏе.com/": Lead("xn--80ak6aa92e.com", "", "аррӏе.com"),
    "https://münchen.example/": Lead("xn--mnchen-3ya.example", "", "münchen.example"),
    "https://evil.example/\u202egpj.exe": Lead("evil.example", "/gpj.exe"),
    "https://evil.example/?q=my%20salary+is%2050%E2%80%AE000": Lead("evil.example", "?q=my salary is 50000"),
    "https://evil.example/#the%20PIN": Lead("evil.example", "#the PIN"),
    "HTTPS://Example.ORG:8443": Lead("example.org:8443"),
    "http://0x7f.1/": Lead("127.0.0.1"),
    "http://[::1]:80/": Lead("[::1]:80"),
    "mailto:a@b.example?body=my%20letter": Lead("a@b.example", "body=my letter"),
}


@pytest.mark.parametrize("address", HOSTS)
def test_host_is_the_one_it_leads_to(address: str) -> None:
    assert read_lead(address) == HOSTS[address]


def test_what_is_long_is_shown_by_its_ends() -> None:
    lead = read_lead(f"https://evil.example/?{'x' * 2_000}END")
    assert lead is not None
    assert "(2,004 characters)" in lead.carries
    assert lead.carries.endswith("END")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "http:evil.example", "https:///evil.example",
                                     "data:text/html,x", "ftp://evil.example/", "//evil.example", "", "mailto:"])  # fmt: skip
def test_other_addresses_lead_nowhere(address: str) -> None:
    assert read_lead(address) is None


class Browser(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, address: QUrl) -> None:
        self.opened.append(address.toString(QUrl.ComponentFormattingOption.FullyEncoded))


@pytest.fixture
def browser() -> Iterator[Browser]:
    browser = Browser()
    QDesktopServices.setUrlHandler("https", browser, "open")  # pyright: ignore[reportArgumentType]
    yield browser
    QDesktopServices.unsetUrlHandler("https")


@pytest.fixture
def window(scripted: Desk, shown: Callable[[Desk], Window]) -> Window:
    return shown(scripted)


def test_first_click_shows_and_the_second_opens(window: Window, scripted: Desk, browser: Browser) -> None:
    address = "https://evil.example/?q=my%20secret"
    window._wishes.obey_transcript(OpenLink(address))
    assert browser.opened == []
    assert "leads to evil.example" in window.notice.words.text()
    assert "?q=my secret" in window.notice.words.text()
    QTest.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    assert browser.opened == [address]
    assert not window.notice.isVisible()


def test_a_second_click_on_the_link_shows_it_again(window: Window, browser: Browser) -> None:
    for _ in range(3):
        window._wishes.obey_transcript(OpenLink("https://evil.example/"))
    assert browser.opened == []
