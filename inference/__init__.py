"""The engine of Hush: a person's words, pictures, sound and documents to an answer, on this machine.

Values (`conversation`, `events`, `errors`, `loading`) import nothing heavy. `engine.Engine` loads a model and answers;
`pricing.Pricer` counts what a request costs without loading the weights. No Qt here, ever.
"""
