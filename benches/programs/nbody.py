"""Planets under gravity: float arithmetic and attribute-free lists. Argument: number of steps. Prints the energy."""
import sys
from math import sqrt

DAYS = 365.24
SOLAR = 4 * 3.141592653589793 ** 2

# Position, velocity (per day) and mass (in suns) of the sun and four giants.
BODIES = [
    [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0],
    [4.8414, -1.1603, -0.1036, 0.001660, 0.007699, -0.0000690, 0.000954791],
    [8.3433, 4.1247, -0.4035, -0.002767, 0.004998, 0.0000230, 0.000285885],
    [12.8943, -15.1111, -0.2233, 0.002964, 0.002378, -0.0000296, 0.0000436624],
    [15.3796, -25.9193, 0.1792, 0.002680, 0.001628, -0.0000951, 0.0000515138],
]


def prepare():
    bodies = []
    for x, y, z, vx, vy, vz, mass in BODIES:
        bodies.append([x, y, z, vx * DAYS, vy * DAYS, vz * DAYS, mass * SOLAR])
    sun = bodies[0]
    for axis in (3, 4, 5):
        sun[axis] = -sum(body[axis] * body[6] for body in bodies) / SOLAR
    return bodies


def advance(bodies, pairs, step):
    for one, two in pairs:
        dx = one[0] - two[0]
        dy = one[1] - two[1]
        dz = one[2] - two[2]
        square = dx * dx + dy * dy + dz * dz
        pull = step / (square * sqrt(square))
        heavy = two[6] * pull
        one[3] -= dx * heavy
        one[4] -= dy * heavy
        one[5] -= dz * heavy
        heavy = one[6] * pull
        two[3] += dx * heavy
        two[4] += dy * heavy
        two[5] += dz * heavy
    for body in bodies:
        body[0] += step * body[3]
        body[1] += step * body[4]
        body[2] += step * body[5]


def energy(bodies, pairs):
    total = sum(0.5 * b[6] * (b[3] ** 2 + b[4] ** 2 + b[5] ** 2) for b in bodies)
    for one, two in pairs:
        total -= one[6] * two[6] / sqrt(sum((one[i] - two[i]) ** 2 for i in range(3)))
    return total


def main(steps):
    bodies = prepare()
    pairs = [(bodies[i], bodies[j]) for i in range(5) for j in range(i + 1, 5)]
    for _ in range(steps):
        advance(bodies, pairs, 0.01)
    print("%.9f" % energy(bodies, pairs))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 130000)
