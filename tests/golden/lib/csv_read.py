import csv, io
def rows(text, **options):
    try:
        print(repr(text), list(csv.reader(io.StringIO(text, newline=''), **options)))
    except Exception as error:
        print(repr(text), type(error).__name__, error)
for text in ('a,b,c\n1,2,3\n', '"a,b",c\r\n"x ""y"" z",""\r\n', 'a\n\nb\n', '"multi\nline",2\n', ',,\n', 'a, "b c", d\n', 'a"b,c\n', '"a"b,c\n', 'x', '', '\n', '"open', 'a,"b\n\n"\n', '"a",\n', ' a , b \n'):
    rows(text)
rows('a;b\tc;"d"', delimiter=';'); rows('a, "b, c"', skipinitialspace=True); rows("'a,b',c", quotechar="'"); rows('a\\,b,"c\\"d"', escapechar='\\'); rows('1,"2",3.5', quoting=csv.QUOTE_NONNUMERIC); rows('"a",b', quoting=csv.QUOTE_NONE); rows('"a"b', strict=True); rows('"a', strict=True)
rows('a\tb\n', dialect='excel-tab'); rows('x,y', delimiter=';;'); rows('x', bogus=1); rows('x', dialect='nope'); rows('a,b', quoting=9); rows('a,b', delimiter=1)
r = csv.DictReader(io.StringIO('name,age\nAda,36\nBob\nCy,1,extra\n\n'), restkey='more', restval='?'); print(r.fieldnames, list(r), r.line_num)
print(list(csv.DictReader(['1,2'], fieldnames=['a', 'b'])), csv.list_dialects(), csv.get_dialect('excel').delimiter)
try:
    list(csv.reader([b'x']))
except csv.Error as error:
    print(error)
class Semi(csv.Dialect):
    delimiter, quotechar, lineterminator, quoting, doublequote, skipinitialspace = ';', '"', '\n', csv.QUOTE_MINIMAL, True, False
csv.register_dialect('semi', Semi); rows('a;b', dialect='semi'); rows('a;b', dialect=Semi); csv.unregister_dialect('semi'); csv.register_dialect('pipe', delimiter='|'); rows('a|b', dialect='pipe')
print(csv.Sniffer().sniff('a;b;c\n1;2;3\n').delimiter, csv.Sniffer().has_header('name,age\nada,36\nbob,41\n'), csv.field_size_limit())
