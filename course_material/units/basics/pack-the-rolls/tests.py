# visible: the examples of the statement
assert pack_rolls(137) == [2, 2, 1]
assert pack_rolls(20) == [0, 2, 4]

# hidden: some of everything (2 points)
assert pack_rolls(203) == [3, 2, 7]
assert pack_rolls(119) == [1, 7, 3]
assert pack_rolls(148) == [2, 3, 4]

# hidden: not enough for a crate, or not even for a bag
assert pack_rolls(59) == [0, 7, 3]
assert pack_rolls(5) == [0, 0, 5]
assert pack_rolls(0) == [0, 0, 0]

# hidden: something comes out even
assert pack_rolls(60) == [1, 0, 0]
assert pack_rolls(8) == [0, 1, 0]
assert pack_rolls(76) == [1, 2, 0]
assert pack_rolls(182) == [3, 0, 2]
