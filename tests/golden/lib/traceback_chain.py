import io, os, traceback
def a():
    try: 1 / 0
    except ZeroDivisionError as e: raise KeyError("wrapped") from e
def b():
    try: int("x")
    except ValueError: raise TypeError("second")
def c():
    try: int("x")
    except ValueError: raise TypeError("alone") from None
for f in (a, b, c):
    try: f()
    except Exception as e:
        text = io.StringIO()
        traceback.print_exc(file=text)
        print(text.getvalue().replace(os.path.dirname(__file__) + "/", ""), end="")
e = ValueError("noted"); e.add_note("note one"); e.add_note("note\ntwo")
print("".join(traceback.format_exception(e)))
print(traceback.format_exception_only(ValueError()), traceback.format_exception_only(KeyError("k")))
