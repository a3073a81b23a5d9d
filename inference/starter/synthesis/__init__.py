"""Made-up training data for the starter: screens, speech and documents, each determined by a `random.Random` alone.

Nothing in here is evaluated on: no string that `world.held_out` keeps back is written or said, and the fonts, voices and layouts
of `inference.starter.held_out` are others. Neither package imports the other.
"""
