# F-strings evaluate expressions in place.
name, n, d = 'Ann', 42, {'k': [1, 2]}
print(f'hello {name}', f'{n + 1}', f'{n:>6}|', f'{n!r:>6}|', f'{name!r}', f'{d["k"][1]}', f'{{}}', f'{{{n}}}', f'{n}{n}', F'{n}', rf'\n{n}', f'a' 'b{n}' f'{n}')
print(f'{n if n > 40 else 0}', f'{(lambda x: x * 2)(n)}', f'{[i for i in range(3)]}', f'{ {"a": 1}["a"] }', f'{n,}', f'{n, 2}', f'{name.upper()}', f'{"nested " + f"{n}"}', f'{n:{"0"}{5}}', f'{3.14159:.{n - 40}f}')
width = 8
print(f'[{name:>{width}}] [{name:^{width}}] [{n:0{width}b}] [{3.5:{width}.{2}f}]')
print(f'''multi {
    n
} line''', f"{'a' 'b'}", f'{yes!s:.1}' if (yes := 'Y' * 3) else '')
