# Wrong patterns.
for body in ('case a: pass\n case b: pass', 'case a | b: pass', 'case [*a, *b]: pass', 'case {**r, "k": 1}: pass', 'case {"a": 1, "a": 2}: pass', 'case a, a: pass', 'case P(x=1, x=2): pass', 'case {**_}: pass', 'case _: pass\n case 1: pass', 'case 1 + 1: pass', 'case -x: pass', 'case f"x": pass', 'case x.y as z.w: pass', 'case (a | 1): pass'):
    try: compile(f'match 1:\n {body}', '<m>', 'exec'); print('ok', repr(body))
    except SyntaxError as e: print(repr(body), '|', e.msg)
