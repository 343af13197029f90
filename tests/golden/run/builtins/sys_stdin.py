# Standard input as a file.
import sys
print(repr(sys.stdin.readline()))
print(input())
for line in sys.stdin:
    print(repr(line))
print(repr(sys.stdin.read()), repr(sys.stdin.readline()))
