# Assignment expressions.
if (n := len('hello')) > 3: print(n)
print([y for x in range(5) if (y := x * x) > 3], y)
while (line := next(iter([None]), 'end')): break
data = [1, 2, 3]; i = 0
while (x := data[i] if i < len(data) else None) is not None: i += 1; print(x, end=' ')
print(x, (z := 5) + z, f'{(w := 3)}', w, [q := 1, q + 1])
def f(x=(d := 7)): return x
print(f(), d, (lambda: (inner := 3) + inner)(), any((hit := v) > 1 for v in data), hit)
print({(k := 'key'): (v := 'val')}, k, v, not (m := None), m)
for code in ('x := 1', '(a.b := 1)', '(x[0] := 1)', '[x := 1 for x in y]', 'f(a=b:=1)', '[i := 0 for j in [1] for i in [2]]'):
    try: compile(code, '<c>', 'exec'); print('compiles', code)
    except SyntaxError as e: print(code, '|', e.msg)
