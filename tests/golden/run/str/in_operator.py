# Substring tests.
print('' in 'abc', 'bc' in 'abc', 'ac' in 'abc', 'é' in 'café', 'CAFÉ'.lower() in 'café', '\n' in 'a\nb')
