# why: cpu
total = 0
for number in range(3_000_000):
    total += number * number
