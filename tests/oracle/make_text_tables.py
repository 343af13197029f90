"""Write the tables that tests/text_oracle.rs replays: CPython's answers about numbers, text, codecs and patterns.

Run with CPython 3.13 and PYTHONHASHSEED=0 from the package's root. Each line is `[operation, arguments, answer]`; floats travel
as 16 hexadecimal digits of their bits, big integers as text, bytes as Latin-1 text, lone surrogates U+D800+x as U+10F000+x,
an exception as `{"error": "Type: message"}`.
"""

import codecs
import json
import os
import random
import re
import struct
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
FLOATS = [
    0.0, -0.0, 1.0, -1.0, 0.1, 0.5, 1.5, 2.5, 3.5, 0.25, 0.125, 1 / 3, 2 / 3, 1e15, 1e16, 1e17, 123456789012345680.0, 9999999999999998.0,
    1e22, 1e23, 1e-3, 1e-4, 1e-5, 1.5e-5, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1e100, 1e300, 1e-300, 12345.678,
    123456.0, 1234567.0, 1e5, 1e6, 99999.5, 999999.5, 0.00001234, 0.0001234, 2.675, 1.005, 1e21, float("inf"), float("-inf"), float("nan"),
    2.0 ** 53, 2.0 ** 63, -(2.0 ** 63), 2.0 ** 64, 4503599627370497.5, 100.0, 1000000.0, 9.5, 10.5, 0.05, 314.15, 1e-7, 55555.55555,
]


