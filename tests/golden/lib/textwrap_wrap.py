import textwrap
text = "The quick brown fox jumped over the lazy dog. It was a well-known, state-of-the-art dog -- really! See http://example.com/very/long/url-here now."
for w in (10, 20, 33, 70): print(textwrap.wrap(text, w))
print(textwrap.fill("aaa bbb ccc", 7, initial_indent="* ", subsequent_indent="  "))
print(textwrap.wrap("abcdefghij klm", 4), textwrap.wrap("abcdefghij klm", 4, break_long_words=False), textwrap.wrap("a-b cc-dd", 4, break_on_hyphens=False), textwrap.wrap("", 5))
print(textwrap.wrap("tab\there and\nnewline", 40), textwrap.wrap("one. two? three", 40, fix_sentence_endings=True), textwrap.wrap(text, 25, max_lines=2), textwrap.wrap(text, 25, max_lines=2, placeholder="~"))
try: textwrap.wrap("x", 0)
except ValueError as e: print(e)
