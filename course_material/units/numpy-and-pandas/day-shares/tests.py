import numpy as np

# visible: the examples of the statement
assert day_shares([[10, 30], [10, 50]]) == [20.0, 80.0]
assert day_shares([[1, 1, 1]]) == [33.3, 33.3, 33.3]

# hidden: the days, not the stalls (2 points)
assert day_shares([[5, 0], [5, 10], [0, 0]]) == [50.0, 50.0]
assert day_shares([[1, 2, 3], [4, 5, 5]]) == [25.0, 35.0, 40.0]
assert day_shares([[40, 40], [10, 10]]) == [50.0, 50.0]

# hidden: one stall alone
assert day_shares([[0, 4, 0, 12]]) == [0.0, 25.0, 0.0, 75.0]
assert day_shares([[1, 5]]) == [16.7, 83.3]

# hidden: one day only
assert day_shares([[7], [13]]) == [100.0]
assert day_shares([[2]]) == [100.0]

# hidden: one decimal place
assert day_shares([[1, 2], [2, 1], [1, 0]]) == [57.1, 42.9]
