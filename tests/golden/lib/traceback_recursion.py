import traceback
def down(n): return down(n - 1) if n else 1 / 0
try: down(30)
except ZeroDivisionError as e:
    for line in traceback.format_exc().replace(__file__, "FILE").splitlines(): print(line)
    s = traceback.extract_tb(e.__traceback__)
    print(len(s), s[0].name, len(traceback.format_tb(e.__traceback__, limit=2)), len(traceback.extract_tb(e.__traceback__, -3)))
