# To_bytes and from_bytes are inverse.
for n in (0, 1, 255, 256, -1, -128, 2 ** 64, -2 ** 70):
    b = n.to_bytes(10, 'big', signed=True); print(n, b.hex(), int.from_bytes(b, 'big', signed=True) == n, int.from_bytes(b[::-1], 'little', signed=True) == n)
