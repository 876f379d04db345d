# visible: names and numbers
lines = ["ann 3", "bob 5", "", "ann 4", ""]
open("points.txt", "w").write("\n".join(lines))
assert total_points("points.txt") == {"ann": 7, "bob": 5}

# visible: one line
open("one.txt", "w").write("cleo 12\n")
assert total_points("one.txt") == {"cleo": 12}

# hidden: several lines of one name (2 points)
lines = ["ann 1", "bob 10", "ann 2", "cleo 5", "bob 20", "ann 4", ""]
open("long.txt", "w").write("\n".join(lines))
assert total_points("long.txt") == {"ann": 7, "bob": 30, "cleo": 5}
lines = ["dan 6", "dan -9", "ann -2", "ann 2", ""]
open("minus.txt", "w").write("\n".join(lines))
assert total_points("minus.txt") == {"dan": -3, "ann": 0}

# hidden: lines that are left out
lines = ["# first round", "ann 3", "", "   ", "# second round", "bob 4", ""]
open("remarks.txt", "w").write("\n".join(lines))
assert total_points("remarks.txt") == {"ann": 3, "bob": 4}
lines = ["start", "cleo 8", "cleo 9 twice", "end", ""]
open("single.txt", "w").write("\n".join(lines))
assert total_points("single.txt") == {"cleo": 8}

# hidden: spaces, and an end without a line break
lines = ["  ann   11", "bob\t2"]
open("spaces.txt", "w").write("\n".join(lines))
assert total_points("spaces.txt") == {"ann": 11, "bob": 2}

# hidden: nothing to count
open("empty.txt", "w").write("")
assert total_points("empty.txt") == {}
open("blank.txt", "w").write("\n\n# nobody was there\n")
assert total_points("blank.txt") == {}
