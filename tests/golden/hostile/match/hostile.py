# Patterns over subjects that misbehave.
from collections.abc import Sequence, Mapping
class Seq(Sequence):
    def __len__(self): return 2
    def __getitem__(self, i): raise KeyError(i)
class LenBoom(Sequence):
    def __len__(self): raise ValueError('len')
    def __getitem__(self, i): return i
class Map(Mapping):
    def __getitem__(self, k): raise ValueError(k)
    def __len__(self): return 1
    def __iter__(self): return iter('a')
class Attr:
    __match_args__ = ('x',)
    @property
    def x(self): raise ValueError('property')
class Gone:
    @property
    def x(self): raise AttributeError('hidden')
class BadArgs: __match_args__ = 5
class BadArgs2: __match_args__ = (5,)
class Eq:
    def __eq__(self, o): raise ValueError('eq')
for s in (Seq(), LenBoom(), Map(), Attr(), Gone(), BadArgs(), BadArgs2(), Eq()):
    for body in ('[a, b]', '{"k": v}', 'Attr(1)', 'Gone(x=1)', 'BadArgs(1)', 'BadArgs2(1)', '5', '_'):
        try: exec(f'match s:\n case {body}: r = "yes"\n case _: r = "no"'); print(r, end=' ')
        except Exception as e: print(type(e).__name__, end=' ')
    print()
