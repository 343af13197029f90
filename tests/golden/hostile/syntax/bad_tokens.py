# Odd bytes and encodings.
for data in (b'x = 1', b'\xef\xbb\xbfx = 1', b'# -*- coding: latin-1 -*-\nx = "\xe9"', b'x = "\xe9"', b'# coding: nope\nx = 1', b'\xff\xfe', b'x = 1\r\ny = 2\rz = 3\n', b'', b'\n\n\n', b'   ', b'#', b'\x0cx = 1', b'if 1:\n\tx = 1\n\tz = 2', b'x = 1;', b';', b'x = 1;;y = 2', b'\\\nx = 1', b'x = \\\n1', b'"""' , b'(\n\n\n1)', b'x = 1 # \xc3\xa9'):
    ns = {}
    try: exec(compile(data, '<d>', 'exec'), ns); print(data, sorted((k, v) for k, v in ns.items() if k != '__builtins__'))
    except SyntaxError as e: print(data, 'refused')
