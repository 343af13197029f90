import os
os.environ['TICK_A'] = 'one'
print(os.environ['TICK_A'], os.getenv('TICK_A'), os.getenv('TICK_NOPE'), os.getenv('TICK_NOPE', 'd'), os.getenvb(b'TICK_A'))
print('TICK_A' in os.environ, 'TICK_NOPE' in os.environ)
print(os.environ.setdefault('TICK_A', 'x'), os.environ.setdefault('TICK_B', 'y'), os.environ.pop('TICK_B'), os.environ.pop('TICK_B', None))
os.environb[b'TICK_C'] = b'three'
print(os.environ['TICK_C'], type(os.environ).__name__)
for call in (lambda: os.environ['TICK_NOPE'], lambda: os.environ[1], lambda: os.environ.__setitem__('a', 1), lambda: os.environ.__delitem__('TICK_NOPE'), lambda: os.environ.pop('TICK_NOPE'), lambda: os.environ.__setitem__('a=b', '1')):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
del os.environ['TICK_A']
print(os.getenv('TICK_A'))
os.environ.update(TICK_X='1', TICK_Y='2')
print(sorted(key for key in os.environ if key.startswith('TICK_')), [os.environ[k] for k in ('TICK_X', 'TICK_Y')])
copy = os.environ.copy()
print(type(copy) is dict, copy == dict(os.environ), (os.environ | {'TICK_Z': '3'})['TICK_Z'])
for key in list(os.environ):
    if key != 'TICK_X':
        del os.environ[key]
print(os.environ, len(os.environ), list(os.environ.items()))
