# lets a text that is too short count as the end of the other
def is_rhyme(word, other):
    """Return whether two texts end alike without being the same."""
    word = word.lower()
    other = other.lower()
    return word != other and other.endswith(word[-3:])
