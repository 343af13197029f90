# The words of a command line for Windows.
import pathlib
import subprocess

for words in (['a', 'b c'], ['a b'], [''], ['"'], ['a"b'], ['a\\b'], ['a\\'], ['a b\\'], ['a\\"b'], ['a\\\\"b c'], ['\t'], [b'bytes'],
              [pathlib.PurePosixPath('p q')], ['a\\\\b', 'c'], []):
    print(words, subprocess.list2cmdline(words))
