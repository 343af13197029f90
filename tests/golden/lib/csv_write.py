import csv, io
def out(rows, **options):
    file = io.StringIO()
    try:
        csv.writer(file, **options).writerows(rows)
    except Exception as error:
        print(type(error).__name__, error)
    print(repr(file.getvalue()))
data = [['a', 1, 2.5, None, True], ['x,y', 'say "hi"', 'line\nbreak', '', ' sp ']]
out(data); out(data, quoting=csv.QUOTE_ALL); out(data, quoting=csv.QUOTE_NONNUMERIC); out(data, delimiter='\t', lineterminator='\n'); out(data, dialect='unix'); out(data, quoting=csv.QUOTE_NONE, escapechar='\\'); out(data, quoting=csv.QUOTE_NONE); out(data, doublequote=False, escapechar='\\'); out(data, quotechar="'")
out([['']]); out([[]]); out([[None]]); out([['', '']]); out([5]); out(['abc']); out([['a']], quoting=csv.QUOTE_STRINGS); out([[1, 'a', None]], quoting=csv.QUOTE_NOTNULL); out([['\r'], ['a\\b']], escapechar='\\')
f = io.StringIO(); w = csv.DictWriter(f, ['a', 'b'], restval='-', lineterminator='\n'); print(w.writeheader(), w.writerow({'a': 1}), w.writerows([{'a': 2, 'b': 3}])); print(f.getvalue())
for call in (lambda: w.writerow({'c': 1}), lambda: csv.DictWriter(f, ['a'], extrasaction='x'), lambda: csv.writer(1)):
    try:
        call()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
csv.DictWriter(f, ['a'], extrasaction='ignore').writerow({'a': 1, 'z': 2}); print(repr(f.getvalue()[-4:]))
