import pandas as pd

# visible: large and small donations
rows = [("Mill", 30), ("Park", 25), ("Mill", 40), ("Park", 2)]
assert sum_by_street(rows) == {"Mill": 70, "Park": 25}

# visible: small donations alone
assert sum_by_street([("Sea", 3), ("Sea", 5)]) == {}

# hidden: what belongs together is added up (2 points)
rows = [("Sea", 50), ("Hill", 35), ("Sea", 50), ("Hill", 45), ("Sea", 22)]
assert sum_by_street(rows) == {"Sea": 122, "Hill": 80}
assert sum_by_street([("Hill", 200)]) == {"Hill": 200}

# hidden: how large a donation must be
rows = [("Mill", 10), ("Park", 9), ("Sea", 11), ("Mill", 60)]
assert sum_by_street(rows) == {"Mill": 70, "Sea": 11}
assert sum_by_street([("Hill", 9), ("Hill", 9), ("Park", 33)]) == {"Park": 33}
assert sum_by_street([("Sea", 10), ("Sea", 10)]) == {"Sea": 20}

# hidden: small donations beside large ones
rows = [("Sea", 1), ("Mill", 31), ("Sea", 2), ("Mill", 4)]
assert sum_by_street(rows) == {"Mill": 31}
assert sum_by_street([("Park", 8), ("Park", 8), ("Park", 8)]) == {}

# hidden: nothing was given
assert sum_by_street([]) == {}
