"""The memory plan: how to load a model on this machine now, and why.

Pure: the same model, machine and wishes make the same plan. It walks down the ladder to the first rung within the budget,
so that more memory never makes a worse plan, and it always honours the wishes: where they do not fit it says so, and
says what would.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from inference.conversation import IMAGE_BUDGETS
from inference.errors import InputError
from inference.gguf.model_info import ModelInfo
from inference.gguf.projector import ProjectorInfo
from inference.loading import DEFAULT_IMAGE_TOKENS, LEAST_CONTEXT, LoadSettings
from inference.memory.estimate import PROGRAM_BYTES, Estimate, estimate
from inference.memory.ladder import BEST, Level, Setting, SmallerFile, descent, largest_picture, settings_for, smaller_file
from inference.memory.machine import Machine

__all__ = ["Plan", "Step", "Wishes", "plan"]

_SPARE = 4
"""One part in so many of the budget stays unspent where weights are read: memory that the system could not take back, and a
program that grows by 2 GiB a second must not be faster than the guard."""


@dataclass(frozen=True)
class Wishes:
    """What the person asked for; None leaves it to the plan.

    `image_tokens` is the largest picture there must be room for, 0 if there are none; `turns` False is for a single
    question, which needs no checkpoints.
    """

    context: int | None = None
    image_tokens: int | None = None
    turns: bool = True


@dataclass(frozen=True)
class Step:
    """One decision, in bytes.

    Where `chosen` is not `best`, the difference `saves` so much, and the better value `other` needs a budget larger by
    `needs`. Where it is, nothing was given up, and it `costs` so much beside the next lower value `other`.
    """

    setting: Setting
    chosen: int | str
    best: int | str
    other: int | str
    saves: int = 0
    needs: int = 0
    costs: int = 0

    @property
    def given_up(self) -> bool:
        """Whether this is less than the best."""
        return self.chosen != self.best


@dataclass(frozen=True)
class Plan:
    """How to load, what that takes, and how it came about.

    Without `fits`, `settings` take the least memory that honours the wishes, and `missing` bytes more than there are;
    `instead` is the best plan that fits with lesser wishes, `smaller` what file of the model would fit where none does.
    """

    settings: LoadSettings
    estimate: Estimate
    machine: Machine
    fits: bool
    steps: tuple[Step, ...]
    instead: Plan | None = None
    smaller: SmallerFile | None = None

    @property
    def budget_bytes(self) -> int:
        """What Hush may take on this machine."""
        return self.machine.budget

    @property
    def missing(self) -> int:
        """Bytes that this plan is over the budget; 0 when it fits."""
        return max(0, self.estimate.total - self.budget_bytes)


def plan(
    model: ModelInfo,
    projector: ProjectorInfo | None,
    machine: Machine,
    wishes: Wishes | None = None,
    *,
    program: int = PROGRAM_BYTES,
    correction: Callable[[LoadSettings], int] = lambda _settings: 0,
) -> Plan:
    """The best way to load `model` with `projector` on `machine`. `program`: bytes that the process takes without a model;
    `correction`: bytes that measuring these files on this machine adds to the estimate for given settings.

    Raises InputError for wishes that no machine could grant.
    """
    wishes = wishes or Wishes()
    _require_sane(wishes)
    pair = _Pair(model, projector, program, correction)
    asked = {setting for setting in ("context", "image_tokens") if getattr(wishes, setting) is not None}
    top = _top(model, projector, wishes)
    ladder = pair.ladder(top, fixed=asked)
    if (place := _first_that_fits(ladder, machine)) is not None:
        return _plan(pair, ladder, place, machine, fits=True)
    found = _plan(pair, ladder, _least(ladder), machine, fits=False)
    lesser = pair.ladder(top, fixed=set())
    if (place := _first_that_fits(lesser, machine)) is not None:
        return replace(found, instead=_plan(pair, lesser, place, machine, fits=True))
    least = lesser[_least(lesser)].estimate
    return replace(found, smaller=smaller_file(model, machine.budget - (least.total - least.weights)))


@dataclass(frozen=True)
class _Rung:
    """A level with what it takes and what it gave up last. `wants` is the budget from which on it is taken."""

    level: Level
    gave_up: Setting | None
    settings: LoadSettings
    estimate: Estimate

    @property
    def total(self) -> int:
        return self.estimate.total

    @property
    def wants(self) -> int:
        return self.total if self.level.weights == "mapped" else -(-self.total * _SPARE // (_SPARE - 1))


@dataclass(frozen=True)
class _Pair:
    """What is to be loaded, and what that takes at any level."""

    model: ModelInfo
    projector: ProjectorInfo | None
    program: int
    correction: Callable[[LoadSettings], int]

    def rung(self, level: Level, gave_up: Setting | None) -> _Rung:
        settings = settings_for(level, self.model)
        needed = estimate(self.model, self.projector, settings, program=self.program, correction=self.correction(settings))
        return _Rung(level, gave_up, replace(settings, predicted_bytes=needed.total), needed)

    def ladder(self, top: Level, *, fixed: set[str]) -> list[_Rung]:
        """The rungs from `top` down, without those that would give up what is `fixed`."""
        kept = {name: getattr(top, name) for name in fixed}
        return [self.rung(replace(level, **kept), gave_up) for level, gave_up in descent(top) if gave_up not in fixed]


def _top(model: ModelInfo, projector: ProjectorInfo | None, wishes: Wishes) -> Level:
    """The best there is for this model, and what was asked for."""
    context = wishes.context or min(BEST.context, max(LEAST_CONTEXT, model.context_length))
    # A model that names its own budget has learnt from no other.
    largest = max(model.image_tokens, DEFAULT_IMAGE_TOKENS) if model.image_tokens else BEST.image_tokens
    picture = min(largest, largest_picture(context)) if wishes.image_tokens is None else wishes.image_tokens
    return replace(
        BEST,
        context=context,
        image_tokens=picture if projector is not None and projector.vision else 0,
        checkpoints=BEST.checkpoints if wishes.turns and model.sliding_window else 0,
    )


def _first_that_fits(ladder: list[_Rung], machine: Machine) -> int | None:
    return next((index for index, rung in enumerate(ladder) if rung.wants <= machine.budget), None)


def _least(ladder: list[_Rung]) -> int:
    return min(range(len(ladder)), key=lambda index: ladder[index].total)


def _plan(pair: _Pair, ladder: list[_Rung], place: int, machine: Machine, *, fits: bool) -> Plan:
    rung = ladder[place]
    given_up = _list_given_up(ladder[: place + 1], machine)
    kept = _list_kept(pair, rung, ladder[place + 1 :], besides={step.setting for step in given_up})
    return Plan(rung.settings, rung.estimate, machine, fits, (*given_up, *kept))


def _list_given_up(way: list[_Rung], machine: Machine) -> list[Step]:
    """What was given up on the way down, in that order; one step for each setting."""
    steps: dict[Setting, Step] = {}
    for above, rung in pairwise(way):
        if (setting := rung.gave_up) is None:
            continue
        saved_before = steps[setting].saves if setting in steps else 0
        steps[setting] = Step(
            setting,
            chosen=getattr(rung.level, setting),
            best=getattr(way[0].level, setting),
            other=getattr(above.level, setting),
            saves=saved_before + above.total - rung.total,
            needs=max(0, above.wants - machine.budget),
        )
    return list(steps.values())


def _list_kept(pair: _Pair, rung: _Rung, below: list[_Rung], *, besides: set[Setting]) -> list[Step]:
    """What the ladder could still give up and did not, with what it costs beside the next value."""
    steps: dict[Setting, Step] = {}
    for lower in below:
        setting = lower.gave_up
        if setting is None or setting in steps or setting in besides:
            continue
        chosen, other = (getattr(level, setting) for level in (rung.level, lower.level))
        cheaper = pair.rung(replace(rung.level, **{setting: other}), setting)
        steps[setting] = Step(setting, chosen=chosen, best=chosen, other=other, costs=rung.total - cheaper.total)
    return list(steps.values())


def _require_sane(wishes: Wishes) -> None:
    context, picture = wishes.context, wishes.image_tokens
    if context is not None and context < LEAST_CONTEXT:
        raise InputError("context-too-small", context=context, least=LEAST_CONTEXT)
    if picture and picture not in IMAGE_BUDGETS:
        raise InputError("picture-budget", tokens=picture, budgets=", ".join(map(str, IMAGE_BUDGETS)))
    if context is not None and picture and picture >= context:
        raise InputError("picture-beyond-context", tokens=picture, context=context)
