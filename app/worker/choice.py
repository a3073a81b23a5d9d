"""What the window chose, in the engine's own values."""

from __future__ import annotations

from app.values import ModelChoice
from inference.loading import DEFAULT_IMAGE_TOKENS, LoadSettings, ModelFiles

__all__ = ["files_of", "settings_of"]


def files_of(choice: ModelChoice) -> ModelFiles:
    return ModelFiles(choice.model, choice.mmproj, trusted=choice.is_starter)


def settings_of(choice: ModelChoice) -> LoadSettings:
    """Room for pictures of the default budget, the only one this window asks for: larger ones would cost memory at once."""
    return LoadSettings(context=choice.context, image_tokens=DEFAULT_IMAGE_TOKENS)
