# visible: the examples of the statement
assert tidy_once(["boat", "sea", "island", "ox"]) == ["sea", "boat", "ox", "island"]
assert tidy_once(["two", "one"]) == ["two", "one"]

# hidden: a long word goes along to the end (2 points)
assert tidy_once(["garden", "tea", "milk", "rice"]) == ["tea", "milk", "rice", "garden"]
assert tidy_once(["a", "oranges", "is", "the"]) == ["a", "is", "the", "oranges"]
assert tidy_once(["pear", "fig"]) == ["fig", "pear"]

# hidden: one walk only
assert tidy_once(["five", "six", "ab", "c"]) == ["six", "ab", "c", "five"]
assert tidy_once(["c", "ab", "six", "five"]) == ["c", "ab", "six", "five"]

# hidden: words of the same length
assert tidy_once(["sun", "sea", "air"]) == ["sun", "sea", "air"]
assert tidy_once(["moon", "bay", "rain", "fog"]) == ["bay", "moon", "fog", "rain"]

# hidden: a very short row
assert tidy_once([]) == []
assert tidy_once(["stone"]) == ["stone"]
