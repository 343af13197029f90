# Conversions of very long numbers are limited to 4300 digits.
try:
    int('1' * 4301)
except ValueError as error:
    print(error)
try:
    str(10 ** 4300)
except ValueError as error:
    print(error)
print(len(str(10 ** 4299)), len(hex(10 ** 5000)))
import sys
print(sys.get_int_max_str_digits())
sys.set_int_max_str_digits(0)
print(len(str(10 ** 5000)))
