"""The chat on screen: what is said in it, how a question becomes an answer, and how both are kept."""
