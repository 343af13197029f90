import sched
now = 0
def timefunc():
    return now
def delay(n):
    global now
    now += n
s = sched.scheduler(timefunc, delay)
out = []
s.enter(5, 1, out.append, ('five',))
s.enter(1, 2, out.append, ('one-b',))
s.enter(1, 1, out.append, ('one-a',))
e = s.enterabs(3, 1, out.append, argument=('three',))
s.enter(2, 1, lambda *, k: out.append(k), kwargs={'k': 'kw'})
print([x.time for x in s.queue], s.empty())
s.cancel(e)
try:
    s.cancel(e)
except ValueError:
    print('not there')
print(s.run(blocking=False))
s.run()
print(out, now, s.empty(), s.run(), s.run(False))
