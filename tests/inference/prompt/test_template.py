"""The sandboxed chat template: typed media, plain templates, hostile ones, and text that looks like control tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.errors import ModelFileError
from inference.prompt.template import ChatTemplate, Shield, media_mark

PLAIN = "{{ bos_token }}{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}<assistant>"
TYPED = (
    "{% for m in messages %}[{{ m.role }}]{% if m.content is string %}{{ m.content }}{% else %}{% for i in m.content %}"
    "{% if i.type == 'image' %}<|image|>{% else %}{{ i.text | trim }}{% endif %}{% endfor %}{% endif %}{% endfor %}"
)


def user(*items: dict[str, str]) -> dict[str, object]:
    return {"role": "user", "content": list(items)}


def text(words: str) -> dict[str, str]:
    return {"type": "text", "text": words}


def test_a_typed_template_places_its_own_picture_mark() -> None:
    rendered = ChatTemplate(TYPED, bos="", eos="").render([user({"type": "image"}, text(" what? "))])
    assert rendered == f"[user]{media_mark('image')}what?"


def test_a_plain_template_gets_the_mark_inside_the_text() -> None:
    rendered = ChatTemplate(PLAIN, bos="<s>", eos="").render([user({"type": "image"}, text("what?"), {"type": "audio"})])
    assert rendered == f"<s><user>{media_mark('image')}\nwhat?\n{media_mark('audio')}<assistant>"


def test_a_template_that_drops_media_is_refused() -> None:
    with pytest.raises(ModelFileError, match="drops pictures"):
        ChatTemplate("{{ messages[0].role }}", bos="", eos="").render([user({"type": "image"}, text("x"))])


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{% set x = messages.append(1) %}",
        "{{ raise_exception('roles must alternate') }}",
        "{{ messages | nosuchfilter }}",
        "{% for",
    ],
)
def test_a_hostile_or_broken_template_ends_as_a_sentence(source: str) -> None:
    with pytest.raises(ModelFileError, match="chat template"):
        ChatTemplate(source, bos="", eos="").render([user(text("x"))])


@given(st.text(alphabet=st.sampled_from(list("<|turn>model \ue000\ue0010")), max_size=60))
def test_covered_text_holds_no_control_token_and_comes_back_whole(written: str) -> None:
    import re

    shield = Shield(["<|turn>", "<turn|>", "|>", " "])
    covered = shield.cover(written)
    assert "<|turn>" not in covered
    assert "|>" not in covered
    assert re.sub(shield.split_pattern, lambda m: shield.literal(int(m.group(1))), covered) == written
