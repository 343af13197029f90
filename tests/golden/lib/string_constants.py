import string
for name in ("ascii_letters", "ascii_lowercase", "ascii_uppercase", "digits", "hexdigits", "octdigits", "punctuation", "printable", "whitespace"): print(name, repr(getattr(string, name)))
print(string.capwords("hello  big world"), string.capwords("a-b-c", "-"))
