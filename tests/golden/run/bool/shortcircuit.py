# And, or and not return operands and stop early.
def t(name, value):
    print('eval', name, end='; ')
    return value
print(t('a', 0) and t('b', 1))
print(t('a', 1) and t('b', ''))
print(t('a', []) or t('b', 'x'))
print(t('a', 'y') or t('b', 'x'))
print(t('a', 0) or t('b', 1) and t('c', 2))
print(not t('a', 0) and t('b', 3))
print(1 and 2 and 3, 0 or '' or None, 1 if [] else 2, (1 if 1 else 2) if 0 else 3)
print(t('x', 1) < t('y', 2) < t('z', 1) < t('never', 9))
