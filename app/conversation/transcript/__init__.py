"""What was said, as it is shown: the view model, and the rows that draw it."""
