# calls lower, but does not keep what it returns
def is_rhyme(word, other):
    """Return whether two texts end alike without being the same."""
    word.lower()
    other.lower()
    return word != other and word[-3:] == other[-3:]
