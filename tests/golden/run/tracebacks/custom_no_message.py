# An exception without a message.
class Oops(Exception):
    pass
raise Oops
