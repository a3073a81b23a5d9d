"""The window and the command line of Hush."""

from app.own_path import forget_strangers

forget_strangers()
