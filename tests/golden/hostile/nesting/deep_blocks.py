# Nested blocks have a limit.
def nested(n, word): return ''.join('  ' * i + word + ':\n' for i in range(n)) + '  ' * n + 'x = 1\n'
for n in (5, 18): exec(nested(n, 'if 1')); print(n, 'ok', x)
for n in (25, 120):
    for word in ('while 1', 'for i in [1]', 'try', 'if 1'):
        text = nested(n, word)
        if word == 'try': text += ''.join('  ' * i + 'finally: pass\n' for i in reversed(range(n)))
        try: compile(text, '<b>', 'exec')
        except (SyntaxError, RecursionError, MemoryError): pass
print('alive')
