# visible: the examples of the statement
assert ride(14, 150) == "alone"
assert ride(7, 120) == "with an adult"
assert ride(14, 95) == "not today"

# hidden: the limits for riding alone (2 points)
assert ride(10, 131) == "alone"
assert ride(13, 130) == "alone"
assert ride(10, 129) == "with an adult"
assert ride(9, 131) == "with an adult"

# hidden: the limit for riding with an adult
assert ride(6, 99) == "not today"
assert ride(6, 100) == "with an adult"
assert ride(6, 101) == "with an adult"

# hidden: only one of the two conditions for riding alone is met
assert ride(40, 112) == "with an adult"
assert ride(5, 140) == "with an adult"
assert ride(70, 90) == "not today"
