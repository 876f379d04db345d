# visible: the examples of the statement
assert hours_together(9, 12, 10, 14) == 2
assert hours_together(9, 11, 13, 15) == 0
assert hours_together(8, 18, 11, 13) == 2

# hidden: B comes first
assert hours_together(10, 14, 9, 12) == 2
assert hours_together(15, 20, 13, 16) == 1

# hidden: one stays within the time of the other (2 points)
assert hours_together(11, 13, 8, 19) == 2
assert hours_together(6, 20, 7, 12) == 5

# hidden: both come, or both leave, at the same hour
assert hours_together(9, 15, 9, 11) == 2
assert hours_together(14, 15, 12, 15) == 1
assert hours_together(0, 24, 0, 24) == 24

# hidden: they do not meet (2 points)
assert hours_together(16, 18, 8, 10) == 0
assert hours_together(0, 1, 23, 24) == 0
assert hours_together(9, 11, 11, 13) == 0
assert hours_together(17, 19, 14, 17) == 0
