# visible: the examples of the statement
assert regulars(["Lou", "Mara", "Lou", "Mara", "Lou", "Mara", "Mara", "Lou"]) == [
    "Lou",
    "Mara",
]
assert regulars(["Lou", "Nils", "Nils", "Nils"]) == []

# hidden: counts close to the border (2 points)
assert regulars(["Quin", "Quin", "Quin", "Quin"]) == ["Quin"]
assert regulars(["Paul", "Paul", "Paul"]) == []
assert regulars(["Mara", "Mara", "Mara", "Mara", "Mara"]) == ["Mara"]

# hidden: several names, some of them often
assert regulars(
    ["Nils", "Paul", "Paul", "Lou", "Paul", "Lou", "Paul", "Nils", "Lou"]
) == ["Paul"]
assert regulars(["Lou", "Lou", "Quin", "Lou", "Quin", "Lou", "Lou", "Quin"]) == ["Lou"]

# hidden: the order of the result
assert regulars(
    ["Quin", "Mara", "Mara", "Mara", "Mara", "Quin", "Paul", "Quin", "Quin"]
) == ["Quin", "Mara"]

# hidden: few visits
assert regulars([]) == []
assert regulars(["Nils"]) == []
