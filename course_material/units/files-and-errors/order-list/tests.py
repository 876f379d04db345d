# visible: how many lines
assert write_orders({"tea": 1, "rice": 40, "milk": 0}, "orders.txt") == 2
assert write_orders({"rice": 40}, "orders.txt") == 0

# visible: what is in the file
write_orders({"tea": 1, "rice": 40, "milk": 0}, "orders.txt")
assert open("orders.txt").read() == "milk: 0\ntea: 1\n"

# hidden: where the border lies (2 points)
write_orders({"eggs": 4, "flour": 5, "rice": 6}, "low.txt")
assert open("low.txt").read() == "eggs: 4\n"
assert write_orders({"eggs": 4, "flour": 5, "tea": 3}, "low.txt") == 2

# hidden: the order of the lines
stock = {"tea": 3, "rice": 0, "eggs": 1, "sugar": 2}
write_orders(stock, "sorted.txt")
assert open("sorted.txt").read() == "eggs: 1\nrice: 0\nsugar: 2\ntea: 3\n"
assert write_orders(stock, "sorted.txt") == 4

# hidden: a file that is there already
open("old.txt", "w").write("what was there before\nand more of it\n")
write_orders({"eggs": 2, "milk": 30}, "old.txt")
assert open("old.txt").read() == "eggs: 2\n"

# hidden: nothing to order
write_orders({"flour": 20, "milk": 25}, "none.txt")
assert open("none.txt").read() == ""
write_orders({}, "empty.txt")
assert open("empty.txt").read() == ""
assert write_orders({}, "empty.txt") == 0
