import configparser, io
text = '[DEFAULT]\nbase = /srv\n\n[One]\nKey = value ; not a comment\nn: 42\nf=1.5\nyes = On\npath = %(base)s/%(key)s\nlong = first\n  second\n\n  third\n# comment\nempty =\n[Two Words]\nn = 1\npercent = 100%%\n'
c = configparser.ConfigParser(); c.read_string(text)
print(c.sections(), c['One']['KEY'], c.getint('One', 'n'), c.getfloat('One', 'f'), c.getboolean('One', 'yes'), c['One']['path'], repr(c['One']['long']), repr(c['One']['empty']), c.get('One', 'path', raw=True), c['Two Words']['percent'], c['Two Words']['base'])
print(c.options('One'), c.items('Two Words'), c['One'], list(c), len(c), 'One' in c, c.has_option('One', 'N'), c.get('One', 'nope', fallback='fb'), c['One'].get('nope'), c['One'].getint('n'), c['One'].getint('nope', 5), dict(c['Two Words']), c.defaults())
out = io.StringIO(); c.write(out); print(out.getvalue())
c['New'] = {'a': '1', 'B': '2'}; c.set('New', 'c', '3'); c.remove_option('New', 'a'); c.remove_section('One'); print(dict(c['New']), c.sections()); del c['New']
e = configparser.ConfigParser(interpolation=configparser.ExtendedInterpolation(), allow_no_value=True, inline_comment_prefixes=('#',)); e.read_string('[a]\nx=1 # c\ny=${x}-${b:z}\nflag\n[b]\nz=Z$$\n'); print(e['a']['y'], e['a']['flag'], dict(e['a']))
r = configparser.RawConfigParser(); r.read_dict({'s': {'k': 5, 'p': '%(x)s'}}); print(r['s']['k'], r['s']['p'], configparser.ConfigParser(converters={'list': str.split}).has_section('x'))
def bad(text, **options):
    try:
        p = configparser.ConfigParser(**options); p.read_string(text); print([dict(p[s]) for s in p])
    except configparser.Error as error:
        print(type(error).__name__, error)
bad('x=1\n'); bad('[a]\nx=1\nx=2\n'); bad('[a]\n[a]\n'); bad('[a]\njunk\n'); bad('[a]\nx=%(nope)s\n'); bad('[a]\nx=%(x)s\n'); bad('[a]\nx=%z\n'); bad('[a]\nx=1\nx=2\n', strict=False)
for call in (lambda: c.get('zz', 'a'), lambda: c.get('Two Words', 'zz'), lambda: c['zz'], lambda: c.add_section('Two Words'), lambda: c.add_section('DEFAULT'), lambda: c.set('Two Words', 'a', 1), lambda: c.getboolean('Two Words', 'percent'), lambda: c['Two Words']['zz'], lambda: c.set('zz', 'a', 'b')):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
print(c.read(['/no/such/file']), c.read_file(['[L]\n', 'q=1\n']), c['L']['q'])
