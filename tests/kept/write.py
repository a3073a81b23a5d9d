"""Writes what tests/kept holds: python -m tests.kept.write tests/kept/YEAR-MONTH

A data folder and settings as the Hush of that month wrote them, and beside them, in said.json, what it read from them itself.
Run it once before a release that changes how things are kept, and never again for the same folder: it is what somebody may
still have. 2026-11 is of commit 250245e.
"""

from __future__ import annotations

import itertools
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.settings.kinds import LastModel
from app.settings.settings_file import write as write_settings
from inference.conversation import AudioPart, DocumentPart, ImagePart
from inference.events import Cost
from inference.history.store import History, open_history
from inference.history.values import Chat, Facts, New
from tests.factories import make_pdf, picture_bytes, sound_bytes, tone

SETTINGS = {
    "theme": "dark",
    "talk_mode": "hold",
    "talk_sends": False,
    "microphone": "Röhre 2",
    "key_talk": "",
    "rest_minutes": 60,
    "model_folders": (Path("/models/große"), Path("/models/second")),
    "documents_shown": False,
    "last_model": LastModel(Path("/models/große/gemma.gguf"), Path("/models/große/mmproj.gguf"), 8192, 560),
}


def main(folder: Path) -> None:
    folder.mkdir(parents=True)
    seconds = itertools.count(1_795_000_000)
    history = open_history(folder / "data", clock=lambda: float(next(seconds))).history
    chats = [said_of(history, chat) for chat in (branches(history), interrupted(history))]
    gone = deleted(history)
    chats.append(said_of(history, gone) | {"deleted": True})
    history.chats.delete(gone.id)
    said = {"chats": chats, "memos": [asdict(memo) for memo in history.memos.list()]}
    history.close()
    write_settings(folder / "settings.json", SETTINGS)
    text = json.dumps(said | {"settings": SETTINGS}, default=plain, ensure_ascii=False, indent=1)
    (folder / "said.json").write_text(text + "\n", "utf-8")


def branches(history: History) -> Chat:
    """An attachment of each kind, a question that was edited, one answered twice, a branch of before shown, a summary."""
    recording = AudioPart("memo.wav", sound_bytes(tone(0.05)))
    attached = [
        New(ImagePart("Bildschirm 1.png", picture_bytes(), tokens=280), Facts(width=60, height=40), picture_bytes(kind="JPEG")),
        New(recording, Facts(seconds=0.05, waveform=(0.25, 1.0, 0.5))),
        New(DocumentPart("contract.pdf", make_pdf("One", "Two", "Three"), pages=(1, 3)), Facts(pages=3)),
        New(DocumentPart("notes.txt", "Größe: 5 🎉\n".encode())),
    ]
    first = history.messages.ask("What do these say? 🎉", attached)
    history.memos.keep(recording, seconds=0.05, text="Call the dentist", message=first.question)
    history.memos.keep(AudioPart("alone.flac", sound_bytes(tone(0.05), kind="FLAC")), seconds=0.05, text="Water the plants")
    cost = Cost(prompt_tokens=300, reused_tokens=20, reply_tokens=9, ttft_s=0.25, decode_tokens_per_s=11.5, peak_rss_bytes=2**33)
    chat = first.chat.id
    history.messages.end(first.answer, "done", text="**Much.**\n", thought="Hm", thought_s=1.5, cost=cost)
    raed = history.messages.ask("Raed it", chat=chat, parent=first.answer)
    history.messages.end(raed.answer, "stopped", text="I", note="Stopped")
    read = history.messages.ask("Read it", chat=chat, parent=first.answer)
    history.messages.end(read.answer, "failed", text="", note="The memory was full.")
    again = history.messages.answer_again(read.question)
    history.messages.end(again.answer, "done", text="One, three.", cost=cost)
    history.messages.tell(first.question, dropped=True, attachments=history.messages.path(chat)[0].attachments)
    history.messages.tell(again.answer, dropped=False, summary="They read.", summary_sent=False)
    history.messages.activate(raed.question)
    history.chats.rename(chat, "Papers & noise 🎉")
    return history.chats.pin(chat, pinned=True)


def interrupted(history: History) -> Chat:
    """The program ended while it was answered."""
    turn = history.messages.ask("Tell me a story")
    history.messages.write(turn.answer, text="Once upon", thought="A tale")
    return history.chats.get(turn.chat.id)


def deleted(history: History) -> Chat:
    turn = history.messages.ask("Forget this", [New(DocumentPart("secret.txt", b"Zanzibar"))])
    history.messages.end(turn.answer, "done", text="Forgotten.")
    return history.chats.get(turn.chat.id)


def said_of(history: History, chat: Chat) -> dict[str, Any]:
    return {
        **asdict(chat),
        "path": [message.id for message in history.messages.path(chat.id)],
        "messages": [asdict(message) for message in history.messages.all(chat.id)],
    }


def plain(value: object) -> object:
    if isinstance(value, LastModel):
        return asdict(value)
    return value.hex() if isinstance(value, bytes) else str(value)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
