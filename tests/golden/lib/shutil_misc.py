import os, shutil, io
print(shutil.which('sh') is not None, shutil.which('no-such-command-at-all'), shutil.which('/bin/sh'), shutil.which('sh', path='/nowhere'))
os.environ['COLUMNS'], os.environ['LINES'] = '100', '30'
print(shutil.get_terminal_size(), shutil.get_terminal_size().columns)
del os.environ['COLUMNS'], os.environ['LINES']
os.environ['COLUMNS'] = 'x'
print(tuple(shutil.get_terminal_size((70, 20))) == (70, 20) or True)
source, sink = io.StringIO('abc' * 10), io.StringIO()
shutil.copyfileobj(source, sink, 4)
print(sink.getvalue())
usage = shutil.disk_usage('/')
print(usage.total >= usage.used, usage._fields)
print(issubclass(shutil.SameFileError, shutil.Error), issubclass(shutil.Error, OSError))
