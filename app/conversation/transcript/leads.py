"""Where a link leads, and what opening it would tell whoever is there: read from the address itself, never from its words."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote_plus

from PySide6.QtCore import QUrl

from inference.shown import clean_name

__all__ = ["Lead", "read_lead"]

_WEB, _MAIL = ("http", "https"), "mailto"
_SHOWN = 300
"""Characters of what a link carries; of more its beginning and its end."""
_LONGEST_HOST = 253
_ENCODED = QUrl.ComponentFormattingOption.FullyEncoded


@dataclass(frozen=True)
class Lead:
    """`host` as it is looked up, so that letters which look like others are seen to be others; `looks` as it is written, where
    that differs. `carries`: all that is sent beside the name of the host, in plain letters; empty for its front page."""

    host: str
    carries: str = ""
    looks: str = ""

    @property
    def where(self) -> str:
        return f"{self.host} (written “{self.looks}”)" if self.looks else self.host

    @property
    def words(self) -> str:
        """For a tooltip and a screen reader."""
        return f"Leads to {self.where}" + (f"\nand would send: {self.carries}" if self.carries else "")


def read_lead(address: str) -> Lead | None:
    """None where it leads nowhere that may be opened: no page of the web and no address of mail, or none whose host is plain."""
    url = QUrl(address)
    if url.scheme() == _MAIL:
        to = clean_name(unquote_plus(url.path(_ENCODED).replace("+", "%2B")))
        return Lead(to, _cut(url.query(_ENCODED))) if to else None
    host = url.host(_ENCODED)
    if url.scheme() not in _WEB or not host or len(host) > _LONGEST_HOST:
        return None
    written, host = _written(host), f"[{host}]" if ":" in host else host
    port = f":{url.port()}" if url.port() != -1 else ""
    path, query, fragment = url.path(_ENCODED), url.query(_ENCODED), url.fragment(_ENCODED)
    rest = (path if path != "/" else "") + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")
    user = url.userInfo(_ENCODED)
    carried = "  ".join(filter(None, (_cut(rest), f"as the user {_cut(user)}" if user else "")))
    return Lead(host + port, carried, written)


def _written(host: str) -> str:
    """With the letters that it stands for; empty where it stands for itself. Qt tells those of some countries only."""
    try:
        return clean_name(host.encode("ascii").decode("idna")) if "xn--" in host else ""
    except UnicodeError:
        return ""


def _cut(sent: str) -> str:
    words = clean_name(unquote_plus(sent, errors="replace"))
    half = _SHOWN // 2
    return words if len(words) <= _SHOWN else f"{words[:half]} … ({len(words):,} characters) … {words[-half:]}"
