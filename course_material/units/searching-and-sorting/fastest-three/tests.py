# visible: four results
results = [("Ada", 71), ("Bo", 68), ("Cem", 80), ("Dina", 69)]
assert fastest_three(results) == ["Bo", "Dina", "Ada"]

# visible: two results
assert fastest_three([("Ada", 70), ("Bo", 66)]) == ["Bo", "Ada"]

# hidden: the order of the times decides (2 points)
results = [("Dina", 90), ("Cem", 85), ("Bo", 81), ("Ada", 79)]
assert fastest_three(results) == ["Ada", "Bo", "Cem"]
results = [("Ada", 95), ("Bo", 94), ("Cem", 60), ("Eli", 61), ("Dina", 62)]
assert fastest_three(results) == ["Cem", "Eli", "Dina"]
results = [("Bo", 100), ("Ada", 99), ("Eli", 9)]
assert fastest_three(results) == ["Eli", "Ada", "Bo"]
assert fastest_three([("Cem", 64), ("Ada", 65)]) == ["Cem", "Ada"]

# hidden: equal times
results = [("Eli", 70), ("Ada", 70), ("Cem", 70), ("Bo", 70)]
assert fastest_three(results) == ["Eli", "Ada", "Cem"]
results = [("Dina", 75), ("Cem", 72), ("Ada", 75), ("Bo", 75)]
assert fastest_three(results) == ["Cem", "Dina", "Ada"]

# hidden: one result, or none
assert fastest_three([]) == []
assert fastest_three([("Cem", 77)]) == ["Cem"]
