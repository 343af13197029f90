"""How two sequences differ.

Enters: two sequences of hashable elements. Leaves: matching blocks, edit steps, a ratio, or diffs as lines.
"""
from collections import namedtuple as _namedtuple

__all__ = ['get_close_matches', 'ndiff', 'restore', 'SequenceMatcher', 'Differ', 'IS_CHARACTER_JUNK', 'IS_LINE_JUNK', 'context_diff',
           'unified_diff', 'Match']

Match = _namedtuple('Match', 'a b size')


def _share(matches, length):
    """Two matches in the summed length."""
    return 2.0 * matches / length if length else 1.0


class SequenceMatcher:
    """Finds the longest common stretch, then the longest on either side of it, and so on."""

    def __init__(self, isjunk=None, a='', b='', autojunk=True):
        self.isjunk, self.autojunk = isjunk, autojunk
        self.a = self.b = None
        self.set_seqs(a, b)

    def set_seqs(self, a, b):
        """Choose both sequences."""
        self.set_seq1(a)
        self.set_seq2(b)

    def set_seq1(self, a):
        """Choose the first; cheap."""
        if a is not self.a:
            self.a, self.matching_blocks, self.opcodes = a, None, None

    def set_seq2(self, b):
        """Choose the second, which is indexed."""
        if b is self.b:
            return
        self.b, self.matching_blocks, self.opcodes, self.fullbcount = b, None, None, None
        self.b2j = places = {}
        for index, element in enumerate(b):
            places.setdefault(element, []).append(index)
        self.bjunk = {element for element in places if self.isjunk(element)} if self.isjunk else set()
        for element in self.bjunk:
            del places[element]
        # What makes up more than one percent of a long sequence says little.
        limit = len(b) // 100 + 1
        self.bpopular = {element for element, found in places.items() if len(found) > limit} if self.autojunk and len(b) >= 200 else set()
        for element in self.bpopular:
            del places[element]

    def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
        """The longest common stretch in the two ranges; the first one in `a`, then in `b`, of equally long ones."""
        a, b, places, junk = self.a, self.b, self.b2j, self.bjunk
        ahi, bhi = len(a) if ahi is None else ahi, len(b) if bhi is None else bhi
        start_a, start_b, size = alo, blo, 0
        lengths = {}
        for i in range(alo, ahi):
            fresh = {}
            for j in places.get(a[i], ()):
                if j < blo:
                    continue
                if j >= bhi:
                    break
                count = fresh[j] = lengths.get(j - 1, 0) + 1
                if count > size:
                    start_a, start_b, size = i - count + 1, j - count + 1, count
            lengths = fresh
        # Grow over equal elements that were left out of the index: first those that are no junk, then junk.
        for junk_now in (False, True):
            while start_a > alo and start_b > blo and (b[start_b - 1] in junk) == junk_now and a[start_a - 1] == b[start_b - 1]:
                start_a, start_b, size = start_a - 1, start_b - 1, size + 1
            while (start_a + size < ahi and start_b + size < bhi and (b[start_b + size] in junk) == junk_now
                   and a[start_a + size] == b[start_b + size]):
                size += 1
        return Match(start_a, start_b, size)

    def get_matching_blocks(self):
        """All common stretches in order, and an empty one at the end."""
        if self.matching_blocks is not None:
            return self.matching_blocks
        waiting, found = [(0, len(self.a), 0, len(self.b))], []
        while waiting:
            alo, ahi, blo, bhi = waiting.pop()
            i, j, size = match = self.find_longest_match(alo, ahi, blo, bhi)
            if size:
                found.append(match)
                if alo < i and blo < j:
                    waiting.append((alo, i, blo, j))
                if i + size < ahi and j + size < bhi:
                    waiting.append((i + size, ahi, j + size, bhi))
        found.sort()
        blocks = []
        for i, j, size in found:
            if blocks and blocks[-1][0] + blocks[-1][2] == i and blocks[-1][1] + blocks[-1][2] == j:
                blocks[-1] = Match(blocks[-1][0], blocks[-1][1], blocks[-1][2] + size)
            else:
                blocks.append(Match(i, j, size))
        blocks.append(Match(len(self.a), len(self.b), 0))
        self.matching_blocks = blocks
        return blocks

    def get_opcodes(self):
        """(tag, i1, i2, j1, j2): equal, replace, delete, insert."""
        if self.opcodes is None:
            i = j = 0
            self.opcodes = []
            for start_a, start_b, size in self.get_matching_blocks():
                tag = 'replace' if i < start_a and j < start_b else 'delete' if i < start_a else 'insert' if j < start_b else ''
                if tag:
                    self.opcodes.append((tag, i, start_a, j, start_b))
                i, j = start_a + size, start_b + size
                if size:
                    self.opcodes.append(('equal', start_a, i, start_b, j))
        return self.opcodes

    def get_grouped_opcodes(self, n=3):
        """Groups of steps with at most `n` equal elements around."""
        codes = list(self.get_opcodes()) or [('equal', 0, 1, 0, 1)]
        if codes[0][0] == 'equal':
            tag, i1, i2, j1, j2 = codes[0]
            codes[0] = tag, max(i1, i2 - n), i2, max(j1, j2 - n), j2
        if codes[-1][0] == 'equal':
            tag, i1, i2, j1, j2 = codes[-1]
            codes[-1] = tag, i1, min(i2, i1 + n), j1, min(j2, j1 + n)
        group = []
        for tag, i1, i2, j1, j2 in codes:
            if tag == 'equal' and i2 - i1 > 2 * n:
                group.append((tag, i1, min(i2, i1 + n), j1, min(j2, j1 + n)))
                yield group
                group = []
                i1, j1 = max(i1, i2 - n), max(j1, j2 - n)
            group.append((tag, i1, i2, j1, j2))
        if group and not (len(group) == 1 and group[0][0] == 'equal'):
            yield group

    def ratio(self):
        """How alike they are, 0 to 1."""
        return _share(sum(block[2] for block in self.get_matching_blocks()), len(self.a) + len(self.b))

    def quick_ratio(self):
        """An upper bound of `ratio`, by counting elements."""
        left = {}
        for element in self.b:
            left[element] = left.get(element, 0) + 1
        matches = 0
        for element in self.a:
            if left.get(element, 0) > 0:
                left[element] -= 1
                matches += 1
        return _share(matches, len(self.a) + len(self.b))

    def real_quick_ratio(self):
        """An upper bound of `ratio`, by the lengths."""
        return _share(min(len(self.a), len(self.b)), len(self.a) + len(self.b))


