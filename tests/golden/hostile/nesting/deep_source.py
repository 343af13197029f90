# Deeply nested source is refused or accepted, never a crash.
for depth in (10, 50, 90):
    for text in ('(' * depth + '1' + ')' * depth, '[' * depth + ']' * depth, '-' * depth + '1', 'not ' * depth + '1', 'x' + '[0]' * 0 + ' + 1' * depth):
        try: eval(text, {'x': 1}); print(depth, text[:2].strip(), 'ok')
        except (SyntaxError, MemoryError, RecursionError) as e: print(depth, text[:2], type(e).__name__)
for depth in (300, 5000, 100000):
    for text in ('(' * depth + ')' * depth, '[' * depth, '(' * depth):
        try: compile(text, '<deep>', 'eval'); print(depth, 'ended')
        except (SyntaxError, MemoryError, RecursionError) as e: print(depth, 'ended')
print('alive')
