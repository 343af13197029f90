"""Attributes: read, written, in slots, on classes, through several objects, by name. Argument: rounds. Prints a checksum."""
import sys


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


class Slim:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


class Particle:
    limit = 1000

    def __init__(self, name):
        self.name = name
        self.at = Point(0, 0)
        self.speed = Slim(3, 7)
        self.steps = 0

    def move(self):
        at = self.at
        speed = self.speed
        at.x += speed.x
        at.y += speed.y
        if at.x > self.limit:
            at.x -= self.limit
            speed.x = speed.x % 11 + 1
        if at.y > self.limit:
            at.y -= self.limit
            speed.y = speed.y % 13 + 1
        self.steps += 1


def main(rounds):
    particles = [Particle("p%d" % i) for i in range(10)]
    for i, particle in enumerate(particles):
        particle.speed.x = i + 1
    checksum = 0
    for i in range(rounds):
        for particle in particles:
            particle.move()
        first = particles[i % 10]
        checksum += first.at.x + first.speed.y
        checksum += getattr(first.at, "x" if i & 1 else "y")
    print(checksum, sum(p.steps for p in particles), particles[3].at.x, particles[4].at.y)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 400000)
