# The right side first, targets left to right.
def log(n, v=None):
    print(n, end=' ')
    return v if v is not None else n
class L(dict):
    def __setitem__(self, k, v): print(f'[{k}]={v}', end=' '); super().__setitem__(k, v)
l = L()
l[log('i')], l[log('j')] = log('a'), log('b')
print()
l[log('x')] = l[log('y')] = log('value')
print()
log('f', print)(log('arg1'), log('arg2'), sep=log('sep', '-'))
print({log('k1'): log('v1'), log('k2'): log('v2')}, [log(1), log(2)], log(3, 1) + log(4, 2) * log(5, 3))
log('left', 1) < log('mid', 2) < log('right', 3)
print()
l[log('aug')] = 1; l[log('aug')] += log('inc', 5)
print(); x = log('cond') if log('test', True) else log('no'); print()
