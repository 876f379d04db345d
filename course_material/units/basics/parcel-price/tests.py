# visible: the examples of the statement
assert parcel_price(300) == 3
assert parcel_price(1200) == 7
assert parcel_price(6000) is None

# hidden: weights that end exactly with a step (2 points)
assert parcel_price(500) == 3
assert parcel_price(1000) == 5
assert parcel_price(3500) == 15

# hidden: a step that has only begun is paid in full (2 points)
assert parcel_price(501) == 5
assert parcel_price(1001) == 7
assert parcel_price(2001) == 11
assert parcel_price(2200) == 11

# hidden: very light parcels
assert parcel_price(1) == 3
assert parcel_price(499) == 3

# hidden: the heaviest parcels
assert parcel_price(4999) == 21
assert parcel_price(5000) == 21
assert parcel_price(5001) is None
