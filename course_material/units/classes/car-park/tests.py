# visible: in and out
park = CarPark(2)
assert park.free() == 2
park.enter("K 71")
assert park.free() == 1
assert park.leave("K 71") == True

# visible: not possible
park = CarPark(1)
park.enter("K 71")
assert park.enter("L 20") == False

# hidden: full is full (2 points)
park = CarPark(2)
park.enter("K 71")
assert park.enter("L 20") == True
park = CarPark(2)
park.enter("K 71")
park.enter("L 20")
park.enter("M 5")
assert park.free() == 0
assert park.leave("M 5") == False
park = CarPark(0)
assert park.enter("N 8") == False

# hidden: a place that became free can be used again
park = CarPark(1)
park.enter("K 71")
park.leave("K 71")
assert park.free() == 1
assert park.enter("L 20") == True
park = CarPark(1)
park.enter("K 71")
park.leave("K 71")
assert park.enter("K 71") == True

# hidden: the same one twice
park = CarPark(3)
park.enter("K 71")
park.enter("K 71")
assert park.free() == 2
assert park.enter("K 71") == False
park = CarPark(3)
park.enter("K 71")
park.leave("K 71")
assert park.leave("K 71") == False

# hidden: someone who never came leaves
park = CarPark(2)
park.enter("K 71")
park.leave("N 8")
assert park.free() == 1
assert park.leave("N 8") == False
