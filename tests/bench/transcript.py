"""What the window's thread is kept waiting while 2,000 tokens stream into a chat of 5,000 messages, and how soon one opens.

python -m tests.bench.transcript     one run, as a child, on the display it is given

Stalls as in tests.bench.stalls. Tokens come from another thread, 200 a second, joined as the engine's are.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from app.worker.engine import Joiner
from app.worker.lane import Hand, Lane, Task
from inference.events import Cost, Finished, TextDelta
from inference.loading import ModelFiles
from tests.bench import child
from tests.bench.figures import Figure
from tests.bench.stalls import open_window, stall_figures, stalls_while, wait
from tests.bench.window_start import x_server

__all__ = ["figures"]

MESSAGES, TOKENS, TOKENS_PER_S = 5000, 2000, 200
SCROLLED = 400
"""Notches of the wheel, upwards from the end."""
OPEN_S = 0.3

ANSWER = """## Part {0}

The **sliding window** of layer {0} keeps only `1024` tokens, *not* the whole context; see [the page](https://example.org/{0}).
A second line says it again in other words, and goes on for a while so that it has to be wrapped once or twice.

1. Read the header of the file
2. Add up the tensors
   - with their padding

```python
def kv_bytes(layers: int, heads: int, context: int = {0}) -> int:
    \"\"\"Bytes of the KV cache.\"\"\"
    return 2 * 2 * layers * heads * 256 * context
```

| model | context | memory |
|-------|--------:|-------:|
| 12B   |  32,768 | {0} GiB |

"""


def figures(_files: ModelFiles) -> list[Figure]:
    with x_server():
        told = child.run("transcript")
    return [
        Figure(f"chat of {MESSAGES:,} messages: opened and painted", told["open_s"], "s", goal=OPEN_S, at_most=True),
        *stall_figures(f"{TOKENS:,} tokens into it: stall", told["stream_ms"]),
        *stall_figures("scrolling through it: stall", told["scroll_ms"]),
    ]


def measure() -> dict[str, Any]:
    """Opens the chat, streams into it and scrolls through it: seconds, and every stall in milliseconds."""
    with open_window() as (desk, window, _worker):
        opened = _opened(desk, window)
        stream = stalls_while(lambda: _stream(desk))
        bar = window.transcript.verticalScrollBar()
        assert window.transcript.following
        scroll = stalls_while(lambda: _scroll(bar))
    return {"open_s": opened, "stream_ms": stream, "scroll_ms": scroll}


def _opened(desk: Any, window: Any) -> float:
    """Seconds from the entries to the end of the first paint of the last one."""
    from app.conversation.transcript.transcript import Entry

    told = []
    for number in range(MESSAGES // 2):
        told.append(Entry("user", f"Question {number}: what does part {number} say? " * (1 + number % 7)))
        told.append(Entry("assistant", ANSWER.replace("{0}", str(number)) * (1 + number % 3), state="done"))
    started = time.perf_counter()
    desk.transcript.show(told)
    wait(lambda: window.transcript.row(MESSAGES - 1) is not None)
    window.transcript.viewport().repaint()
    return time.perf_counter() - started


class _Speaker(Hand):
    """In the engine's place, in a thread of its own."""

    def __init__(self, tokens: list[str]) -> None:
        super().__init__()
        self._tokens = tokens

    def work(self, task: Task) -> object:
        joiner, begun = Joiner(lambda event: self.tell(task, event)), time.perf_counter()
        for number, token in enumerate(self._tokens):
            time.sleep(max(0.0, begun + number / TOKENS_PER_S - time.perf_counter()))
            joiner(TextDelta(token))
        joiner.flush()
        return Finished("".join(self._tokens), "", Cost(reply_tokens=len(self._tokens)))


def _stream(desk: Any) -> None:
    """Returns when all of it has been written."""
    from app.conversation.answers import Answering

    text = "".join(ANSWER.replace("{0}", str(number)) for number in range(40))
    tokens = [text[begin : begin + 4] for begin in range(0, 4 * TOKENS, 4)]
    lane, answers = Lane(_Speaker(tokens)), desk.chat._answers
    answers._generation._worker = lane
    answers.begin(Answering(None, *desk.transcript.ask("Tell me everything.", ())), (), thinking=False)
    wait(lambda: desk.transcript.entries[-1].state == "done")
    assert lane.close()
    assert desk.transcript.entries[-1].text == "".join(tokens)


def _scroll(bar: Any) -> None:
    for _ in range(SCROLLED):
        bar.setValue(bar.value() - 120)
        until = time.perf_counter() + 0.016
        wait(lambda until=until: time.perf_counter() >= until)


if __name__ == "__main__":
    child.main(measure)
    sys.exit()
