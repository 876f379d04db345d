def is_rhyme(word, other):
    """Return whether two texts end alike without being the same."""
    if word.upper() == other.upper():
        return False
    same = 0
    for left, right in zip(reversed(word.upper()), reversed(other.upper())):
        if left != right:
            break
        same = same + 1
    return same >= 3
