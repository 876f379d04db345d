# visible: the examples of the statement
assert trick(493) == [493, 16, 7]
assert trick(5) == [5]

# hidden: numbers with one digit
assert trick(9) == [9]
assert trick(0) == [0]
assert trick(1) == [1]

# hidden: two numbers are said
assert trick(10) == [10, 1]
assert trick(11) == [11, 2]
assert trick(32) == [32, 5]
assert trick(2111) == [2111, 5]

# hidden: more than two numbers are said (2 points)
assert trick(99) == [99, 18, 9]
assert trick(199) == [199, 19, 10, 1]
assert trick(8765) == [8765, 26, 8]

# hidden: a digit 0 inside, and large numbers
assert trick(4070) == [4070, 11, 2]
assert trick(9999999) == [9999999, 63, 9]
