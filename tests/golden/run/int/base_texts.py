# Numbers in other bases and back.
for n in (0, 1, -10, 255, 2 ** 65): print(bin(n), oct(n), hex(n), int(bin(n), 2) == int(oct(n), 8) == int(hex(n), 16) == n)
