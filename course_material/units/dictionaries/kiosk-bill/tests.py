# visible: the examples of the statement
assert bill({"tea": 150, "roll": 80}, ["roll", "tea", "roll"]) == 310
assert bill({"tea": 150, "roll": 80}, ["soup", "tea"]) == 150

# hidden: every entry of the order counts (2 points)
assert bill({"cake": 210, "soup": 340}, ["soup", "soup", "soup"]) == 1020
assert bill({"cake": 210, "soup": 340, "tea": 90}, ["tea", "soup", "tea"]) == 520
assert bill({"tea": 7, "roll": 5}, ["tea", "roll"]) == 12
assert bill({"cake": 250}, ["cake"]) == 250

# hidden: names without a price
assert bill({"tea": 120}, ["cake", "tea", "soup", "tea", "roll"]) == 240
assert bill({"roll": 60, "cake": 40}, ["tea"]) == 0
assert bill({}, ["roll", "roll"]) == 0

# hidden: an empty order
assert bill({"tea": 150, "cake": 220}, []) == 0
assert bill({}, []) == 0

# hidden: a thing that costs nothing
assert bill({"tea": 0, "roll": 75}, ["tea", "roll", "tea"]) == 75
