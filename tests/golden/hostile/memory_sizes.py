"""Sizes that no machine has memory for: an exception that can be caught, and the interpreter goes on."""
import io
import itertools
import os
import resource
import socket
import struct

HUGE = 10**15
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))


def at_position(stream, text):
    stream.seek(HUGE)
    stream.write(text)


def received():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.send(b"x")
        ours.recv(HUGE)


def read_zeros(mode, **options):
    with open("/dev/zero", mode, **options) as file:
        file.read(HUGE)


CASES = {
    "str repeated": lambda: "x" * HUGE,
    "bytes repeated": lambda: b"x" * HUGE,
    "bytearray repeated": lambda: bytearray(b"x") * HUGE,
    "list repeated": lambda: [None] * HUGE,
    "tuple repeated": lambda: (1, 2) * HUGE,
    "list repeated in place": lambda: [None].__imul__(HUGE),
    "shift": lambda: 1 << HUGE,
    "zeros": lambda: bytes(HUGE),
    "zeros to change": lambda: bytearray(HUGE),
    "to_bytes": lambda: (5).to_bytes(HUGE, "big"),
    "ljust": lambda: "x".ljust(HUGE),
    "center": lambda: "x".center(HUGE),
    "zfill": lambda: b"x".zfill(HUGE),
    "expandtabs": lambda: "x\t".expandtabs(HUGE),
    "range to list": lambda: list(range(HUGE)),
    "range to tuple": lambda: tuple(range(HUGE)),
    "struct": lambda: struct.pack(f"{HUGE}x"),
    "os.read": lambda: os.read(os.open("/dev/zero", os.O_RDONLY), HUGE),
    "read": lambda: read_zeros("rb"),
    "read unbuffered": lambda: read_zeros("rb", buffering=0),
    "urandom": lambda: os.urandom(HUGE),
    "recv": received,
    "StringIO": lambda: at_position(io.StringIO(), "x"),
    "BytesIO": lambda: at_position(io.BytesIO(), b"x"),
    "product": lambda: itertools.product([1], repeat=HUGE),
    "replace": lambda: ("x" * 10**7).replace("x", "y" * 10**8),
    "replace bytes": lambda: (b"x" * 10**7).replace(b"x", b"y" * 10**8),
    "join": lambda: ("y" * 10**8).join(["x"] * 10**7),
    "join bytes": lambda: (b"y" * 10**8).join([b"x"] * 10**7),
}

for name, case in CASES.items():
    try:
        case()
        print(name, "worked")
    except (MemoryError, OverflowError):
        print(name, "failed cleanly")
print(len([str(number) for number in range(1000)]))
