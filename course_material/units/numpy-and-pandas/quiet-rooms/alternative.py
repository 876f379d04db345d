def quiet_rooms(noise, limit):
    """Return the numbers of the rooms that meet both conditions, as a list."""
    whole = 0
    for room in noise:
        whole += sum(room)
    average = whole / (len(noise) * len(noise[0]))
    quiet = []
    for number, room in enumerate(noise):
        if max(room) <= limit and sum(room) / len(room) < average:
            quiet.append(number)
    return quiet
