"""Small helpers beside the model: text in pictures, words in recordings. Each works in a child of its own."""
