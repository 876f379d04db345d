# visible: the examples of the statement
assert count_things(["lamp", ["cup", "jug"], "rug"]) == 4
assert count_things([[], [["pen"]]]) == 1

# hidden: one box alone
assert count_things(["mug", "vase", "sock"]) == 3
assert count_things(["ball"]) == 1
assert count_things([]) == 0

# hidden: boxes at different places (2 points)
assert count_things([["tea", "pot", "pan"], "key", "map"]) == 5
assert count_things(["key", ["tea", "pot"], ["pan", "lid"], "map", "fan"]) == 7
assert count_things(["key", "map", ["tea", "pot", "pan", "lid"]]) == 6

# hidden: boxes deep inside
assert count_things([["hat", ["ring", ["pin", "clip"]]], "bag"]) == 5
assert count_things([[[["coin", "coin", "coin"]]]]) == 3

# hidden: empty boxes inside
assert count_things([[], "bell", [[], []]]) == 1
assert count_things([[[[]]]]) == 0
