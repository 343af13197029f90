from . import NAME
def sound():
    return NAME + ' meow'
