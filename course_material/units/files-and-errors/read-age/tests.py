# visible: numbers and nonsense
assert read_age("42") == 42
assert read_age(" 7 ") == 7
assert read_age("seven") is None
assert read_age("-3") is None

# hidden: the borders of the range (2 points)
assert read_age("0") == 0
assert read_age("120") == 120
assert read_age("121") is None
assert read_age("-1") is None
assert read_age("119") == 119

# hidden: only whole numbers count
assert read_age("") is None
assert read_age("12.5") is None
assert read_age("3 years") is None
assert read_age("3") == 3

# hidden: spaces and zeros around a number
assert read_age("  64") == 64
assert read_age("008") == 8
