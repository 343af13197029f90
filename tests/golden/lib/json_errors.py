import json
for text in ('', ' ', '{', '[', '[1', '[1,', '[1,]', '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a" 1}', '{a:1}', "{'a':1}", '[1 2]', '"abc', '"a\nb"', '"\\x"', '"\\u12"', '"\\u12g4"', 'nul', 'tru', '1 2', '01', '-', '1.', '.5', '+1', '[1]]', '{"a":1}\n\nx', '\n\n  x', '"\\', '[\n1,\n2\n3]', '{"a": nope}', '[,]', '{,}', '\ufeff1', '- 1', '1e', '--1', '"\\ud800\\u12"'):
    try:
        print(repr(text), json.loads(text))
    except json.JSONDecodeError as error:
        print(repr(text), error, error.msg, error.pos, error.lineno, error.colno) if 'trailing comma' not in error.msg and not text.endswith(('1,]', ',]')) else print(repr(text), 'JSONDecodeError')
for call in (lambda: json.loads(1), lambda: json.loads(None), lambda: json.dumps(object), lambda: json.dumps({1, 2}), lambda: json.dumps({'a': [b'x']}), lambda: json.dumps({(1,): 2}), lambda: json.dumps({2: 1, 'a': 2}, sort_keys=True), lambda: json.dumps(1j)):
    try:
        print(call())
    except TypeError as error:
        print(type(error).__name__, error)
try:
    json.dumps(float('nan'), allow_nan=False)
except ValueError as error:
    print(str(error).startswith('Out of range float values are not JSON compliant'))
loop = []
loop.append(loop)
table = {}
table['self'] = [table]
for value in (loop, table):
    try:
        json.dumps(value)
    except ValueError as error:
        print(error)
print(issubclass(json.JSONDecodeError, ValueError))
