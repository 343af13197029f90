# An event system with weak order and errors.
class Emitter:
    def __init__(self): self.handlers = {}
    def on(self, name, priority=0):
        def add(f): self.handlers.setdefault(name, []).append((priority, f)); return f
        return add
    def emit(self, name, *args, **kw):
        results = []
        for _, f in sorted(self.handlers.get(name, []), key=lambda p: -p[0]):
            try: results.append(f(*args, **kw))
            except Exception as e: results.append(f'{type(e).__name__}: {e}')
        return results
e = Emitter()
@e.on('x')
def first(a): return 'first', a
@e.on('x', priority=5)
def second(a): return 'second', a
@e.on('x')
def fails(a): return a.nope
print(e.emit('x', 5), e.emit('none'), e.emit('x'))
