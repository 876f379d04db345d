# visible: the examples of the statement
assert in_order([5, 20, 35]) == True
assert in_order([5, 35, 20]) == False

# hidden: a wrong pair at any place (2 points)
assert in_order([20, 5, 35, 50]) == False
assert in_order([5, 35, 20, 50]) == False
assert in_order([5, 20, 50, 35]) == False
assert in_order([2, 1]) == False

# hidden: equal neighbours
assert in_order([5, 5]) == True
assert in_order([5, 20, 20, 20, 35]) == True
assert in_order([20, 20, 5]) == False

# hidden: short lists
assert in_order([]) == True
assert in_order([7]) == True
assert in_order([1, 2]) == True
