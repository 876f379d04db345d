"""Measures a model, and the pipeline around it, on tasks with hidden tests. Knows no notebook."""
