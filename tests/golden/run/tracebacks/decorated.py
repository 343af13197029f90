# Frames of wrappers.
def deco(f):
    def wrapper(*args):
        return f(*args)
    return wrapper
@deco
def work(a):
    return a.missing
work([])
