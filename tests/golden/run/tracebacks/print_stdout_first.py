# Output before the traceback is kept.
print('line one')
print('no newline', end='')
raise SystemError('stop')
