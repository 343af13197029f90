"""The Mandelbrot set: a tight float loop with comparisons. Argument: width of the picture. Prints the points inside and a checksum."""
import sys


def escape(real, imaginary, limit):
    x = y = 0.0
    for count in range(limit):
        xx = x * x
        yy = y * y
        if xx + yy > 4.0:
            return count
        y = 2.0 * x * y + imaginary
        x = xx - yy + real
    return limit


def main(width):
    inside = checksum = 0
    for row in range(width):
        imaginary = 2.4 * row / width - 1.2
        for column in range(width):
            count = escape(3.0 * column / width - 2.1, imaginary, 100)
            if count == 100:
                inside += 1
            checksum = (checksum * 31 + count) % 1000003
    print(inside, checksum)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 480)
