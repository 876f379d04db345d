# visible: found soon
assert opened_boxes([3, 8, 10, 15, 21, 30, 44], 15) == [15]
assert opened_boxes([3, 8, 10, 15, 21, 30, 44], 8) == [15, 8]

# visible: found late, or not at all
assert opened_boxes([3, 8, 10, 15, 21, 30, 44], 10) == [15, 8, 10]
assert opened_boxes([3, 8, 10, 15, 21, 30, 44], 50) == [15, 30, 44]

# hidden: the search ends when the number is found (2 points)
assert opened_boxes([2, 5, 9, 14, 20, 27, 35], 5) == [14, 5]
assert opened_boxes([2, 5, 9, 14, 20, 27, 35], 27) == [14, 27]
assert opened_boxes([2, 5, 9, 14, 20, 27, 35], 2) == [14, 5, 2]
assert opened_boxes([2, 5, 9, 14, 20, 27, 35], 35) == [14, 27, 35]

# hidden: two in the middle
assert opened_boxes([1, 4], 4) == [1, 4]
assert opened_boxes([1, 4, 6, 11], 1) == [4, 1]
assert opened_boxes([10, 20, 30, 40, 50, 60, 70, 80], 80) == [40, 60, 70, 80]
assert opened_boxes([10, 20, 30, 40, 50, 60, 70, 80], 30) == [40, 20, 30]

# hidden: a number that is nowhere
assert opened_boxes([2, 5, 9, 14, 20, 27, 35], 1) == [14, 5, 2]
assert opened_boxes([2, 5, 9, 14, 20, 27, 35], 16) == [14, 27, 20]
assert opened_boxes([2, 5, 9, 14, 20, 27, 35], 21) == [14, 27, 20]

# hidden: a very short row
assert opened_boxes([], 3) == []
assert opened_boxes([7], 7) == [7]
assert opened_boxes([7], 9) == [7]
