"""Queens on a board by backtracking: recursion, sets, integer arithmetic. Argument: the board's size. Prints the solutions."""
import sys


def place(row, size, columns, rising, falling):
    if row == size:
        return 1
    found = 0
    for column in range(size):
        up = row + column
        down = row - column
        if column in columns or up in rising or down in falling:
            continue
        columns.add(column)
        rising.add(up)
        falling.add(down)
        found += place(row + 1, size, columns, rising, falling)
        columns.remove(column)
        rising.remove(up)
        falling.remove(down)
    return found


def main(size):
    print(place(0, size, set(), set(), set()))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 12)
