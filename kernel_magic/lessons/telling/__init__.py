"""Words, values and questions about code that was seen to run."""
