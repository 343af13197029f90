# Long flat expressions and statements compile.
print(eval('+'.join(['1'] * 2000)), len(eval('[' + ','.join(map(str, range(5000))) + ']')), eval(' and '.join(['1'] * 1000)), eval('1' + ' if 1 else 2' * 50))
exec('\n'.join(f'v{i} = {i}' for i in range(3000))); print(v2999)
print(eval('"' + 'x' * 100000 + '"') == 'x' * 100000, eval('f(' + ','.join(['1'] * 300) + ')', {'f': lambda *a: len(a)}), eval('.'.join(['"a"'] + ['strip()'] * 80)))
exec('def f(' + ', '.join(f'a{i}=0' for i in range(400)) + '): return a399'); print(f(a399=7))
exec('if 0: pass\n' + ''.join(f'elif {i} == 799: r = {i}\n' for i in range(800))); print(r)
exec('x = 0\n' + '\n'.join('x += 1' for _ in range(5000))); print(x)
print(eval('{' + ','.join(f'{i}: {i}' for i in range(1000)) + '}')[999])
