def ride(age, height):
    """Return how a person may ride the ghost train."""
    answers = ["not today", "with an adult", "alone"]
    step = 0
    if height >= 100:
        step = 1
        if height >= 130 and age >= 10:
            step = 2
    return answers[step]
