"""Integers beyond the machine word: factorials, Fibonacci, powers, division, text. Argument: rounds. Prints a checksum."""
import sys


def factorial(n):
    product = 1
    for i in range(2, n + 1):
        product *= i
    return product


def fibonacci(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def digits_of_pi(count):
    # Machin's formula with scaled integers.
    scale = 10 ** (count + 10)

    def arctangent(inverse):
        term = scale // inverse
        total, n, sign = term, 3, -1
        square = inverse * inverse
        while term:
            term //= square
            total += sign * (term // n)
            n += 2
            sign = -sign
        return total
    return str(4 * (4 * arctangent(5) - arctangent(239)))[:count]


def main(rounds):
    checksum = 0
    for i in range(rounds):
        checksum += factorial(300 + i % 10) % 1000003
        checksum += fibonacci(1500) % 999983
        checksum += pow(3, 10 ** 30 + i, 2 ** 127 - 1) % 1009
        big = 7 ** 900 + i
        checksum += (big // 3 ** 400) % 10007 + (big >> 700) % 97 + (big & 0xFFFF)
        checksum += len(str(2 ** 2000 + i))
    print(checksum, digits_of_pi(1500)[-12:])


main(int(sys.argv[1]) if len(sys.argv) > 1 else 5500)
