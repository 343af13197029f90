import fnmatch, glob, os, tempfile, shutil
for name, pattern in (('a.txt', '*.txt'), ('a.txt', '?.tx[st]'), ('a.txt', '[!a]*'), ('A', 'a'), ('a-b', 'a[-x]b'), ('[', '[[]'), (']', '[]]'), ('x', '[!]]'), ('ab', 'a*b*'), ('a\nb', 'a*b'), ('[a', '[a'), ('b', '[a-c]'), ('d', '[c-a]'), ('.h', '*')):
    print(repr(name), pattern, fnmatch.fnmatch(name, pattern), fnmatch.fnmatchcase(name, pattern))
print(fnmatch.filter(['a.py', 'b.txt', 'c.py'], '*.py'), fnmatch.fnmatch(b'a.py', b'*.py'))
top = tempfile.mkdtemp()
os.chdir(top)
os.makedirs('d/e/f'); os.makedirs('.hid')
for name in ('a.py', 'b.txt', 'd/c.py', 'd/e/x.py', 'd/e/f/y.txt', '.dot', '.hid/z.py'):
    open(name, 'w').close()
for pattern, options in (('*', {}), ('*.py', {}), ('*/*', {}), ('**/*.py', {'recursive': True}), ('**', {'recursive': True}), ('d/**', {'recursive': True}), ('.*', {}), ('a.py', {}), ('nope', {}), ('d/', {}), ('*/', {}), ('**/', {'recursive': True}),
                         ('**/*.py', {'recursive': True, 'include_hidden': True}), ('*', {'root_dir': 'd'}), ('d/*/x.py', {}), ('[ab].*', {}), ('**/f/*', {'recursive': True}), ('**/*.py', {})):
    print(pattern, options, sorted(glob.glob(pattern, **options)))
print(sorted(glob.glob(os.path.join(top, '*.py'))) == [top + '/a.py'], sorted(glob.glob(b'*.py')), glob.escape('a[b]*?'), glob.has_magic('a*'))
os.chdir('/')
shutil.rmtree(top)
