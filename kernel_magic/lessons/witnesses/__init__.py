"""Who says that an answer is right, and how much that is worth."""
