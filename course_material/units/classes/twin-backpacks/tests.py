# visible: one backpack
small = Backpack(500)
small.pack("bread", 300)
small.pack("jam", 250)
assert small.things() == ["bread"]
assert small.weight() == 300
assert small.pack("jam", 250) == False

# visible: a backpack and its twin
small = Backpack(500)
small.pack("bread", 300)
other = small.twin()
other.pack("cup", 90)
assert small.things() == ["bread"]

# hidden: the limit (2 points)
bag = Backpack(400)
bag.pack("cap", 100)
bag.pack("book", 301)
bag.pack("map", 300)
bag.pack("pen", 1)
assert bag.weight() == 400
assert bag.things() == ["cap", "map"]
assert bag.pack("pen", 1) == False

# hidden: the order, and the same thing more than once
bag = Backpack(1000)
bag.pack("water", 400)
bag.pack("apple", 150)
bag.pack("water", 400)
assert bag.things() == ["water", "apple", "water"]
assert bag.weight() == 950
assert bag.pack("nut", 50) == True

# hidden: a twin carries the same and has the same limit
first = Backpack(700)
first.pack("rope", 250)
first.pack("lamp", 150)
second = first.twin()
assert second.things() == ["rope", "lamp"]
assert second.weight() == 400
assert second.pack("stove", 301) == False
assert second.pack("stove", 300) == True

# hidden: what is packed later changes one of the two only
first = Backpack(900)
first.pack("tent", 800)
second = first.twin()
second.pack("mug", 60)
first.pack("spoon", 20)
assert first.things() == ["tent", "spoon"]
assert second.things() == ["tent", "mug"]
assert first.weight() == 820
