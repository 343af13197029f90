# Case methods.
s = 'hELLO wORLD ß ǆ'
print(s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold())
print('ŉ'.upper(), 'ﬀ'.upper(), 'İ'.lower() == 'i̇', 'ΑΣ'.lower(), "they're bill's".title(), 'x1y'.title(), ''.capitalize())
print('Straße'.casefold() == 'STRASSE'.casefold(), 'A1'.isupper(), 'a1'.islower(), '1'.isupper(), 'Aa Bb'.istitle(), 'AA'.istitle())
