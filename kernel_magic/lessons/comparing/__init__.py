"""The parts of `compare`: who takes part, how they are tried, what counts as one idea, and the words about it."""
