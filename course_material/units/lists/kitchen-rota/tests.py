# visible: the examples of the statement
assert rota_after(["Ana", "Ben", "Cleo"], 1) == ["Ben", "Cleo", "Ana"]
assert rota_after(["Ana", "Ben", "Cleo"], 5) == ["Cleo", "Ana", "Ben"]

# hidden: a few weeks (2 points)
assert rota_after(["Eda", "Dov", "Ana", "Cleo"], 1) == ["Dov", "Ana", "Cleo", "Eda"]
assert rota_after(["Eda", "Dov", "Ana", "Cleo"], 3) == ["Cleo", "Eda", "Dov", "Ana"]
assert rota_after(["Ben", "Eda"], 1) == ["Eda", "Ben"]

# hidden: no week at all
assert rota_after(["Dov", "Cleo", "Ben"], 0) == ["Dov", "Cleo", "Ben"]

# hidden: once around and further
assert rota_after(["Ana", "Ben", "Eda"], 3) == ["Ana", "Ben", "Eda"]
assert rota_after(["Ana", "Ben", "Eda", "Dov"], 6) == ["Eda", "Dov", "Ana", "Ben"]
assert rota_after(["Cleo", "Dov"], 15) == ["Dov", "Cleo"]

# hidden: one name, and none
assert rota_after(["Cleo"], 4) == ["Cleo"]
assert rota_after([], 2) == []
assert rota_after([], 0) == []
