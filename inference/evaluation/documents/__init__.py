"""Held-out documents with a question: what they tell, what they are filled with, and the PDF files they come as."""
