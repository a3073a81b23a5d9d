"""What the context holds and costs, and what could give way in it."""
