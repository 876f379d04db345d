# visible: the examples of the statement
assert clicks(30, 10) == 2
assert clicks(10, 10) == 0

# hidden: it fits as it is
assert clicks(4, 9) == 0
assert clicks(1, 50) == 0

# hidden: it fits after a few clicks (2 points)
assert clicks(11, 10) == 1
assert clicks(100, 7) == 4
assert clicks(1000, 1) == 10
assert clicks(70, 40) == 1

# hidden: it fits exactly
assert clicks(25, 25) == 0
assert clicks(36, 9) == 2
assert clicks(72, 8) == 4

# hidden: widths that are not whole numbers
assert clicks(9, 2) == 3
assert clicks(12.5, 5) == 2
