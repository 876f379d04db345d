# forgets that the two may be the same
def is_rhyme(word, other):
    """Return whether two texts end alike without being the same."""
    word = word.lower()
    other = other.lower()
    return len(word) >= 3 and word[-3:] == other[-3:]
