# visible: the examples of the statement
assert light_crates([18, 40, 5]) == [1, 3]
assert light_crates([35, 21]) == []

# hidden: the first, the last and those between (2 points)
assert light_crates([7, 50, 45, 60]) == [1]
assert light_crates([50, 45, 60, 7]) == [4]
assert light_crates([33, 12, 38, 9, 44]) == [2, 4]
assert light_crates([15, 4, 11]) == [1, 2, 3]

# hidden: weights close to the border
assert light_crates([21, 20, 19]) == [3]
assert light_crates([20]) == []
assert light_crates([19, 20, 18, 21]) == [1, 3]

# hidden: the same weight more than once
assert light_crates([6, 6, 70, 6]) == [1, 2, 4]

# hidden: no weights at all, and the weight 0
assert light_crates([]) == []
assert light_crates([80, 0]) == [2]
