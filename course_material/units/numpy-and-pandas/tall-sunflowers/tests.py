import numpy as np

# visible: the examples of the statement
assert tall_ones([150, 210, 180, 200]) == [210, 200]
assert tall_ones([100, 100, 130]) == [130]

# hidden: the average decides, not the middle number (2 points)
assert tall_ones([100, 104, 108, 300]) == [300]
assert tall_ones([12, 90, 92, 94, 97]) == [90, 92, 94, 97]
assert tall_ones([250, 20, 240, 10]) == [250, 240]

# hidden: numbers that are just the average
assert tall_ones([100, 200, 150]) == [200]
assert tall_ones([60, 70, 80, 70, 70]) == [80]
assert tall_ones([170, 170, 170]) == []

# hidden: very few numbers
assert tall_ones([165]) == []
assert tall_ones([40, 41]) == [41]
assert tall_ones([88, 80]) == [88]
