# An exception in __del__ is reported and ignored.
class D:
    def __del__(self):
        raise ValueError('in del')
    def __repr__(self):
        return '<a D>'
D()
print('still running')
