import difflib
a = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n'.splitlines(True)
b = 'one\ntwo\nthre\nfour\nfive\nsix\nseven\neight\n9\nten\neleven\n'.splitlines(True)
print(''.join(difflib.unified_diff(a, b, 'a.txt', 'b.txt', '2020', '2021')))
print(''.join(difflib.unified_diff(a, b, n=0)), ''.join(difflib.context_diff(a, b, 'a', 'b', n=1)))
print(''.join(difflib.ndiff(a, b)), ''.join(difflib.restore(difflib.ndiff(a, b), 1)) == ''.join(a))
print(''.join(difflib.ndiff(['ab\tcd xyz\n', 'q\n', 'private Thread x;\n'], ['ab\tcx xyz!\n', 'private volatile Thread x;\n'])))
s = difflib.SequenceMatcher(None, 'abxcd', 'abcd')
print(s.ratio(), s.quick_ratio(), s.real_quick_ratio(), s.get_matching_blocks(), s.get_opcodes(), s.find_longest_match(0, 5, 0, 4))
print(difflib.SequenceMatcher(lambda c: c == ' ', ' abcd', 'abcd abcd').find_longest_match(0, 5, 0, 9), difflib.SequenceMatcher(None, [], []).ratio(), list(difflib.SequenceMatcher(None, list(range(30)), list(range(2, 33))).get_grouped_opcodes(2)))
print(difflib.get_close_matches('appel', ['ape', 'apple', 'peach', 'puppy']), difflib.get_close_matches('wheel', ['while', 'wheal', 'heel'], n=2, cutoff=0.7))
print(difflib.SequenceMatcher(None, 'x' * 300 + 'abc', 'x' * 250 + 'abd').ratio(), list(difflib.unified_diff([], [])), list(difflib.unified_diff(['a'], ['a'])), list(difflib.unified_diff([], ['a'], lineterm='')))
for call in (lambda: difflib.get_close_matches('a', [], n=0), lambda: difflib.get_close_matches('a', [], cutoff=2), lambda: list(difflib.unified_diff([1], ['a'])), lambda: list(difflib.restore([], 3))):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
