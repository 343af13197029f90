# Super follows the MRO of the instance.
log = []
class Base:
    def __init__(self, **kw):
        log.append('Base')
        assert not kw, kw
class Left(Base):
    def __init__(self, left=0, **kw):
        log.append('Left'); super().__init__(**kw); self.left = left
class Right(Base):
    def __init__(self, right=0, **kw):
        log.append('Right'); super().__init__(**kw); self.right = right
class Both(Left, Right):
    def __init__(self, **kw):
        log.append('Both'); super().__init__(**kw)
b = Both(left=1, right=2)
print(log, b.left, b.right)
class Mixin:
    def m(self): return 'mixin+' + super().m()
class Impl:
    def m(self): return 'impl'
class Mixed(Mixin, Impl): pass
print(Mixed().m())
try:
    Mixin().m()
except AttributeError as error:
    print(error)
