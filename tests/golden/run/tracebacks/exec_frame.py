# Frames without source text.
exec('def f():\n    return 1 / 0\n', globals())
f()
