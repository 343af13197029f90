# An error inside a class body.
class Broken:
    x = 1
    y = undefined_name
