# visible: the content grows
box = MoneyBox()
assert box.content() == 0
box.put(50)
box.put(20)
assert box.content() == 70

# visible: something is taken out
box = MoneyBox()
box.put(30)
box.take(10)
assert box.content() == 20
assert box.take(5) == 5

# hidden: what is taken out is returned and is gone (2 points)
box = MoneyBox()
box.put(45)
box.put(35)
box.take(30)
box.take(15)
assert box.content() == 35
assert box.take(35) == 35
box = MoneyBox()
box.put(12)
box.take(0)
assert box.content() == 12
assert box.take(0) == 0

# hidden: more is asked for than there is
box = MoneyBox()
assert box.take(25) == 0
box.put(40)
assert box.take(41) == 40
box.take(90)
assert box.content() == 0
box.put(6)
assert box.content() == 6

# hidden: two of them at the same time
first = MoneyBox()
second = MoneyBox()
first.put(9)
second.put(4)
first.take(2)
assert first.content() == 7
assert second.content() == 4
