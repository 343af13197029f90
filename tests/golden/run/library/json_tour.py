# Json both ways.
import json
data = {'a': [1, 2.5, True, False, None, 'text é "q" \n'], 'b': {'nested': {}}, 'c': [], '1': -0.0, 'big': 10 ** 20, 'e': 1e100}
text = json.dumps(data)
print(text); print(json.loads(text) == data)
print(json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False))
print(json.dumps([1, [2, {'k': 3}]], separators=(',', ':')), json.dumps({1: 'a', None: 'b', True: 'c', 2.5: 'd'}), json.dumps('\u2028😀\x00/'), json.dumps(float('inf')), json.dumps((1, (2,))), json.dumps([], indent=1), json.dumps({'k': []}, indent=4))
print(json.loads(' [1, 2.0, 1e3, -5, "\\u00e9\\n\\ud83d\\ude00", null, true] '), json.loads('{"a": {"b": []}}'), json.loads('NaN'), json.loads('12345678901234567890'), json.loads(b'"x"'))
for bad in ('', '{', '[1,]', '{"a" 1}', '"unterminated', 'nul', '[1] x', "{'a': 1}", '[1 2]', '{"a": 1,}', '"\x01"', '01', '"\\x"', '-'):
    try: json.loads(bad)
    except json.JSONDecodeError as e: print(repr(bad), e)
for bad in ({1, 2}, object, {(1, 2): 3}, 1j):
    try: json.dumps(bad)
    except TypeError as e: print(e)
print(json.dumps({'s': {1}}, default=list), json.loads('{"a": 1}', object_hook=lambda d: sorted(d.items())), json.loads('1.5', parse_float=str))
l = []; l.append(l)
try: json.dumps(l)
except ValueError as e: print(e)
