"""The sandboxed chat template: typed media, plain templates, hostile ones, and text that looks like control tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.child import Limits
from inference.errors import ModelFileError
from inference.prompt import trying
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


def system(words: str) -> dict[str, object]:
    return {"role": "system", "content": [text(words)]}


def test_what_marks_the_models_own_words_for_training_changes_nothing() -> None:
    """`{% generation %}`, as in the templates of LFM2.5, Laguna and SmolLM3: llama.cpp passes over it as well."""
    marked = "{% for m in messages %}{% generation %}[{{ m.content }}]{% endgeneration %}{% endfor %}"
    assert ChatTemplate(marked, bos="", eos="").render([user(text("hello"))]) == "[hello]"


@pytest.mark.parametrize(
    "source",
    [
        "{% if messages[0].role == 'system' %}{{ raise_exception('no system') }}{% endif %}{{ messages[0].content }}",
        "{% for m in messages if m.role != 'system' %}{{ m.content }}{% endfor %}",
    ],
)
def test_instructions_that_a_template_has_no_place_for_stand_before_the_question(source: str) -> None:
    template = ChatTemplate(source, bos="", eos="")
    assert template.render([system("Be brief."), user(text("Why?"))]) == "Be brief.\n\nWhy?"
    seen = template.render([system("Be brief."), user({"type": "image"}, text("Why?"))])
    assert seen.startswith("Be brief.")
    assert media_mark("image") in seen


def test_a_template_that_knows_only_items_gets_them() -> None:
    source = "{% for m in messages %}{% for i in m.content if i.type == 'text' %}{{ i.text }}{% endfor %}{% endfor %}"
    assert ChatTemplate(source, bos="", eos="").render([user(text("hello"))]) == "hello"


def test_a_thought_is_asked_for_by_either_name() -> None:
    for name in ("enable_thinking", "thinking"):
        template = ChatTemplate(f"{{{{ messages[0].content }}}}{{% if {name} %}} thinks{{% endif %}}", bos="", eos="")
        assert template.thinks
        assert template.render([user(text("x"))], thinking=True) == "x thinks"
        assert template.render([user(text("x"))]) == "x"
    assert not ChatTemplate("{{ messages[0].content }} {# enable_thinking #}", bos="", eos="").thinks


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ 1 // (messages | length - 1) }}{{ 1 // 0 }}", "division|modulo"),
        ("{% for i in range(10 ** 10) %}x{% endfor %}", "Range too big"),
        ("{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}", "longer than 3 seconds"),
        ("{{ 'a' | center(3000000000) }}", "memory|longer than 3 seconds"),
        (
            "{% set s = namespace(t='a') %}{% for i in range(40) %}{% set s.t = s.t ~ s.t %}{% endfor %}",
            "memory|longer than 3 seconds",
        ),
        ("{{ 9 ** (9 ** 9) }}", "longer than 3 seconds"),
        ("{{ messages[7].content.nothing }}", "undefined|no element"),
    ],
)
def test_what_a_template_takes_or_divides_is_its_files_fault(source: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "TEMPLATE", Limits(2**29, 3.0))
    with pytest.raises(ModelFileError, match=f"(?s)chat template.*({said})"):
        trying.require_harmless(source)


def test_an_ordinary_template_is_tried_once() -> None:
    trying.require_harmless(PLAIN)
    before = trying._verdict.cache_info().hits
    trying.require_harmless(PLAIN)
    assert trying._verdict.cache_info().hits == before + 1
