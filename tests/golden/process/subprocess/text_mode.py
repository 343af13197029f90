# Text instead of bytes: each way to ask for it, encodings, errors, ends of lines.
import subprocess

say = ['printf', 'a\\r\\nb\\rc\\n']
for how in ({}, dict(text=True), dict(universal_newlines=True), dict(encoding='ascii'), dict(errors='strict')):
    print(how, repr(subprocess.run(say, capture_output=True, **how).stdout), repr(subprocess.check_output(say, **how)))
latin = ['printf', '\\351\\n']
print(subprocess.run(latin, capture_output=True, encoding='latin-1'))
print(subprocess.run(latin, capture_output=True, encoding='utf-8', errors='replace'))
print(subprocess.run(latin, capture_output=True, encoding='utf-8', errors='surrogateescape').stdout.encode('utf-8', 'surrogateescape'))
for both in (True, False):
    try:
        if both:
            subprocess.run(latin, capture_output=True, text=True)
        else:
            subprocess.check_output(latin, text=True)
    except UnicodeDecodeError as error:
        print(error)
print(subprocess.run(['cat'], input='é\n', capture_output=True, encoding='latin-1'))
print(subprocess.run(['od', '-An', '-tx1'], input='é', stdout=subprocess.PIPE, encoding='latin-1').stdout)
try:
    subprocess.run(['true'], text=True, universal_newlines=False)
except subprocess.SubprocessError as error:
    print(type(error).__name__, error)
child = subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
print(child.text_mode, child.universal_newlines, child.stdin.encoding.lower(), child.stdout.errors, child.stdin.line_buffering)
print(child.communicate('one\ntwo\n'))
child = subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
print(child.text_mode, type(child.stdin).__name__, type(child.stdout).__name__)
print(child.communicate(b'bytes'))