def get_close_matches(word, possibilities, n=3, cutoff=0.6):
    """The best `n` of the possibilities that are alike enough, best first."""
    if not n > 0:
        raise ValueError(f'n must be > 0: {n!r}')
    if not 0.0 <= cutoff <= 1.0:
        raise ValueError(f'cutoff must be in [0.0, 1.0]: {cutoff!r}')
    matcher = SequenceMatcher()
    matcher.set_seq2(word)
    found = []
    for candidate in possibilities:
        matcher.set_seq1(candidate)
        if matcher.real_quick_ratio() >= cutoff and matcher.quick_ratio() >= cutoff and matcher.ratio() >= cutoff:
            found.append((matcher.ratio(), candidate))
    return [candidate for _, candidate in sorted(found, reverse=True)[:n]]


def IS_LINE_JUNK(line, pat=None):
    """An empty line or one with a lone '#'?"""
    return line.strip() in ('', '#')


def IS_CHARACTER_JUNK(ch, ws=' \t'):
    """A blank or tab?"""
    return ch in ws


class Differ:
    """Diffs of lines for people; similar lines get marks of where they differ."""

    def __init__(self, linejunk=None, charjunk=None):
        self.linejunk, self.charjunk = linejunk, charjunk

    def compare(self, a, b):
        """The lines of a diff."""
        for tag, alo, ahi, blo, bhi in SequenceMatcher(self.linejunk, a, b).get_opcodes():
            if tag == 'replace':
                yield from self._replace(a, alo, ahi, b, blo, bhi)
            elif tag == 'insert':
                yield from ('+ ' + line for line in b[blo:bhi])
            else:
                yield from (('- ' if tag == 'delete' else '  ') + line for line in a[alo:ahi])

    def _plain(self, a, alo, ahi, b, blo, bhi):
        """One block after the other, the shorter first."""
        old, new = ['- ' + line for line in a[alo:ahi]], ['+ ' + line for line in b[blo:bhi]]
        yield from new + old if bhi - blo < ahi - alo else old + new

    def _replace(self, a, alo, ahi, b, blo, bhi):
        """Look for the most similar pair of lines and go on at both sides of it."""
        best, cutoff = 0.74, 0.75
        matcher = SequenceMatcher(self.charjunk)
        equal = pair = None
        for j in range(blo, bhi):
            matcher.set_seq2(b[j])
            for i in range(alo, ahi):
                if a[i] == b[j]:
                    if equal is None:
                        equal = i, j
                    continue
                matcher.set_seq1(a[i])
                if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and matcher.ratio() > best:
                    best, pair = matcher.ratio(), (i, j)
        if best < cutoff:
            if equal is None:
                yield from self._plain(a, alo, ahi, b, blo, bhi)
                return
            pair, best = equal, 1.0
        else:
            equal = None
        i, j = pair
        yield from self._side(a, alo, i, b, blo, j)
        if equal is not None:
            yield '  ' + a[i]
        else:
            yield from self._marked(a[i], b[j])
        yield from self._side(a, i + 1, ahi, b, j + 1, bhi)

    def _side(self, a, alo, ahi, b, blo, bhi):
        if alo < ahi and blo < bhi:
            yield from self._replace(a, alo, ahi, b, blo, bhi)
        elif alo < ahi:
            yield from ('- ' + line for line in a[alo:ahi])
        else:
            yield from ('+ ' + line for line in b[blo:bhi])

    def _marked(self, old, new):
        """Two similar lines with a line of marks under each."""
        below_old = below_new = ''
        for tag, i1, i2, j1, j2 in SequenceMatcher(self.charjunk, old, new).get_opcodes():
            marks = {'replace': '^^', 'delete': '- ', 'insert': ' +', 'equal': '  '}[tag]
            below_old += marks[0] * (i2 - i1)
            below_new += marks[1] * (j2 - j1)
        for sign, line, below in (('-', old, below_old), ('+', new, below_new)):
            yield f'{sign} {line}'
            # Tabs of the line are kept, so that the marks stand where they belong.
            below = ''.join(char if mark == ' ' and char.isspace() else mark for char, mark in zip(line, below)).rstrip()
            if below:
                yield f'? {below}\n'


