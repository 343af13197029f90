import json
print(json.loads('{"a": [1, 2.5, -3e2, true, false, null, "x\\u00e9\\n\\ud83d\\ude00"], "b": {}}'))
print(json.loads(' [ ] '), json.loads('"\\ud83d"') == '\ud83d', json.loads('[1E5, 0, -0, -0.0, 123456789012345678901234567890]'))
print(json.loads('[NaN, Infinity, -Infinity]'), json.loads(b'{"k": "v"}'), json.loads(bytearray(b'[1]')), json.loads('"x"'.encode('utf-16')), json.loads('[1]'.encode('utf-32-be')))
print(json.loads('{"a": 1, "a": 2}'), json.loads('{"a": {"b": 1}}', object_hook=lambda d: sorted(d.items())))
print(json.loads('{"a": {"b": 1, "c": 2}}', object_pairs_hook=list), json.loads('[1.5, 2]', parse_float=str, parse_int=lambda t: t * 2), json.loads('[NaN]', parse_constant=lambda t: t.lower()))
print(json.JSONDecoder().raw_decode('[1] rest'), json.loads('"a\nb"', strict=False))
from io import StringIO
print(json.load(StringIO('{"x": [1]}')))
out = StringIO()
json.dump({'x': [1, None]}, out, indent=1)
print(out.getvalue())
class Decoder(json.JSONDecoder):
    def decode(self, s):
        return ['decoded', super().decode(s)]
print(json.loads('1', cls=Decoder))
print(json.loads(json.dumps({'k': ['é', 1.25, {'n': None}]})))
