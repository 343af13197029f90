# Wrong counts and things that cannot be unpacked.
def run(code):
    try: exec(code)
    except (ValueError, TypeError) as e: print(code, '|', type(e).__name__, e)
    except SyntaxError as e: print(code, '|', e.msg)
for code in ('a, b = 1, 2, 3', 'a, b = [1]', 'a, b = ()', 'a, b, c = "ab"', 'a, *b, c = [1]', 'a, *b = []', 'a, b = 5', 'a, b = None', '(a, b), c = 1, 2', 'a, b = {1, 2, 3}', 'a, b = iter([1])', 'for a, b in [(1,)]: pass', '*a, *b = 1, 2', '*a = 1', 'a, b = range(10**6)', 'a, b = dict(x=1)', '[x for x, y in [1]]', 'a, b += 1, 2', '1 = a', 'f() = 1', 'a + 1 = 2', '"a" = 1', 'None = 1', '(a for a in b) = 1', '[*5]', '{**5}', 'print(*5)'): run(code)
