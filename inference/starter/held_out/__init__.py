"""What the starter is evaluated on and never trained on: screens, voices and documents of their own.

Layouts, fonts, voices, words and names are others than those of `inference.starter.synthesis`; neither package imports the other.
Everything is determined by a `random.Random` alone.
"""
