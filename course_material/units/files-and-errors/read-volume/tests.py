# visible: the file names a volume
open("radio.txt", "w").write("station=Nord\nvolume=7\n")
assert read_volume("radio.txt") == 7
open("loud.txt", "w").write("volume=9\nlight=3\nstation=Jazz\n")
assert read_volume("loud.txt") == 9

# visible: the file names none
open("radio.txt", "w").write("station=Nord\n")
assert read_volume("radio.txt") == 5

# hidden: the borders that are allowed (2 points)
open("low.txt", "w").write("volume=0\n")
assert read_volume("low.txt") == 0
open("high.txt", "w").write("volume=10\n")
assert read_volume("high.txt") == 10
open("one.txt", "w").write("volume=1\n")
assert read_volume("one.txt") == 1

# hidden: a volume that is not allowed
open("over.txt", "w").write("volume=11\n")
with raises(ValueError): read_volume("over.txt")
open("under.txt", "w").write("volume=-1\n")
with raises(ValueError): read_volume("under.txt")
open("far.txt", "w").write("light=3\nvolume=250\n")
with raises(ValueError): read_volume("far.txt")

# hidden: other names, and no line at all
open("other.txt", "w").write("bass=8\nvolumes=3\nalarm=4\n")
assert read_volume("other.txt") == 5
open("empty.txt", "w").write("")
assert read_volume("empty.txt") == 5

# hidden: several volumes
open("twice.txt", "w").write("volume=2\nstation=Nord\nvolume=6\nlight=1\n")
assert read_volume("twice.txt") == 6
open("again.txt", "w").write("volume=99\nvolume=4\n")
assert read_volume("again.txt") == 4
