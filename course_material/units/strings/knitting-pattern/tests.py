# visible: the examples of the statement
assert short_pattern("kkkpkk") == "k3 p1 k2"
assert short_pattern("pppp") == "p4"

# hidden: several parts of different length (2 points)
assert short_pattern("ppkkkkp") == "p2 k4 p1"
assert short_pattern("kkyppp") == "k2 y1 p3"
assert short_pattern("yykkk") == "y2 k3"

# hidden: stitches that are done once
assert short_pattern("kpyk") == "k1 p1 y1 k1"
assert short_pattern("yp") == "y1 p1"
assert short_pattern("k") == "k1"

# hidden: the same stitch again later in the row
assert short_pattern("kkpkkpkk") == "k2 p1 k2 p1 k2"
assert short_pattern("pppkppp") == "p3 k1 p3"

# hidden: ten or more in one part
assert short_pattern("kkkkkkkkkkkkpp") == "k12 p2"

# hidden: an empty row
assert short_pattern("") == ""
