"""Where a person's file is opened, but for the recognisers: a kept child that can reach nothing but what it is given.

`decoder` is what everybody calls, `table` what the child does, `confined` what it may not.
"""
