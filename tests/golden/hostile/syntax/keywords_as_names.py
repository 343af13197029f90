# Keywords cannot be names, soft keywords can.
import keyword
for word in keyword.kwlist:
    for form in ('{} = 1', 'def {}(): pass', 'def f({}): pass', 'class {}: pass', 'import {}', 'x.{}', 'f({}=1)', 'import x as {}', 'for {} in y: pass', 'lambda {}: 0', 'global {}'):
        try: compile(form.format(word), '<k>', 'exec'); print('accepted', form.format(word))
        except SyntaxError: pass
for word in keyword.softkwlist:
    if word == '_': continue
    exec('{0} = 1\ndef {0}({0}): return {0}\nclass D:\n {0} = 5\nprint({0}(2), D.{0}, [{0} for {0} in (1,)])'.format(word))
print(len(keyword.kwlist), keyword.softkwlist)
