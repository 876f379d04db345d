# visible: the examples of the statement
assert people_before(["Mia", "Omar", "Ben"], "Ben") == 2
assert people_before(["Mia", "Omar", "Ben"], "Mia") == 0
assert people_before(["Mia", "Omar"], "Tom") == -1

# hidden: any place of a longer list (2 points)
assert people_before(["Tom", "Mia", "Lea", "Ben", "Jo"], "Jo") == 4
assert people_before(["Tom", "Mia", "Lea", "Ben", "Jo"], "Ben") == 3
assert people_before(["Ben", "Zoe", "Lea", "Tom"], "Lea") == 2
assert people_before(["Jo", "Tom"], "Tom") == 1

# hidden: someone who is not there
assert people_before([], "Mia") == -1
assert people_before(["Omar"], "Mia") == -1
assert people_before(["Tom", "Mia", "Lea", "Ben", "Jo"], "Zoe") == -1

# hidden: someone who is there more than once
assert people_before(["Lea", "Mia", "Omar", "Mia"], "Mia") == 1
assert people_before(["Ben", "Ben", "Ben"], "Ben") == 0
