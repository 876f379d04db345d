# visible: the examples of the statement
assert workshop_lists([("Ida", "clay"), ("Tom", "drums"), ("Una", "clay")]) == {
    "clay": ["Ida", "Una"],
    "drums": ["Tom"],
}
assert workshop_lists([]) == {}

# hidden: several names at one key (2 points)
assert workshop_lists([("Max", "kites"), ("Eva", "kites")]) == {"kites": ["Max", "Eva"]}
assert workshop_lists(
    [("Zoe", "masks"), ("Ida", "clay"), ("Ali", "masks"), ("Ben", "clay")]
) == {"masks": ["Zoe", "Ali"], "clay": ["Ida", "Ben"]}

# hidden: one name at each key
assert workshop_lists([("Pia", "masks")]) == {"masks": ["Pia"]}
assert workshop_lists(
    [("Kim", "drums"), ("Leo", "kites"), ("Mia", "clay"), ("Ned", "masks")]
) == {"drums": ["Kim"], "kites": ["Leo"], "clay": ["Mia"], "masks": ["Ned"]}

# hidden: who comes when there is no more room
assert workshop_lists(
    [("Ann", "clay"), ("Bo", "clay"), ("Cy", "clay"), ("Dan", "clay"), ("Eli", "clay")]
) == {"clay": ["Ann", "Bo", "Cy"]}
assert workshop_lists([("Sue", "kites"), ("Ron", "kites"), ("Pat", "kites")]) == {
    "kites": ["Sue", "Ron", "Pat"]
}
assert workshop_lists(
    [("Jo", "masks"), ("Al", "masks"), ("Vi", "masks"), ("Ed", "masks"), ("Uz", "clay")]
) == {"masks": ["Jo", "Al", "Vi"], "clay": ["Uz"]}
