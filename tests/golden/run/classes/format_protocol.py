# __format__ receives the specification.
class A:
    def __format__(self, s): return f'[{s}]'
a = A(); print(f'{a}', f'{a:>5}', '{:x{}}'.format(a, 1), format(a, 'q'), format(a))
