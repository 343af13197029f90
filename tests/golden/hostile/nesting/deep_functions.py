# Functions in functions, lambdas in lambdas.
text = ''
for i in range(15): text += ' ' * i + f'def f{i}(a{i}):\n'
text += ' ' * 15 + 'return ' + ' + '.join(f'a{i}' for i in range(15)) + '\n'
for i in range(14, 0, -1): text += ' ' * i + f'return f{i}\n'
ns = {}; exec(text, ns); f = ns['f0']
for i in range(15): f = f(i)
print(f, sum(range(15)))
g = eval('lambda: ' * 50 + '42')
for _ in range(50): g = g()
print(g)
class_text = ''
for i in range(15): class_text += ' ' * i + f'class C{i}:\n'
exec(class_text + ' ' * 15 + 'v = 5'); c = C0
for i in range(1, 15): c = getattr(c, f'C{i}')
print(c.v, c.__qualname__.count('.'))
