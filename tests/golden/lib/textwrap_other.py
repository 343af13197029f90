import textwrap
print(repr(textwrap.dedent("""
    a
      b

    c
    """)), repr(textwrap.dedent("\ta\n\t\tb")), repr(textwrap.dedent("  a\n\tb")))
print(textwrap.indent("a\n\nb\n", "> "), textwrap.indent("a\n\nb", "- ", lambda l: True))
print(textwrap.shorten("Hello  world, this is long", 15), textwrap.shorten("Hello world", 11), textwrap.shorten("Hello world", 10, placeholder="..."), textwrap.shorten("abcdefghijkl", 8))
