import threading, sys, io
def inner():
    raise KeyError('missing')
def outer():
    try:
        inner()
    except KeyError as e:
        raise ValueError('wrapped') from e
sys.stderr = io.StringIO()
t = threading.Thread(target=outer, name='broken')
t.start()
t.join()
text = sys.stderr.getvalue().splitlines()
sys.stderr = sys.__stderr__
print(text[0])
print(text[1])
print([line for line in text if line and not line.startswith(' ')])
print([line.strip() for line in text if 'in inner' in line or 'in outer' in line or 'in run' in line or 'in _bootstrap_inner' in line] != [])
