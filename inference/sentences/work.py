"""The sentences about work: loading, memory, answering, and the chats that are kept."""

from __future__ import annotations

__all__ = ["WORK"]

WORK = """
context-full: This needs {needed:,} tokens and the context holds {available:,}.
  | Use a smaller picture budget, fewer pages or a shorter conversation, or load the model with a larger context.
context-too-small: A context of {context:,} is too small. | Choose at least {least} tokens.
context-not-made: llama.cpp could not make a context of {context:,} tokens ({reason}). | Choose a smaller context.
context-not-saved: llama.cpp could not save its context. | Try again.
prompt-not-evaluated: llama.cpp could not evaluate the prompt (status {status}: {reason}). | Try a new chat.
nothing-to-answer: There is nothing to answer. | Write a question or attach something.
not-loaded: No model is loaded. | Load a model first.
memory-left: Only {spare:.1f} GiB of this machine's {total:.1f} GiB of memory are left,
  too little to answer without slowing everything down.
  | Close other programs, or load the model with a smaller context.
memory-to-resume: The model was released to make room, and coming back it needs {needed:.1f} GiB; {free:.1f} GiB are free.
  | Close other programs, or load it with a smaller context.
attachment-not-kept: An attachment cannot be kept: {reason}. | Check {folder}; nothing was sent.
attachment-gone: "{name}" is no longer there. | Its file {path} was removed.
attachment-unreadable: "{name}" cannot be read: {reason}. | Check the disk.
attachment-changed: "{name}" is not what it was: its file was changed. | Attach the original again.
attachments-not-removed: Old attachments cannot be removed: {reason}. | Check {folder}.
chat-gone: That chat is no longer there. | It was deleted.
message-gone: That message is no longer there. | Its chat was deleted.
memo-gone: That recording is no longer there. | It was removed, or its chat was deleted.
chat-not-written: The chat cannot be written to {path}: {reason}. | Choose another folder.
chats-not-kept: The chats cannot be kept: {reason}. | Check that you may write to {folder}.
chats-unreadable: The file of your chats cannot be read: {reason}. | Check that you may open {path}.
chats-failed: The chats cannot be read or saved: {reason}. | Their file is {path}.
chats-busy: Another Hush has the chats open. | Use that window, or close it and start again. ({path})
chats-disk-full: The disk is full, so the chats cannot be saved. | Make room on it; what is on the screen is still there. ({path})
chats-read-only: The file of the chats cannot be opened for writing.
  | Check that the folder exists and that you may write to it. ({path})
chats-disk-broken: The disk does not do what it is asked to, so the chats cannot be saved. | Check the disk. ({path})
chats-damaged: The file of the chats is damaged.
  | Start Hush again: it makes a copy of the file and goes on with a new one. ({path})
chats-refused: The file of your chats, {name}, {problem}; it was not opened and not changed. | {copy}
chats-newer: The file of your chats, {name}, {problem}; it was not opened and not changed.
  | Install the newer Hush to see those chats again. {copy}
copy-beside: A copy is beside it: {path}
copy-failed: No copy could be made beside it: {reason}. Make one yourself: {path}
is-damaged: is damaged
is-damaged-or-foreign: is damaged, or is none of Hush's
is-empty: is empty
is-foreign: is none of Hush's
is-newer: was written by a newer Hush (its format is {format}, this one knows {known})
"""
