import numpy as np

# visible: a room is quiet or it is loud
assert quiet_rooms([[20, 25], [80, 90]], 60) == [0]
assert quiet_rooms([[70, 90], [40, 30], [60, 90]], 55) == [1]

# visible: the examples of the statement
assert quiet_rooms([[30, 40], [50, 70], [20, 60]], 55) == [0]
assert quiet_rooms([[30, 40], [50, 70], [20, 60]], 60) == [0, 2]

# hidden: never above the limit (2 points)
assert quiet_rooms([[10, 10, 55], [90, 90, 90], [10, 54, 10]], 54) == [2]
assert quiet_rooms([[56, 10, 10], [80, 80, 80]], 55) == []
assert quiet_rooms([[55, 10, 10], [80, 80, 80]], 55) == [0]
assert quiet_rooms([[40, 42], [48, 46]], 39) == []

# hidden: the average of a room
assert quiet_rooms([[20, 40], [30, 30], [10, 50]], 90) == []
assert quiet_rooms([[20, 40], [32, 31], [10, 48]], 90) == [0, 2]
assert quiet_rooms([[50, 50], [40, 40], [60, 60]], 100) == [1]

# hidden: both at the same time
assert quiet_rooms([[10, 80], [70, 70], [60, 61], [90, 90]], 75) == [2]
assert quiet_rooms([[10, 80], [70, 70], [45, 44], [20, 20]], 75) == [2, 3]
assert quiet_rooms([[44, 44]], 80) == []

# hidden: one hour only
assert quiet_rooms([[33], [36], [34]], 34) == [0, 2]
assert quiet_rooms([[33], [36], [34]], 33) == [0]
