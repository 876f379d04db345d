"""The parts of `explain`: which code is meant, which call shows what it does, and what is said of its run."""