def ndiff(a, b, linejunk=None, charjunk=IS_CHARACTER_JUNK):
    """A diff for people."""
    return Differ(linejunk, charjunk).compare(a, b)


def restore(delta, which):
    """The first or second sequence of lines of an `ndiff`."""
    try:
        sign = {1: '- ', 2: '+ '}[int(which)]
    except KeyError:
        raise ValueError(f'unknown delta choice (must be 1 or 2): {which!r}') from None
    for line in delta:
        if line[:2] in ('  ', sign):
            yield line[2:]


def _check(a, b, *args):
    """Lines and names must be text."""
    for lines in (a, b):
        if lines and not isinstance(lines[0], str):
            raise TypeError(f'lines to compare must be str, not {type(lines[0]).__name__} ({lines[0]!r})')
        if isinstance(lines, str):
            raise TypeError('input must be a sequence of strings, not str')
    for arg in args:
        if not isinstance(arg, str):
            raise TypeError(f'all arguments must be str, not: {arg!r}')


def unified_diff(a, b, fromfile='', tofile='', fromfiledate='', tofiledate='', n=3, lineterm='\n'):
    """A diff as ``diff -u`` writes it."""
    _check(a, b, fromfile, tofile, fromfiledate, tofiledate, lineterm)

    def span(start, stop):
        size = stop - start
        return f'{start + 1}' if size == 1 else f'{start + bool(size)},{size}'

    started = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not started:
            started = True
            yield f"--- {fromfile}{chr(9) + fromfiledate if fromfiledate else ''}{lineterm}"
            yield f"+++ {tofile}{chr(9) + tofiledate if tofiledate else ''}{lineterm}"
        yield f'@@ -{span(group[0][1], group[-1][2])} +{span(group[0][3], group[-1][4])} @@{lineterm}'
        for tag, i1, i2, j1, j2 in group:
            if tag == 'equal':
                yield from (' ' + line for line in a[i1:i2])
                continue
            if tag != 'insert':
                yield from ('-' + line for line in a[i1:i2])
            if tag != 'delete':
                yield from ('+' + line for line in b[j1:j2])


def context_diff(a, b, fromfile='', tofile='', fromfiledate='', tofiledate='', n=3, lineterm='\n'):
    """A diff as ``diff -c`` writes it."""
    _check(a, b, fromfile, tofile, fromfiledate, tofiledate, lineterm)
    signs = {'insert': '+ ', 'delete': '- ', 'replace': '! ', 'equal': '  '}

    def span(start, stop):
        size = stop - start
        return f'{start + bool(size)}' if size <= 1 else f'{start + 1},{start + size}'

    started = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not started:
            started = True
            yield f"*** {fromfile}{chr(9) + fromfiledate if fromfiledate else ''}{lineterm}"
            yield f"--- {tofile}{chr(9) + tofiledate if tofiledate else ''}{lineterm}"
        yield '***************' + lineterm
        yield f'*** {span(group[0][1], group[-1][2])} ****{lineterm}'
        if any(code[0] in ('replace', 'delete') for code in group):
            for tag, i1, i2, _, _ in group:
                if tag != 'insert':
                    yield from (signs[tag] + line for line in a[i1:i2])
        yield f'--- {span(group[0][3], group[-1][4])} ----{lineterm}'
        if any(code[0] in ('replace', 'insert') for code in group):
            for tag, _, _, j1, j2 in group:
                if tag != 'delete':
                    yield from (signs[tag] + line for line in b[j1:j2])


class HtmlDiff:
    """Not supported."""

    def __init__(self, *args, **kwargs):
        raise NotImplementedError('difflib.HtmlDiff is not supported')
