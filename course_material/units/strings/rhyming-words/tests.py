# visible: the examples of the statement
assert is_rhyme("table", "noble")
assert not is_rhyme("garden", "window")
assert not is_rhyme("Moon", "mOON")

# hidden: the last letters decide (2 points)
assert is_rhyme("flower", "tower")
assert not is_rhyme("house", "horse")
assert not is_rhyme("late", "none")
assert not is_rhyme("sunrise", "sunset")

# hidden: capital letters
assert is_rhyme("BELL", "shell")
assert is_rhyme("mouse", "HOUSE")
assert not is_rhyme("RAIN", "snow")

# hidden: the same text twice
assert not is_rhyme("song", "song")
assert not is_rhyme("YES", "yes")

# hidden: very short texts
assert is_rhyme("ice", "Nice")
assert not is_rhyme("at", "cat")
assert not is_rhyme("a", "tea")
assert not is_rhyme("", "")
