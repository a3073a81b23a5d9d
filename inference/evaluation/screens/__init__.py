"""Held-out screens: what they say, how they look, and the layouts that draw them."""
