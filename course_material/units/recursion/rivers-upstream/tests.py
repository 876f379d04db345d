# visible: the examples of the statement
assert rivers_above({"Alma": ["Bree", "Cole"], "Cole": ["Dorn"]}, "Alma") == 3
assert rivers_above({"Alma": ["Bree", "Cole"], "Cole": ["Dorn"]}, "Cole") == 1

# hidden: nothing flows into it
assert rivers_above({"Alma": ["Bree", "Cole"], "Cole": ["Dorn"]}, "Dorn") == 0
assert rivers_above({"Esk": ["Fenn"], "Fenn": []}, "Fenn") == 0
assert rivers_above({}, "Garr") == 0

# hidden: rivers that flow into it directly
assert rivers_above({"Garr": ["Bree", "Fenn", "Dorn", "Cole", "Esk"]}, "Garr") == 5
assert rivers_above({"Fenn": ["Dorn"], "Dorn": []}, "Fenn") == 1

# hidden: rivers that come by way of others (2 points)
assert rivers_above(
    {"Esk": ["Dorn"], "Dorn": ["Fenn"], "Fenn": ["Alma"], "Alma": []}, "Esk"
) == 3
assert rivers_above(
    {"Esk": ["Bree", "Cole"], "Bree": ["Dorn", "Alma"], "Cole": ["Fenn", "Garr"]}, "Esk"
) == 6
assert rivers_above(
    {"Cole": ["Garr"], "Alma": ["Cole", "Esk"], "Garr": ["Fenn", "Dorn"]}, "Alma"
) == 5

# hidden: rivers elsewhere do not count
assert rivers_above(
    {"Alma": ["Bree", "Esk"], "Esk": ["Dorn"], "Cole": ["Garr", "Fenn"]}, "Esk"
) == 1
assert rivers_above({"Dorn": ["Esk", "Garr"], "Alma": ["Fenn", "Bree"]}, "Alma") == 2
