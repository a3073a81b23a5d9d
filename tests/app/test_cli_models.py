"""What the verbs tell of models and of this machine, without an answer."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

from inference.memory.estimate import Estimate
from tests.app.command_line import Said, hush
from tests.other_models import text_model


def test_plan_names_every_term(said: Said) -> None:
    plan = json.loads(said("plan", "--json"))
    terms = {field.name for field in fields(Estimate)}
    assert terms > {"weights", "vocabulary", "kv_cache", "compute", "projector"}
    assert plan["total"] == sum(plan[name] for name in terms)
    assert set(plan["choices"]) == {"load_mode", "repack", "kv_type", "n_ubatch", "context"}
    assert (plan["fits"], plan["missing"]) == (True, 0)
    assert plan["total"] <= plan["budget"] <= plan["available"]
    assert json.loads(said("plan", "--json", "-c", 32768))["choices"]["context"] == 32768
    assert json.loads(said("plan", "--json", "--available", plan["total"] - 1))["total"] < plan["total"]


def test_plan_says_what_was_decided(said: Said) -> None:
    assert "A context of 8,192 tokens" in said("plan")
    given_up = json.loads(said("plan", "--json", "--available", 230 * 2**20))["steps"]
    assert any(step["chosen"] != step["best"] and step["needs"] > 0 and step["words"] for step in given_up)


def test_plan_that_does_not_fit_says_so_and_ends_with_3(starter: tuple[Path, Path]) -> None:
    ended = hush("plan", "--json", "--available", 10 * 2**20)
    assert (ended.status, ended.json["fits"]) == (3, False)
    assert ended.json["missing"] == ended.json["total"] - 10 * 2**20
    assert ended.err.count("\n") == 1
    asked = hush("plan", "--json", "--available", ended.json["total"] + 2**20, "-c", 2**20)
    assert (asked.status, asked.json["choices"]["context"]) == (3, 2**20)
    assert asked.json["instead"]["fits"] is True
    assert f"What fits: {asked.json['instead']['choices']['context']:,} tokens of context" in asked.err


def test_plan_for_other_machines(said: Said) -> None:
    table = said("plan", "--machine", 4, "--machine", 16)
    assert [line.split("|")[1].strip() for line in table.splitlines()] == ["machine", "---", "4 GB", "16 GB"]
    assert [row["machine"] for row in json.loads(said("plan", "--table", "--json"))] == [8, 12, 16, 24, 32, 64]


def test_inspect_tells_what_files_are(said: Said, starter: tuple[Path, Path]) -> None:
    told = json.loads(said("inspect", "--json", *starter))
    assert [file["kind"] for file in told["files"]] == ["model", "projector"]
    assert told["problems"] == []
    assert json.loads(said("inspect", "--json", *reversed(starter)))["problems"] == []
    assert "gemma4" in said("inspect", starter[0])


def test_inspect_tells_what_is_wrong(starter: tuple[Path, Path], tmp_path: Path) -> None:
    torn = tmp_path / "torn.gguf"
    torn.write_bytes(starter[0].read_bytes()[:5000])
    ended = hush("inspect", torn, "--json")
    assert ended.status == 2
    assert ended.json["problems"][0]["severity"] == "error"
    assert ended.err.count("\n") == 1
    assert hush("inspect", torn, torn, torn).refused().startswith("3 files were given")


def test_inspect_passes_nothing_that_then_fails_to_load(said: Said, tmp_path: Path) -> None:
    """Its header is sound; what it does shows only where it is rendered or loaded."""
    looping = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}{{ messages[0].content }}"
    ended = hush("inspect", text_model(tmp_path / "looping.gguf", template=looping), "--json")
    assert ended.status == 2
    assert "took longer than 10 seconds" in ended.json["problems"][0]["what"]
    assert json.loads(said("inspect", "--json", text_model(tmp_path / "sound.gguf")))["problems"] == []


def test_doctor_opens_no_socket(said: Said) -> None:
    told = json.loads(said("doctor", "--json"))
    assert told["model"]["works"], told
    assert told["private"]["works"], told
    assert told["memory"]["works"], told
    names = "memory,model,microphone,loudspeaker,more recordings,display,screen capture,hotkeys,window,private"
    assert set(told) == set(names.split(","))
    assert said("doctor").count("\n") == len(told)


def test_evaluate_scores_every_task(said: Said) -> None:
    told = json.loads(said("evaluate", "--limit", 1, "--json"))
    assert {task: told[task]["n"] for task in ("read", "hear", "documents")} == {"read": 1, "hear": 1, "documents": 1}
    assert told["first_token_s"] > 0
    assert told["bytes"] > 0
