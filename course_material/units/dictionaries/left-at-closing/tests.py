# visible: some kinds have a good deal left
assert left_over({"rye": 10, "oat": 8, "nut": 6}, {"rye": 4, "oat": 7}) == {
    "rye": 6,
    "nut": 6,
}

# visible: nothing is left
assert left_over({"rye": 5}, {"rye": 5}) == {}

# hidden: what was sold is gone (2 points)
assert left_over({"oat": 9, "rye": 30}, {"rye": 6, "oat": 2}) == {"oat": 7, "rye": 24}
assert left_over({"nut": 8}, {"nut": 1}) == {"nut": 7}

# hidden: kinds close to the border
assert left_over({"rye": 7, "oat": 7, "nut": 7}, {"rye": 5, "oat": 4, "nut": 3}) == {
    "oat": 3,
    "nut": 4,
}
assert left_over({"oat": 22, "nut": 21}, {"oat": 18, "nut": 18}) == {"oat": 4, "nut": 3}
assert left_over({"rye": 16, "oat": 3}, {"rye": 14, "oat": 1}) == {}

# hidden: kinds that nobody bought
assert left_over({"nut": 12, "rye": 9}, {}) == {"nut": 12, "rye": 9}
assert left_over({"rye": 2, "oat": 3, "nut": 4}, {}) == {"oat": 3, "nut": 4}
assert left_over({"nut": 5, "oat": 20}, {"oat": 20}) == {"nut": 5}

# hidden: no kinds at all, and kinds of which there was none
assert left_over({}, {}) == {}
assert left_over({"oat": 0, "rye": 0}, {}) == {}
