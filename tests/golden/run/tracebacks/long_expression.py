# Carets with unicode and tabs.
def f():
	größe = {'é': None}
	return größe['é'].foo + 1
f()
