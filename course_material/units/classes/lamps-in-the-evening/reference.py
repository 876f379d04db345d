class Lamp:
    def __init__(self, level):
        self.level = level

    def turn(self, steps):
        self.level = (self.level + steps) % 4


def evening(level, steps):
    desk = Lamp(level)
    bed = Lamp(level)
    hall = desk
    hall.turn(steps)
    return [desk.level, bed.level, hall.level]
