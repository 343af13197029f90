import json
value = {'name': 'Zoë "x"\n\t\\/\x01\x7f', 'list': [1, 2.5, -0.0, 1e100, 1e-7, True, False, None], 'empty': [{}, [], ()], 'nested': {'a': {'b': [1]}}, 'emoji': '😀', 'big': 2 ** 70}
print(json.dumps(value))
print(json.dumps(value, ensure_ascii=False))
print(json.dumps(value, indent=2))
print(json.dumps(value, indent='\t', sort_keys=True))
print(json.dumps(value, separators=(',', ':')))
print(json.dumps([[], {}, [[]]], indent=0), json.dumps({}, indent=4), json.dumps([1, 2], indent=4, separators=(';', '=')))
print(json.dumps({1: 'a', 2.5: 'b', True: 'c', None: 'd', 'k': 'e'}), json.dumps({(1, 2): 'x', 'y': 1}, skipkeys=True))
print(json.dumps([float('nan'), float('inf'), -float('inf')]), json.dumps('x'), json.dumps(None), json.dumps(3), json.dumps(1.0))
class I(int): pass
class F(float): pass
class S(str): pass
class D(dict): pass
print(json.dumps([I(3), F(2.5), S('s'), D(a=1), {I(1): 2}]))
print(json.dumps({'z': 1, 'a': {'y': 2, 'b': 3}}, sort_keys=True), json.dumps('\u2028\ud800'))