def plain(value):
    """A value in the tables' form."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, float):
        return struct.pack(">d", value).hex() if value == value else "nan"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (bytes, bytearray)):
        return value.decode("latin-1")
    if isinstance(value, str):
        return "".join(chr(ord(c) - 0xD800 + 0x10F000) if 0xD800 <= ord(c) < 0xE000 else c for c in value)
    if isinstance(value, Raw):
        return raw(value.value)
    if isinstance(value, complex):
        return [plain(value.real), plain(value.imag)]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value]


def raw(value):
    """As `plain`, with integers as numbers."""
    if isinstance(value, (list, tuple)):
        return [raw(item) for item in value]
    return value if isinstance(value, int) else plain(value)


class Table:
    """One file of rows."""

    def __init__(self, name):
        self.name, self.rows = name, []

    def add(self, operation, arguments, function):
        """Record what `function` answers or raises."""
        try:
            answer = plain(function())
        except Exception as error:  # The answer is the exception.
            answer = {"error": plain(f"{type(error).__name__}: {error}")}
        row = json.dumps([operation, plain(arguments), answer], ensure_ascii=False, separators=(",", ":"))
        self.rows.append(row)

    def write(self, most=None):
        """Write the rows once each, in order; at most `most` of them, picked evenly."""
        rows = list(dict.fromkeys(self.rows))
        if most and len(rows) > most:
            picked = set(random.Random(0).sample(range(len(rows)), most))
            rows = [row for at, row in enumerate(rows) if at in picked or row.startswith(KEPT)]
        with open(os.path.join(HERE, self.name + ".jsonl"), "w", encoding="utf-8", newline="\n") as out:
            out.writelines(row + "\n" for row in rows)


def random_floats(source, count):
    """Floats of every size, and short decimals."""
    for _ in range(count):
        yield struct.unpack(">d", source.getrandbits(64).to_bytes(8, "big"))[0]
        yield round(source.uniform(-1000, 1000), source.randrange(6))
        yield source.randrange(10 ** source.randrange(1, 19)) * 10.0 ** source.randrange(-12, 12)


def numbers():
    """Digits, parsing, rounding, hashing."""
    table, source = Table("numbers"), random.Random(1)
    floats = FLOATS + [x for x in random_floats(source, 60) if x == x]
    for x in floats:
        table.add("repr", [x], lambda: repr(x))
        table.add("hex", [x], lambda: x.hex())
        table.add("fromhex", [x.hex()], lambda: float.fromhex(x.hex()))
        if x == x:
            table.add("hash_float", [x], lambda: hash(x))
        table.add("ratio", [x], lambda: x.as_integer_ratio())
        table.add("int", [x], lambda: int(x))
        table.add("round", [x], lambda: round(x))
        for n in [-400, -309, -308, -20, -5, -3, -2, -1, 0, 1, 2, 3, 5, 10, 16, 22, 320, 400]:
            if n in (0, 1, 2, -1) or source.random() < 0.2:
                table.add("round_digits", [x, n], lambda: round(x, n))
    for x in (15.0, 25.0, 35.0, 250.0, 1.7976931348623157e308, 5e307, 50.0, 150.0, 14.999, 25.0000001, 0.5, 1.5, 4.0, 5.0, 6.0):
        for n in (-1, -2, -308, -307, 0, 1):
            table.add("round_digits", [x, n], lambda: round(x, n))
    for text in [
        " 1_0.5e3 ", "1", "1.", ".5", "+.5", "-1e5", "1e+5", "1e", "e5", "", " ", "inf", "-Infinity", "nan", "-nan", "+NaN", "infinit", "1__0",
        "_1", "1_", "1._5", "1_.5", "1e_5", "1e5_0", "0x10", "1 2", "\u0661\u0662.\u0663", "\u00a01.5\u2003", "1e400", "-1e400", "1e-400", "12.5f",
        "1,5", "\u00b2", "1\x00", "..", "1.5.2", "+-1", "--1", "1e1.5", "\ud800", "'", "1e+", "+", ".", "0_0", "9" * 400, "1e-5", "\t\n1\x0b\x0c\r",
    ]:
        table.add("float", [text], lambda: float(text))
    for text in [
        "inf", "-inf", "nan", "0x1p0", "0x.8p1", "1.8p1", "0x1.8", "0x", "", "p5", "0x1p", "0x1p+", "0x1.p5", " 0x1p3 ", "0x1p1024", "0x1.fffffffffffff8p1023",
        "0x1.fffffffffffff7p1023", "0x1p-1074", "0x1p-1075", "0x1.8p-1075", "0x1.8p-1074", "0x0.0000000000001p-1022", "-0x0p0", "0x1.00000000000008p0", "0x1.000000000000080001p0",
        "0x1.00000000000018p0", "1" * 40, "0x123456789abcdef01p-3", "0xg", "0x1p5x", "0x1..5", "0x1p99999999999999999999", "0x1p-99999999999999999", "0x0p999999999999",
        "0x0.00000000000000000000000000000000001p100", "0x1.0000000000001p-1022", "0x1.ffffffffffffep-1023", "0x0.fffffffffffff8p-1022", "0x3.8000000000000000001p-1075",
    ]:
        table.add("fromhex", [text], lambda: float.fromhex(text))
    for text, base in [
        ("12", 10), (" -12 ", 10), ("+7", 10), ("1_000", 10), ("1__0", 10), ("_1", 10), ("1_", 10), ("", 10), (" ", 10), ("-", 10), ("0x1f", 16),
        ("0x_1f", 16), ("0x", 16), ("0X1F", 0), ("0b101", 0), ("0o17", 0), ("017", 0), ("00", 0), ("0_0", 0), ("0b2", 0), ("0b101", 2), ("b1", 16),
        ("0b1", 16), ("zz", 36), ("z", 35), ("12", 2), ("12", 1), ("12", 37), ("12", -1), ("\u0661\u0662", 10), ("1.5", 10), ("- 1", 10), ("\u00b2", 10),
        ("9" * 30, 10), ("-" + "9" * 30, 10), ("9" * 4300, 10), ("9" * 4301, 10), ("1" + "_0" * 4299, 10), ("f" * 50, 16), ("1" * 80, 3), ("9223372036854775807", 10),
        ("9223372036854775808", 10), ("-9223372036854775808", 10), ("-9223372036854775809", 10), ("a'b", 10), ('a"\'b', 10), ("\ud800", 10), ("1\x00", 10), ("0_7", 0), ("0_", 0),
        ("0o", 0), ("0x_", 0), ("0x__1", 0), ("0e", 16), ("\u3000 1\u00a0", 10), ("0", 0), ("-0", 0), ("0xg", 0), ("0o8", 8), ("0o7", 8), ("1" * 13, 36), ("-0b11", 0), ("+0x_f_f", 0),
        ("000000000000000000000000012", 10),
    ]:
        table.add("parse_int", [text, base], lambda: int(text, base))
    integers = [0, 1, -1, 2, 7, 255, -256, 2 ** 61 - 1, 2 ** 61, 2 ** 61 - 2, 2 ** 62, 2 ** 63 - 1, 2 ** 63, -(2 ** 63), 2 ** 64, 10 ** 20, 10 ** 40, -(10 ** 40)]
    integers += [source.randrange(-(10 ** 30), 10 ** 30) for _ in range(20)] + [source.randrange(-(10 ** 15), 10 ** 15) for _ in range(20)]
    integers += [-(2 ** 61 - 1), -(2 ** 61), 1 - 2 ** 61 - 2, 3 ** 500]
    for n in integers:
        table.add("str", [n], lambda: str(n))
        table.add("hash_int", [n], lambda: hash(n))
        for name, function in (("bin", bin), ("oct", oct), ("hexint", hex)):
            table.add(name, [n], lambda: function(n))
        for places in (1, 2, 5, 18, 40, 1000):
            table.add("round_int", [n, places], lambda: round(n, -places))
        for length, order, signed in ((1, "big", True), (8, "little", True), (16, "big", False), (0, "big", False)):
            table.add("to_bytes", [n, length, order, signed], lambda: n.to_bytes(length, order, signed=signed))
        data = n.to_bytes(300, "little", signed=True)
        data = data[:max(1, (abs(n).bit_length() + 8) // 8)]
        table.add("from_bytes", [data, "little", True], lambda: int.from_bytes(data, "little", signed=True))
        table.add("from_bytes", [data, "big", False], lambda: int.from_bytes(data, "big"))
        table.add("float_of", [n], lambda: float(n))
    for n in (10 ** 4299, 10 ** 4300, -(10 ** 4299), -(10 ** 4300), 10 ** 5000):
        table.add("str_digits", [hex(n)], lambda: len(str(n)))
    for n in (15, 25, -15, -25, 5, -5, 35, 149, 150, 151, 250, 350, 2 ** 60 * 5):
        for places in (1, 2):
            table.add("round_int", [n, places], lambda: round(n, -places))
    complexes = [0j, 1j, -1j, 1 + 2j, complex(0.0, -0.0), complex(-0.0, 1), complex(-0.0, -0.0), 1e20 + 1j, complex("inf"), complex("nan+infj"), complex(0, float("nan")), 1.5 - 2.25j]
    for z in complexes:
        table.add("repr_complex", [z], lambda: repr(z))
        if z == z:
            table.add("hash_complex", [z], lambda: hash(z))
    for text in ["1+2j", "1", "j", "-j", "+j", "1j", "1e5+2e-3J", " ( 1+2j ) ", "(1+2j", "1 + 2j", "1+2", "1+j", "1-j", "", "nan+infj", "infj", "1+2j3", "jj", "1__0j", "1_0j", "1+2jx", "()", "1+-2j"]:
        table.add("complex", [text], lambda: complex(text))
    return table


SPECS = [
    "", "d", "b", "o", "x", "X", "c", "n", "e", "E", "f", "F", "g", "G", "%", "s", "r", "z", "5", "05", "<5", ">5", "^5", "=5", "*^9", "*=9", "+", "-", " ", "+d",
    " d", "#x", "#X", "#b", "#o", "#010x", "010", "+010", ",", "_", ",d", "_d", "_x", ",x", "_b", "_c", ",c", ",s", ",n", ",_", "_,", ",,", "010,", "015,", "016,", "017,", "018,", "0=20,.3f",
    ".0f", ".1f", ".2f", ".3f", ".10f", ".0e", ".3e", ".0g", ".1g", ".3g", ".6g", ".17g", "#.3g", "#g", "#.0f", "#.0e", ".0", ".1", ".2", ".3", ".17", "#.3", "#", ".0%", ".2%", ",.2f", "_.2f", "+.2f", "z.1f", "z.0f",
    "-z.1f", "z", "zd", "+c", "#c", ".3", ".3d", "10.3", "<10.3", "^10.2f", "*<12,.1f", "20", "\u00e9^7", "\u00e9", "xyz", "5x5", ".", ".f", "5.", "é<", ">>5", "<<", "0", "00", "000005", "<05", "=05", "^05",
    "08.3f", "+08.3f", "-08.3f", " 08.3f", "012,.2f", "013,.2f", "014,.2f", "_x", "#_x", "#_b", "#020_b", "#021_b", "020_x", "99999999999999999999", ".99999999999999999999", ".2147483648f", ".400f", ".1100f", "s5", "10s", "\x01", "d ", " +", "{}", "'", "z#05,.2f",
    "#,", "#.0", "+g", "E<5E", "\u0665", "n ", ".3n", "010n", "=+10", "=+#10x", "x<#10x", "0<#10x", "0>#10x", "0=#10x", "0^#10x",
]


def formats():
    """format(value, spec)."""
    table, source = Table("formats"), random.Random(2)
    for spec in SPECS:
        for n in (0, 5, -5, 65, 1234567, -1234, 10 ** 21, 0x110000, 0xD800):
            table.add("int", [n, spec], lambda: format(n, spec))
        table.add("bool", [True, spec], lambda: format(True, spec))
        for text in ("", "a", "abcdef", "h\u00e9\u4e16\U0001f600"):
            table.add("str", [text, spec], lambda: format(text, spec))
        for x in (0.0, -0.0, 1.0, 3.14159, -2.5, 1234567.891, 1e16, 1e-7, -0.0001, float("inf"), float("nan"), 0.5, 99.95, 12345678901234567890.0):
            table.add("float", [x, spec], lambda: format(x, spec))
        for z in (0j, 1 + 2j, -1.5j, complex(-0.0, 3), 1234.5 - 1e10j, complex(float("nan"), float("-inf"))):
            table.add("complex", [z, spec], lambda: format(z, spec))
    table.add("int", [10 ** 400, "f"], lambda: format(10 ** 400, "f"))
    table.add("int", [10 ** 30, "c"], lambda: format(10 ** 30, "c"))
    table.add("int", [10 ** 30, ",.3f"], lambda: format(10 ** 30, ",.3f"))
    for x in random_floats(source, 60):
        for _ in range(4):
            spec = source.choice(["", "+", "0", "#"]) + source.choice(["", "12", "25", "40"]) + source.choice(["", ",", "_"])
            spec += source.choice(["", ".0", ".1", ".3", ".8", ".15", ".20"]) + source.choice(["", "e", "f", "g", "%"])
            if x == x:
                table.add("float", [x, spec], lambda: format(x, spec))
    return table


TEXTS = [
    "", " ", "a", "abc", "Hello World", "hello world foo", "  lead and trail  ", "a,b,,c,", ",,", "a  b\tc\nd", "one\ntwo\r\nthree\rfour\x0bfive\x0csix\x1cseven\u2028eight\u0085", "\r\n", "\n", "x\n\ny",
    "aaaa", "abababab", "h\u00e9llo w\u00f6rld", "\u4f60\u597d \u4e16\u754c", "\U0001f600x\U0001f600", "\u00df\ufb01\u0149", "\u01c5\u01c4\u01c6", "\u03a3\u0391\u03a3 \u03a3 \u0391\u03a3.", "\u0130I\u0131i", "123", "\u0661\u0662\u0663", "\u00b2\u00b3", "\u00bd", "\u2167", "\u4e00\u4e8c",
    "a1", "_x", "1x", "x-y", "class", "\u00e9t\u00e9", "tab\there\tx", "\t", "a\tbc\tdef\n\tg", "+42", "-7", "+", "They're Bill's", "UPPER", "lower", "Title Case", "Title case", "mixEd", "A", "a\u00a0b\u3000c", "\ud800", "a\udcffb", "it's \"both\"", "don't",
    "back\\slash", "\x00\x01\x7f\x80\xad", "\u200b\u2028\ufeff", "\ue000", "\U000e0001", "\u1e9e", "\u1fb3\u1ff4", "\u0345a", "\u2160", "\u02b0", "ab\u03a3\u0345", "\u03a3", "x\u0308", "\u10a0\u2d00\u10d0\u1c90", "\u13a0\uab70", "A1b2", "\u24b6\u24d0",
]
PARTS = ["", "a", "b", "ab", "aa", " ", ",", "l", "lo", "\u00e9", "\n", "\U0001f600", "zz", "\u4e16", "abc", "o w", "aba"]
RANGES = [(None, None), (0, 3), (1, None), (-3, None), (None, -1), (2, 1), (100, None), (3, 100), (-100, 2), (3, 3)]


def strings():
    """Methods of str and bytes."""
    table, source = Table("strings"), random.Random(3)
    unary = "lower upper title capitalize swapcase casefold".split()
    tests = "isalpha isalnum isdecimal isdigit isnumeric isspace isprintable isidentifier islower isupper istitle".split()
    for text in TEXTS:
        for name in unary + tests:
            table.add(name, [text], lambda: getattr(text, name)())
        table.add("repr", [text], lambda: repr(text))
        table.add("ascii", [text], lambda: ascii(text))
        for keep in (False, True):
            table.add("splitlines", [text, keep], lambda: text.splitlines(keep))
        for limit in (-1, 0, 1, 2):
            table.add("split", [text, None, limit], lambda: text.split(None, limit))
            table.add("rsplit", [text, None, limit], lambda: text.rsplit(None, limit))
        for part in PARTS:
            if part and part not in text and source.random() < 0.8:
                continue
            for limit in (-1, 1):
                table.add("split", [text, part, limit], lambda: text.split(part, limit))
                table.add("rsplit", [text, part, limit], lambda: text.rsplit(part, limit))
            for limit in (-1, 0, 2):
                table.add("replace", [text, part, "<>", limit], lambda: text.replace(part, "<>", limit))
            table.add("partition", [text, part], lambda: text.partition(part))
            table.add("rpartition", [text, part], lambda: text.rpartition(part))
            for start, end in source.sample(RANGES, 4):
                for name in ("find", "rfind", "count", "startswith", "endswith"):
                    table.add(name, [text, part, start, end], lambda: getattr(text, name)(part, start, end))
        for chars in (None, "a", " a", "lo", "\u00e9h"):
            for name in ("strip", "lstrip", "rstrip"):
                table.add(name, [text, chars], lambda: getattr(text, name)(chars))
        for size in (8, 4, 1, 0, -1):
            if "\t" in text or size == 8:
                table.add("expandtabs", [text, size], lambda: text.expandtabs(size))
        for width in (-1, 0, 5, 6, 12):
            table.add("zfill", [text, width], lambda: text.zfill(width))
            for name in ("center", "ljust", "rjust"):
                table.add(name, [text, width, "\u00b7"], lambda: getattr(text, name)(width, "\u00b7"))
        for _ in range(6):
            start, stop = (source.choice([None, 0, 1, 2, 5, -1, -2, -5, 100, -100, 2 ** 63 - 1, -(2 ** 63)]) for _ in "ab")
            step = source.choice([None, 1, 2, 3, -1, -2, 7, -7, 0, 2 ** 63 - 1, -(2 ** 63)])
            table.add("slice", [text, start, stop, step], lambda: text[start:stop:step])
    for text in ["", "a b", "  ab  cd ", "a,b,,c", "Hello World", "aaaa", "x\r\ny\nz\r", "t\tx\ty", "\xff\x00'\"", "ABC", "abc", "It's A", "123", "a1", "\x80\xe9", "+12", "\n\r\n", "'", '"'"'", "\x0b\x1c", "a\x1cb"]:
        data = text.encode("latin-1")
        for name in "lower upper title capitalize swapcase isalpha isalnum isdigit isspace islower isupper istitle hex".split():
            table.add("b." + name, [data], lambda: getattr(data, name)())
        table.add("b.repr", [data], lambda: repr(data))
        for keep in (False, True):
            table.add("b.splitlines", [data, keep], lambda: data.splitlines(keep))
        for limit in (-1, 0, 1, 2):
            for part in (None, b",", b"a", b"aa", b"", b" "):
                table.add("b.split", [data, part, limit], lambda: data.split(part, limit))
                table.add("b.rsplit", [data, part, limit], lambda: data.rsplit(part, limit))
        for part in (b"", b"a", b"aa", b","):
            for limit in (-1, 0, 2):
                table.add("b.replace", [data, part, b"<>", limit], lambda: data.replace(part, b"<>", limit))
            table.add("b.partition", [data, part], lambda: data.partition(part))
            table.add("b.rpartition", [data, part], lambda: data.rpartition(part))
            for start, end in RANGES:
                for name in ("find", "rfind", "count", "startswith", "endswith"):
                    table.add("b." + name, [data, part, start, end], lambda: getattr(data, name)(part, start, end))
        for chars in (None, b"a", b" a"):
            for name in ("strip", "lstrip", "rstrip"):
                table.add("b." + name, [data, chars], lambda: getattr(data, name)(chars))
        table.add("b.expandtabs", [data, 4], lambda: data.expandtabs(4))
        for width in (0, 5, 6):
            table.add("b.zfill", [data, width], lambda: data.zfill(width))
            table.add("b.center", [data, width, b"."], lambda: data.center(width, b"."))
        for group in (1, 2, -2, 3, -3):
            table.add("b.hexsep", [data, ":", group], lambda: data.hex(":", group))
    for text in ["", "00ff", " 00 ff ", "0", "0 0", "zz", "0g", "00\t\n1F", "00\u00a0", "f\u0661"]:
        table.add("b.fromhex", [text], lambda: bytes.fromhex(text))
    sample = [c for c in range(0x110000) if c < 0x600 or c % 97 == 0]
    for name in tests + unary:
        if name in tests:
            bits = "".join("1" if getattr(chr(c), name)() else "0" for c in sample)
            table.add("sweep." + name, [], lambda: f"{int(bits, 2):x}")
    return table


def hashes():
    """Hashes of bytes, tuples and frozensets."""
    table, source = Table("hashes"), random.Random(4)
    for text in ["", "a", "ab", "abcdefgh", "abcdefghi", "x" * 100, "The quick brown fox"]:
        table.add("bytes", [text], lambda: hash(text.encode()))
    for length in range(8):
        for _ in range(4):
            items = tuple(source.randrange(-(2 ** 60), 2 ** 60) for _ in range(length))
            table.add("tuple", [items], lambda: hash(items))
            table.add("frozenset", [items], lambda: hash(frozenset(items)))
    return table


CODECS = "utf-8 utf-8-sig ascii latin-1 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be cp1252 cp437 koi8-r gbk gb2312 shift_jis euc_kr unicode_escape".split()
HANDLERS = "strict ignore replace backslashreplace xmlcharrefreplace surrogateescape surrogatepass nosuch".split()


def faulty(function):
    """The answer, or the fields of a Unicode error beside its text."""
    try:
        return function()
    except UnicodeError as error:
        return [str(error), error.encoding, error.start, error.end, error.reason]


def in_pieces(codec, data):
    """Decode byte by byte."""
    decoder = codecs.getincrementaldecoder(codec)("strict")
    return [decoder.decode(data[at:at + 1], at + 1 == len(data)) for at in range(len(data))]


def codings():
    """Encoding, decoding, names."""
    table, source = Table("codecs"), random.Random(5)
    texts = ["", "abc", "h\u00e9", "\u20ac5", "\u4e2d\u6587x", "\u3042\u30a2", "\ud55c\uae00", "\u0416\u0438", "\U0001f600", "a\ud800b", "\udcff\udc80", "x\ud83d\ude00y", "\u2554\u2550", "\u00ff\u0100\u0101z", "\ufeffq", "\t\n\\'\x7f"]
    blobs = [b"", b"abc", b"\xff", b"\xc3\xa9", b"\xe4\xb8", b"\xe4\xb8\xad!", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\xf4\x90\x80\x80", b"\xc0\x80", b"\x80abc\x80", b"\xef\xbb\xbfx", b"\xef\xbb", b"\xff\xfea\x00", b"\xfe\xff\x00a", b"\x00\xd8\x00\xdc", b"\x00\xdc", b"a\x00b", b"\xff\xfe\x00\x00a\x00\x00\x00",
             b"\x00\x00\xfe\xff\x00\x00\x00a", b"\x00\x00\x11\x00", b"\xd6\xd0\xce\xc4", b"\xd6", b"\xd6 ", b"\x82\xa0\x83A", b"\x82", b"\xb1\xb2", b"\x81\x8d\x98", b"\\x41\\u00e9\\U0001f600\\n\\q\\101", b"\\x4", b"\\u12", b"\\", b"\\U00110000", b"\xf0\x9f\x98", b"\xe0\x80\x80", b"\xf8\x88", b"\xc3(", b"\xe2\x82("]
    blobs += [bytes(source.randrange(256) for _ in range(source.randrange(1, 9))) for _ in range(12)]
    for codec in CODECS:
        for handler in HANDLERS:
            for text in texts:
                if handler in ("strict", "replace") or not text.isascii() and source.random() < 0.6:
                    table.add("encode", [text, codec, handler], lambda: faulty(lambda: text.encode(codec, handler)))
            for data in blobs:
                if handler in ("strict", "replace") or source.random() < 0.4:
                    if codec == "shift_jis" and not data.isascii() and data not in (b"\x82\xa0\x83A", b"\x82", b"\xb1\xb2"):
                        continue
                    table.add("decode", [data, codec, handler], lambda: faulty(lambda: data.decode(codec, handler)))
        if codec not in ("unicode_escape",):
            for text in texts:
                try:
                    data = text.encode(codec)
                except UnicodeError:
                    continue
                if data:
                    table.add("pieces", [data, codec], lambda: in_pieces(codec, data))
    for name in ["utf8", "UTF-8", "U8", "latin 1", "ISO_8859-1", "\u00e9", "cp-1252", "windows-1252", "cp1252 ", "utf_8_", "_utf8", "", "utf.8", "utf--8", "gb18030-2000", "koi8r", "koi8-r", "ansi_x3.4_1968", "ANSI_X3.4-1968", "euc-jp", "ms932", "sjis", "cp936", "euc-cn", "nosuch", "l1", "mac-roman", "utf-16LE", "UTF_32", "utf8-sig", "utf-8-sig", "utf-8\0"]:
        table.add("lookup", [name], lambda: codecs.lookup(name).name)
    return table


class Shower:
    """A value whose attributes and items tell how they were reached."""

    def __init__(self, text="v"):
        self.text = text

    def __getattr__(self, name):
        return Shower(f"{self.text}.{name}")

    def __getitem__(self, key):
        return Shower(f"{self.text}[{key!r}]")

    def __repr__(self):
        return "object"

    def __format__(self, spec):
        return f"<{self.text}:{spec}>"


def templates():
    """str.format and printf-style formats."""
    table = Table("templates")
    for text in [
        "", "abc", "{{}}", "a{{b}}c", "{0}", "{}", "{}{}", "{0}{1}{0}", "{0}}", "{", "}", "a}", "{0", "{0!", "{0!r", "{0!rx}", "{0!x}", "{0!}", "{0.}", "{0[}", "{0[]}", "{0[1]x}", "{0[1].a[b]}", "{0:{1}}", "{0:{1:{0}}}", "{}{0}",
        "{0}{}", "{{0}", "{a{b}", "{0:{", "{0:{}", "{:{}}", "{:{}{}}|{}", "{99999999999999999999}", "{0[99999999999999999999]}", "{0[-1]}", "{!s:x}", "{1}", "{2}", "{.real}", "{[a]}", "{0[a}]}", "{0[a{]}", "{0!\u1234}", "{0:{{}}}", "{0:}}", "{0!r{}}", "{.}",
        "{0..x}", "{0!r:", "{:", "{!", "{!r", "{0.x.y[1", "{0:abc}", "{0:a{1}b{0}c}", "{0!a:>10}", "{\u0661}", "x{0}y{1}z", "{0[0]}", "{0[01]}", "{0.a.b}", "{:\u00e9}", "\u4e16{}\u754c", "{0:{1}{}}", "{:{0}}", "{0:!r}", "{0!s}", "{!a}{!r}", "{}}{", "}{", "{{{0}}}", "{{{{0}}}}",
    ]:
        table.add("format", [text], lambda: text.format(Shower("v"), Shower("w")))
    for text, values in [
        ("%d", 5), ("%5d|", 5), ("%-5d|", 5), ("%05d", -5), ("%+d", 5), ("% d", 5), ("%+ d", 5), ("%.5d", -3), ("%08.5d", -3), ("%x", 255), ("%X", 255), ("%#x", 255), ("%#X", -255), ("%#o", 8), ("%#010x", -255), ("%-#10x|", 255), ("%o", 8), ("%i", 3), ("%u", -3), ("%hd", 3), ("%hhd", 3), ("%ld", 3), ("%Ld", 3),
        ("%d", 10 ** 30), ("%x", -(10 ** 30)), ("%010d", 10 ** 30), ("%.40d", 10 ** 30), ("%f", 1.5), ("%.2f", 2.675), ("%e", 12345.678), ("%E", 1e-10), ("%g", 1e10), ("%G", 1e-10), ("%#g", 1.0), ("%.0f", 2.5), ("%#.0f", 2.5), ("%10.3f|", 3.14159), ("%-10.3f|", 3.14159), ("%010.3f|", -3.14159), ("%+.1f", 0.05), ("% f", 1.0), ("%05f", float("inf")),
        ("%F", float("nan")), ("%+f", float("nan")), ("%010f", float("-inf")), ("%.100f", 0.1), ("%s", "abc"), ("%5s|", "abc"), ("%-5s|", "abc"), ("%.2s", "abc"), ("%05s", "abc"), ("%5.1s|", "\u4e16\u754c"), ("%c", "a"), ("%5c|", "a"), ("%.0c", "a"), ("%05c", "a"), ("%%", ()), ("%5%", 1), ("%l%", 1), ("100%%", ()), ("%y", 1), ("\u00e9%\u00e9", 1), ("%", ()), ("%5", 1), ("%.", 1), ("%.f", 1.5),
        ("%(", {}), ("%(a", {}), ("%(a)", {}), ("%(a)s", "x"), ("%((a))s", {"(a)": "x"}), ("%(a)5s|%(a)-5s|", {"a": "x"}), ("%()s", {"": "x"}), ("%(a)d", {"a": 5}), ("%s", ()), ("%s %s", ("a",)), ("%s", ("a", "b")), ("%*d|", (5, 3)), ("%-*d|", (-5, 3)), ("%.*f", (2, 1.555)), ("%.*f", (-2, 1.555)), ("%*d", (5,)), ("%*d", ("a", 5)), ("%*.*f|", (8, 2, 3.14159)), ("abc", ()), ("", ()), ("%99999999999999999999d", 1), ("%.99999999999999999999d", 1), ("%.2147483648d", 1),
        ("%z", 1), ("%-", 1), ("%#", 1), ("a%sb%sc", ("x", "y")), ("%0*d", (8, 5)), ("%-08d|", 5), ("%+08d", 5), ("% 08d", 5), ("%#08x", 255), ("%.0d", 0), ("%.3x", 10), ("%#.5x", 10), ("%8.3d|", 5), ("%-8.3d|", 5), ("%.3%", 1), ("%d%%", 50), ("%%%d", 1), ("%d %s", (1, "x")), ("\u4e16%d\u754c%q", 1),
    ]:
        shown = list(values.items())[0] if isinstance(values, dict) and values else [] if isinstance(values, dict) else values if isinstance(values, tuple) else [values]
        kinds = "".join("sif"[(str, int, float).index(type(value))] for value in shown) if not isinstance(values, dict) else "map"
        flat = list(shown) if kinds != "map" else [item for pair in values.items() for item in pair]
        table.add("percent", [text, kinds, "".join("sif"[(str, int, float).index(type(value))] for value in flat), flat], lambda: text % values)
    return table


PATTERNS = r"""
a|abc|a*|a+|a?|a*?|a+?|a??|a*+|a++|a?+|(a|b)*|(a|b)*?|(?:a|b)+|(a*)*|(a*)+|(a+)+b|(a|ab)(c|bcd)(d*)|^a|a$|^$|\Aa|a\Z|.|.*|.+b|[abc]|[^abc]|[a-c]+|[^a-c]+|[]a]|[^]a]|[a-]|[-a]|[a\-z]|[\d]|[\w-]|[\s\S]|[\]]
\d+|\D+|\s+|\S+|\w+|\W+|\b|\B|\ba\b|a\B|\bfoo\b|(\w+)\s(\w+)|(?P<x>a)(?P<y>b)|(?P<x>a)(?P=x)|(a)\1|(a|b)\1|(?i)A|(?i:A)b|(?i)[A-Z]+|(?-i:a)|(?s).+|(?s:.)|(?m)^.|(?m).$|(?x) a b # c|(?x: a b )c|(?a)\w+|(?a:\w)+
a{2}|a{2,}|a{,2}|a{1,2}|a{2}?|a{1,2}?|a{,}|a{0}|a{|a{}|a{x}|a{1|a{1,|a{1,x}|{|{1}|}|]|x{2}{3}|a**|a*+b|a{2}+|a*??|(?:a{2}){2}|a{1,2}{3}|(a){2}|(a){0}|(a)?|(a)?b|(a)|(?:)|()|(|)|(a|)|(|a)|(?:a|b|)+|(a)(b)?(c)?
(?=a)|(?!a)|(?<=a)b|(?<!a)b|(?=(a))|(?<=(a))b|(?!(a))|a(?=b)|a(?!b)|(?<=ab)c|(?<=a|b)c|(?<=a*)b|(?<=ab|c)d|(?<!^)a|(?<=\b)a|(?<=(?:a))b|(?<=a{2})b|(?<=\1)(a)|(a)(?<=\1)|(?<=(a)\1)|(?=.*b)a|(?>a*)b|(?>a*)a|(?>a|ab)c|(?>(a))b
(a)?(?(1)b|c)|(?P<q>a)?(?(q)b|c)|(?(1)a|b)|(?(2)a)(b)|(a)(?(1)b)|(?(x)a)|(?(0)a)|(a)(?(1)b|c|d)|(a)?(?(1)b)|(?:(a)|b)(?(1)c|d)
!(?|(?a|(?P|(?Pa|(?P<|(?P<a|(?P<a>|(?P<1a>b)|(?P<a b>c)|(?P<>a)|(?P=|(?P=a|(?P=a)|(?P=)|(?P<a>a)(?P<a>b)|(?<a>b)|(?<|(?<a|(?#|(?#a|(?#a)b|(?z)|(?z:a)|(?i|(?i-|(?i-)|(?i-i:a)|(?-|(?-:a)|(?--i:a)|(?iz)|(?i1)|(?i:|(?i:a|a(?i)|(?:(?i)a)|(?i)(?m)^a|(?au:a)|(?aL:a)|(?L)a|(?L:a)|(?u)a|(?-u:a)|(?-a:b)|(?i-s:a)|(?is-m:a.)|(?t)a
*|+|?|*a|a|*|(*)|(?:*)|^*|$*|\b*|(^)*|(?:^)*|a(*b)|a|*b|(+)|(?=*)
![|[a|[^|[]|[^]|[a-|[a-]|[b-a]|[a-\d]|[\d-a]|[\w-\d]|[\b]|[\A]|[\Z]|[\B]|[\1]|[\8]|[\x4]|[\x41]|[\u12]|[\u0041]|[\U0001f600]|[\400]|[\377]|[\07]|[\0]|[\q]|[\é]|[a&&b]|[a--b]|[a||b]|[a~~b]|[[]|[[]a|[[:alpha:]]|[\n\t]|[.]|[*+?]|[$^]|[a^]|[\^a]|[--a]|[a-a]|[\x41-\x43]|[\101-C]
\|\x|\x4|\x41|\xg|\u|\u12|\u0041|\U|\U0001|\U0001f600|\U00110000|\N|\N{|\N{}|\N{a|\N{no such name}|\0|\07|\012|\0123|\1|\10|\100|\400|\377|\8|\9|\18|(a)\18|\c|\q|\e|\z|\G|\p|\Q|\_|\-|\ |\é|\.|\*|\a|\b|\f\n\r\t\v|\\|\/|\"|\'|(a)\2|(\1)|(a\1)|(?:\1)|(a)\01|(?P<n>\1)
!(?(1|(?(1)a|(?(a-b)c)|)|a)|(a|((a)|(a))|(?:a|(?:a))|(?=a|(?!a|(?<=a|(?>a|(?>a)b)|()|(()|())
(a|b|c)+d|((a)|b)*|(?:(a)|b)*|(?:(a)|(b))*|((a)|(b))+|(a*)(b*)|(a*?)(b*)|(a(b)?)+|(a(b)?)*c|(?:a(b)?)*?c|(x|y)*z|(?:a?)*b|(?:a?)*?b|(?:a?)+|(?:a*)*|(?:a*)+|(?:a*?)*|(a?)*|(a?)+?|(a?){3}|(a?){2,3}b|(a|b?)*|(a??)*|(|a)*|(|a)+|(a|){3}|(?:|a){2,}|(?:(?=a)|b)*|((?=a))*|(\b)*|(?:\b|a)+
(?:ab)*|(?:ab)*?c|(?:ab)+|(?:ab){2}|(?:ab){1,2}|(?:ab)*+a|(?:a|ab)*+b|(?:a|ab)++c|(?:ab)?+a|(a|ab)*c|(?:x*y*)*z|(?:(?:a*)b)*|((a*)b)*|(?:(\w)(\d))*|(\w)*(\d)|(\w+)(\d+)|(\w+?)(\d+)|(\w*?)(\d*)$|^(\w+)@(\w+)\.com$|(\d{1,3})(?:\.(\d{1,3})){3}|"([^"\\]|\\.)*"|<(\w+)[^>]*>(.*?)</\1>|^\s*(\w+)\s*=\s*(.*?)\s*$
(?i)straße|(?i)ß|(?i)ς|(?i)σ|(?i)[σ]|(?i)ſ|(?i)k|(?i)[k]|(?i)[^k]|(?i)İ|(?i)ı|(?i)i|(?i)µ|(?i)é|(?i)[à-é]|(?i)(é)\1|(?ia)é|(?ia)k|(?i)ﬅ|(?i)я+|(?i)[а-я]+|(?i)ǆ|(?i)\u212a|(?i)[^a-z]+
é|[é]|[^é]|é+|.é|\wé|(?<=é)a|世|世界|[世-界]|😀|[😀]|😀+|(?<=😀).|[\U0001f600-\U0001f64f]|\w+|\d|[^\W\d]+|[^\w\s]|\u4e16|(世)\1|.{2}|.{3,4}?|.*?界
""".strip("\n")
SUBJECTS = {
    "ascii": ["", "a", "b", "ab", "aab", "abc", "abcd", "aaa", "bcd", "foo bar", "aa\nab\n", "xyz", "a-b c]d", "A1_ b2", "abab", "aabbaabb", "bb\na", "\n", "a{2}", "acd bd ac", "\x00A*.\\"],
    "wide": ["\u00e9a", "\u4e16\u754c\u4e16\u4e16", "x\U0001f600\U0001f600y", "Stra\u00dfe STRASSE \u1e9e", "\u03c3\u03c2\u03a3", "kK\u212as\u017fS", "\u0130i\u0131I", "\u00b5\u03bc\u00c9\u00e9", "\u044f\u042f \u0430\u0411", "\u0661\u0662 \u00b2", "\ufb05\ufb06", "\u01c4\u01c5\u01c6"],
    "tags": ["key = some value  ", "<b>bold</b><i>x</i>", 'say "a\\"b" end', "user@site.com", "10.20.30.40", "a1b2c3", "foo foobar foo", "zzz aaa b"],
}


def outcome(match):
    """Every span, and what closed last."""
    if match is None:
        return None
    return [[list(match.span(group)) for group in range(match.re.groups + 1)], match.lastindex, match.lastgroup]


def regex_error(function):
    """The answer, or the error with its place."""
    try:
        return function()
    except re.error as error:
        return ["re.error", str(error), error.msg, error.pos, error.lineno, error.colno]
    except (ValueError, OverflowError, IndexError) as error:
        return [type(error).__name__, str(error)]


# Rows that are never left out.
KEPT = ('["sweep.', '["compile"', '["bytes"', '["sub"', '["escape"', '["lookup"')


class Raw:
    """A value to be written as it is, its integers as numbers."""

    def __init__(self, value):
        self.value = value


def flat(value):
    """Integers stay integers in these rows."""
    return Raw(value)


def regexes():
    """Patterns, matches, replacements."""
    table, source = Table("regexes"), random.Random(6)
    # A line that begins with an exclamation mark holds broken patterns and is cut at every bar.
    cells = []
    for line in PATTERNS.split("\n"):
        cells += line[1:].split("|") if line.startswith("!") else split_cells(line)
    cells += ["a|b", "a|", "|a", "|", "a||b", "ab|cd|ef", "(a|b)|c", "x|(?:y|z)*", "^a|b$", "a\nb", "(?x)\n a\n (", "a\n[b", "(?x) a |  b", "#", "(?x)#", "(?x)a#b\nc", "(?x)[ #]a", "(?x)\\ a", "(?x)a {2}", "(?x)(?:a) *", "(?x)( ?:a)", "\ud800", "[\ud800-\udfff]"]
    texts = SUBJECTS["ascii"] + SUBJECTS["wide"] + SUBJECTS["tags"]
    for pattern in cells:
        def described():
            compiled = re.compile(pattern)
            return [compiled.groups, sorted(compiled.groupindex.items()), compiled.flags]
        table.add("compile", [pattern, 0], lambda: flat(regex_error(described)))
        try:
            compiled = re.compile(pattern)
        except Exception:
            continue
        wide = not pattern.isascii() or "\\w" in pattern or "(?i" in pattern or "." in pattern
        chosen = source.sample(texts if wide else SUBJECTS["ascii"], 7) + source.sample(SUBJECTS["tags"], 2 if len(pattern) > 12 else 0)
        for text in dict.fromkeys(chosen):
            table.add("search", [pattern, 0, text], lambda: flat(outcome(compiled.search(text))))
            table.add("iter", [pattern, 0, text], lambda: flat([outcome(m)[0][0] for m in compiled.finditer(text)]))
            if source.random() < 0.4:
                table.add("match", [pattern, 0, text], lambda: flat(outcome(compiled.match(text))))
                table.add("fullmatch", [pattern, 0, text], lambda: flat(outcome(compiled.fullmatch(text))))
                start, end = source.randrange(4), source.randrange(6)
                table.add("range", [pattern, 0, text, start, end], lambda: flat(outcome(compiled.search(text, start, end))))
        for flags in (re.I, re.M | re.S, re.A, re.X):
            if source.random() < 0.25:
                text = source.choice(texts)
                table.add("search", [pattern, int(flags), text], lambda: flat(regex_error(lambda: outcome(re.search(pattern, text, flags)))))
    for pattern, flags in [("a", 4), ("a", 288), ("a", 32), ("(?a)a", 32), ("(?i)a", 8), ("(?x) a", 0), ("a", 64)]:
        table.add("compile", [pattern, flags], lambda: flat(regex_error(lambda: [re.compile(pattern, flags).groups, [], re.compile(pattern, flags).flags])))
    for pattern, flags, data in [(rb"\w+", 0, b"ab\xe9"), (rb"\xe9", 0, b"\xe9"), (rb"[\x80-\xff]+", 0, b"a\xe9\xff"), (rb".", 0, b"\xff"), (rb"(?i)\xe9", 0, b"\xc9"), (rb"(?i)A", 0, b"a"), (rb"\s\d", 0, b" 1"), (rb"\u0041", 0, b"u0041"), (rb"(?u)a", 0, b"a"), (rb"(?L)\w", 0, b"a"), (rb"a", 32, b"a"), (rb"(?P<\xe9>a)", 0, b"a"), (rb"\b\w", 0, b"\xe9a"), (rb"\N{x}", 0, b"")]:
        table.add("bytes", [pattern, flags, data], lambda: flat(regex_error(lambda: outcome(re.search(pattern, data, flags)))))
    for pattern, template in [("(a)(b)?", r"[\1\2]"), ("(?P<x>a)", r"<\g<x>>"), ("(a)", r"\g<1>\g<0>"), ("a", r"\n\t\\"), ("a", r"\1"), ("a", r"\g<1>"), ("a", r"\g<x>"), ("a", r"\g"), ("a", r"\g<"), ("a", r"\g<>"), ("a", r"\g<1"), ("a", r"\g<1a>"), ("a", r"\q"), ("a", "\\"), ("a", r"\0"), ("a", r"\07"), ("a", r"\101"), ("a", r"\400"), ("a", r"\8"), ("(a)", r"\11"), ("(a)", r"\1x"), ("a", r"\-"), ("a", r"\é"), ("x*", "-"), ("a|b*", "-"), ("\\b", "|"), ("", "."), ("(?=a)", "^"), ("a??", "-"), ("(é)", r"\1\1"), ("$", "!"), ("(?m)^", "> "), ("a", r"\g<-1>"), ("a", r"\g< 1>"), ("a", r"\g<0>"), ("a", "x\n\\q"), ("a", r"\000"), ("a", r"\777"), ("a", r"\g<01>"), ("(a)", r"\g<01>")]:
        for text in ("", "abxd", "aabb é", "a\nb"):
            table.add("sub", [pattern, template, text], lambda: flat(regex_error(lambda: re.sub(pattern, template, text))))
    for text in ["abc", "a.b*c", "()[]{}?*+-|^$\\.&~# \t\n\r\v\f", "é世", "a_b/c:d;e!\"'%,<=>@`"]:
        table.add("escape", [text], lambda: re.escape(text))
    return table


def split_cells(line):
    """Cut a line of patterns at the bars that stand outside parentheses."""
    cells, current, depth, skip = [], "", 0, False
    for c in line:
        if skip:
            skip = False
        elif c == "\\":
            skip = True
        elif c == "|" and depth == 0:
            cells.append(current)
            current = ""
            continue
        elif c == "(":
            depth += 1
        elif c == ")":
            depth -= 1
        current += c
    return cells + [current]


def main():
    """Write every table, or those named on the command line."""
    makers = {numbers: 3000, formats: 3300, strings: 8000, hashes: None, codings: 3000, templates: None, regexes: 4500}
    for maker, most in makers.items():
        if not sys.argv[1:] or maker.__name__ in sys.argv[1:]:
            maker().write(most)


if __name__ == "__main__":
    main()
