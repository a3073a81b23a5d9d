"""What any model is evaluated on and the starter is never trained on: held-out screens, voices and documents.

`cases` makes them, `scoring` asks and counts. Of these modules the training knows only `world`, `drawing` and `speech`, by which
neither strings nor voices nor fonts are shared. Everything is determined by a `random.Random` alone.
"""
