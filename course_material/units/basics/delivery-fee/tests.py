# visible: customers who are no members
assert delivery_fee(25, 5, False) == 3
assert delivery_fee(60, 5, False) == 0
assert delivery_fee(10, 20, False) == 8

# visible: a member far away
assert delivery_fee(30, 20, True) == 8

# hidden: members at any distance (2 points)
assert delivery_fee(0, 6, True) == 0
assert delivery_fee(18, 15, True) == 0
assert delivery_fee(18, 16, True) == 8
assert delivery_fee(75, 30, True) == 8

# hidden: large and small orders of others
assert delivery_fee(40, 9, False) == 0
assert delivery_fee(41, 9, False) == 0
assert delivery_fee(39, 9, False) == 3
assert delivery_fee(0, 0, False) == 3

# hidden: the limit of the distance
assert delivery_fee(50, 15, False) == 0
assert delivery_fee(50, 16, False) == 8
assert delivery_fee(20, 15, False) == 3
assert delivery_fee(20, 16, False) == 8
