"""Colours, and the small widgets that several rooms use."""
