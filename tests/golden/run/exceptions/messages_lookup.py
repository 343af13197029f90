# Texts of attribute, key, index and name errors.
class A:
    pass
import math
for code in ('A().x', 'A.x', '[].x', 'None.x', '(1).x', '"".x', 'math.x', '{}["k"]', '{}[(1, 2)]', '[][0]', '()[0]', '""[0]', 'x', 'b""[0]', 'A().x()', 'len.x', '(lambda: 0).x', 'range(3)[5]', 'A[0]', 'A()[0]', '{1}[0]' if False else 'int.q', 'print.q', 'type.q', 'True.x', '1.5.x'):
    try: eval(code)
    except Exception as e: print(code, '|', type(e).__name__, e)
for code in ('A().x.y = 1', '[].x = 1', '(1).x = 1', 'None.x = 1', 'del A().x', 'A()[0] = 1', 'del A()[0]', '"a"[0] = "b"', 'del x', 'object().x = 1', 'len.x = 1', 'del [].append', '[].append = 1', '(1, 2)[0] = 1', 'del (1,)[0]', 'range(3)[0] = 1'):
    try: exec(code)
    except Exception as e: print(code, '|', type(e).__name__, e)
