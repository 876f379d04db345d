# visible: as a text
assert str(Duration(1, 5)) == "1:05"
assert str(Duration(2, 30)) == "2:30"

# visible: added and compared
assert str(Duration(0, 50) + Duration(0, 25)) == "1:15"
assert Duration(2, 0).longer_than(Duration(1, 59)) == True

# hidden: two digits for the minutes
assert str(Duration(0, 0)) == "0:00"
assert str(Duration(3, 59)) == "3:59"
assert str(Duration(11, 9)) == "11:09"
assert str(Duration(0, 7) + Duration(5, 1)) == "5:08"

# hidden: 60 minutes and more, also in a sum (2 points)
assert str(Duration(2, 60)) == "3:00"
assert str(Duration(12, 130)) == "14:10"
assert str(Duration(1, 45) + Duration(2, 15)) == "4:00"
assert str(Duration(1, 40) + Duration(0, 40) + Duration(0, 41)) == "3:01"

# hidden: a sum changes neither side
a = Duration(1, 10)
b = Duration(0, 45)
c = a + b
assert str(a) == "1:10"
assert str(b) == "0:45"
assert str(c) == "1:55"

# hidden: which one is longer
assert Duration(0, 75).longer_than(Duration(1, 15)) == False
assert Duration(1, 59).longer_than(Duration(2, 0)) == False
assert Duration(0, 61).longer_than(Duration(1, 0)) == True
