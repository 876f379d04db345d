# visible: the examples of the statement
assert longest_streak([9000, 8500, 300, 9900]) == 2
assert longest_streak([100, 5000]) == 0

# hidden: the longest of several streaks (2 points)
assert longest_streak([9000, 9100, 9200, 500, 9300]) == 3
assert longest_streak([9000, 40, 9100, 9200, 9300, 9400, 50, 9500, 9600]) == 4
assert longest_streak([9000, 60, 9100, 9200]) == 2

# hidden: other days in between
assert longest_streak([9000, 10, 9100, 20, 9200]) == 1
assert longest_streak([700, 9000, 9100, 0, 0]) == 2

# hidden: the border of a good day
assert longest_streak([8000, 8001]) == 2
assert longest_streak([7999, 8001, 7999, 7999]) == 1
assert longest_streak([8001, 8000, 8001]) == 3
assert longest_streak([7999]) == 0

# hidden: short lists
assert longest_streak([]) == 0
assert longest_streak([9700]) == 1
