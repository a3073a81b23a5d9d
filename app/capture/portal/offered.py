"""Whether the desktop's portal offers something, asked while a command waits."""

from __future__ import annotations

from PySide6.QtCore import QEventLoop, QTimer

from app.capture.portal import calls
from app.capture.portal.bus import Bus
from app.capture.portal.messages import Heard

__all__ = ["offers"]


def offers(interface: str, *, seconds: float = 2.0) -> bool:
    """Whether the portal has an interface: asked for its version, in a loop of its own. Needs a QCoreApplication."""
    bus, loop, answers = Bus(), QEventLoop(), list[Heard]()

    def answered(message: Heard) -> None:
        answers.append(message)
        loop.quit()

    bus.ready.connect(lambda: bus.call(calls.version(interface), then=answered))
    bus.lost.connect(loop.quit)
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    bus.open()
    loop.exec()
    bus.close()
    return bool(answers) and not answers[0].failed
