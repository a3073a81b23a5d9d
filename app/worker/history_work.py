"""What each job does to the history. Runs in the history's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app import history_values as values
from app.sentences import say
from app.worker.history_attached import attached, kept_as, new
from inference.conversation import AudioPart
from inference.errors import HistoryError, InputError

if TYPE_CHECKING:
    from inference.history.store import History

__all__ = ["WORK"]


def _open_chat(history: History, job: values.OpenChat) -> object:
    return values.ChatOpened(history.chats.get(job.chat), history.messages.path(job.chat))


def _read(history: History, job: values.ReadAttachments) -> object:
    """One file that is gone does not take the others with it."""
    found, problems, lost = [], [], []
    for kept in job.attachments:
        try:
            found.append(attached(kept, history.part(kept)))
        except HistoryError as error:
            problems.append(str(error))
            if kept.kind == "document":
                lost.append((kept.name, str(error)))
    return values.AttachmentsRead(job.message, tuple(found), tuple(problems), tuple(lost))


def _keep_turn(history: History, job: values.KeepTurn) -> object:
    return values.TurnKept(history.messages.ask(job.text, list(map(new, job.attachments)), chat=job.chat, parent=job.parent))


def _answer_again(history: History, job: values.AnswerAgain) -> object:
    return values.TurnKept(history.messages.answer_again(job.question))


def _keep_partial(history: History, job: values.KeepPartial) -> object:
    history.messages.write(job.answer, text=job.text, thought=job.thought)
    return values.Saved()


def _end(history: History, job: values.EndAnswer) -> object:
    chat = history.messages.end(
        job.answer,
        job.state,
        text=job.text,
        thought=job.thought,
        thought_s=job.thought_s,
        note=job.note,
        cost=job.cost,
    )
    return values.ChatChanged(history.chats.get(chat))


def _tell(history: History, job: values.Tell) -> object:
    history.messages.tell(
        job.message,
        dropped=job.dropped,
        summary=job.summary,
        summary_sent=job.summary_sent,
        attachments=list(map(kept_as, job.attachments)),
    )
    return values.Saved()


def _show_branch(history: History, job: values.ShowBranch) -> object:
    return _open_chat(history, values.OpenChat(history.messages.activate(job.message)))


def _take_back(history: History, job: values.TakeBack) -> object:
    chat = history.messages.remove(job.message)
    if history.messages.path(chat):
        return values.ChatChanged(history.chats.get(chat))
    return _delete(history, values.DeleteChat(chat))


def _rename(history: History, job: values.RenameChat) -> object:
    return values.ChatChanged(history.chats.rename(job.chat, job.title))


def _pin(history: History, job: values.PinChat) -> object:
    return values.ChatChanged(history.chats.pin(job.chat, pinned=job.pinned))


def _bring_back(history: History, job: values.BringBack) -> object:
    return values.ChatChanged(history.chats.bring_back(job.chat))


def _delete(history: History, job: values.DeleteChat) -> object:
    history.chats.delete(job.chat)
    return values.ChatGone(job.chat)


def _clear_out(history: History, _job: values.ClearOut) -> object:
    return values.Cleared(history.clear_out())


def _export(history: History, job: values.ExportChat) -> object:
    history.export(job.chat, job.target, job.form)
    return values.Exported(job.target)


def _search(history: History, job: values.SearchChats) -> object:
    return values.ChatsFound(job.words, history.search(job.words))


def _keep_memo(history: History, job: values.KeepMemo) -> object:
    part = job.recording.part
    if not isinstance(part, AudioPart):
        raise InputError(say("not-a-memo", name=part.name))
    return values.MemoKept(history.memos.keep(part, seconds=job.recording.seconds, text=job.text, message=job.message))


def _write_memo(history: History, job: values.WriteMemo) -> object:
    return values.MemoKept(history.memos.write(job.memo, job.text))


def _list_memos(history: History, job: values.ListMemos) -> object:
    return values.MemosListed(job.words, history.memos.list(job.words))


def _remove_memo(history: History, job: values.RemoveMemo) -> object:
    history.memos.remove(job.memo)
    return values.Saved()


WORK: dict[type, Callable[[History, Any], object]] = {
    values.OpenChat: _open_chat,
    values.ReadAttachments: _read,
    values.KeepTurn: _keep_turn,
    values.AnswerAgain: _answer_again,
    values.KeepPartial: _keep_partial,
    values.EndAnswer: _end,
    values.Tell: _tell,
    values.ShowBranch: _show_branch,
    values.TakeBack: _take_back,
    values.RenameChat: _rename,
    values.PinChat: _pin,
    values.BringBack: _bring_back,
    values.DeleteChat: _delete,
    values.ClearOut: _clear_out,
    values.ExportChat: _export,
    values.SearchChats: _search,
    values.KeepMemo: _keep_memo,
    values.WriteMemo: _write_memo,
    values.ListMemos: _list_memos,
    values.RemoveMemo: _remove_memo,
}
