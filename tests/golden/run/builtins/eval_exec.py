# Eval, exec and compile.
print(eval('1 + 2'), eval(' 3 * x', {'x': 4}), eval('a + b', {'a': 1}, {'b': 2}), eval(compile('5 * 5', '<c>', 'eval')))
ns = {}
exec('def f(n):\n    return n * 2\ny = f(21)', ns)
print(ns['y'], ns['f'](4), sorted(k for k in ns if k != '__builtins__'), '__builtins__' in ns)
code = compile('z = 1\nfor i in range(3):\n    z += i', 'name.py', 'exec')
exec(code, ns)
print(ns['z'], code.co_name, code.co_filename, type(code).__name__)
exec('print("from exec", end="!\\n")')
single = compile('1 + 1', '<s>', 'single')
exec(single)
def scope():
    v = 10
    exec('v = 20')
    return v, eval('v')
print(scope())
x = 5
exec('x += 1')
print(x)
for text, mode in (('1 +', 'eval'), ('x = 1', 'eval'), ('def f(:', 'exec'), ('(', 'exec'), ('1', 'nope')):
    try:
        compile(text, '<t>', mode)
    except (SyntaxError, ValueError) as error:
        print(type(error).__name__, error.args[0])
for code in ('eval(5)', 'exec(5)', "eval('1', 5)", "eval('undefined_name')", "eval('')"):
    try:
        eval(code)
    except Exception as error:
        print(code, type(error).__name__, str(error))
