# why: cpu
def numbers(count):
    for number in range(count):
        yield number


print(sum(number for number in numbers(2_000_000) if number % 3))
