# Bytes literals and their repr.
print(b'abc', b"it's", b'say "x"', b'both \' "', br'raw\n', Rb'\x41')
print(b'\x00\t\n\r\x7f\xff\\', b'a' b'b', b'\101')
print(list(b'az'), b'', bytes(range(30, 40)))
print(type(b''), b'x'[0])
