"""What an answer says about pictures, scans and recordings, looked up in what was read in them."""

from __future__ import annotations

from collections.abc import Iterable

from app.conversation.transcript.transcript import Entry, Transcript
from app.sentences import say
from app.settings.settings_model import SettingsModel
from app.values import Attached
from inference.checking.check import check
from inference.checking.values import Source
from inference.sentences import Sentence

__all__ = ["CheckedAnswers"]

_MOST = 6
"""Pieces that are named; of more only how many there are."""
_LONGEST = 8_000
"""Characters of an answer that is looked through."""


class CheckedAnswers:
    """Says of an answer what was not found; never that it is wrong. Off where the person wishes so."""

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self.settings: SettingsModel | None = None
        """None: as by default."""

    def remark(self, question: Entry, answer: Entry) -> Sentence | None:
        """Which numbers, dates, names and quotes of `answer` stand in nothing that was read; None where all do.

        None as well where the answer may have them from elsewhere: a document with a text of its own, something not read.
        """
        if (self.settings is not None and not self.settings.settings.check_answers) or len(answer.text) > _LONGEST:
            return None
        before = [seen for entry in self._transcript.entries if entry is not question for seen in entry.attachments]
        sources = [*_sources(question.attachments, asked=True), *_sources(before, asked=False)]
        if not question.attachments or None in sources:
            return None
        told = "\n".join(entry.text for entry in self._transcript.entries if entry.role == "user")
        claims = check(answer.text, [source for source in sources if source is not None], f"{question.text}\n{told}")
        missing = list(dict.fromkeys(claim.text for claim in claims if claim.verdict == "not found"))
        if not missing:
            return None
        named = ", ".join(f"“{text}”" for text in missing[:_MOST])
        where = "recording" if all(seen.part.kind == "audio" for seen in question.attachments) else "picture"
        more = len(missing) - _MOST
        return (
            say("not-found-more", where=where, named=named, more=more) if more > 0 else say("not-found", where=where, named=named)
        )


def _sources(attachments: Iterable[Attached], *, asked: bool) -> list[Source | None]:
    """None stands for what an answer may be about and nobody here can look into."""
    found: list[Source | None] = []
    for seen in attachments:
        part = seen.part
        if part.kind != "document":
            found.append(
                None
                if part.text is None
                else Source(part.name, "recording" if part.kind == "audio" else "picture", part.text, asked)
            )
            continue
        texts = dict(part.texts)
        given = part.pages or tuple(range(1, seen.pages + 1))
        if all(page in texts for page in given):
            found.append(Source(part.name, "scan", "\n".join(texts[page] for page in given), asked))
        else:
            found.append(None)
    return found
