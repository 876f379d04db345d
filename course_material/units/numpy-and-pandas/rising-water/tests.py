import numpy as np

# visible: the examples of the statement
assert rise_days([100, 120, 115, 160], 15) == [1, 3]
assert rise_days([50, 52, 40], 10) == []

# hidden: every day of the list counts (2 points)
assert rise_days([10, 30, 31, 32], 15) == [1]
assert rise_days([10, 11, 12, 32], 15) == [3]
assert rise_days([10, 20, 30, 40, 50], 5) == [1, 2, 3, 4]
assert rise_days([0, 9], 4) == [1]

# hidden: a rise of exactly the step
assert rise_days([40, 47, 53, 60], 7) == [1, 3]
assert rise_days([5, 6, 8, 9, 13], 1) == [1, 2, 3, 4]
assert rise_days([5, 15], 10) == [1]

# hidden: a fall does not count
assert rise_days([90, 40, 95, 20], 30) == [2]
assert rise_days([70, 60, 50], 10) == []

# hidden: a very short list
assert rise_days([], 3) == []
assert rise_days([88], 3) == []
