"""The held-out layouts, by family: each draws one screen with its facts on a page, or raises NoRoom where it does not fit."""
