"""Lesson: `communicate` feeds a program's input, collects both outputs and waits for its end; no pipe can fill up meanwhile."""
import subprocess

program = 'while read word; do echo "got $word"; done; echo "no more words" >&2'
child = subprocess.Popen(["sh", "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
output, errors = child.communicate(b"one\ntwo\nthree\n")
print(output.decode("utf-8"), end="")
print("on the other stream:", errors.decode("utf-8"), end="")
print("exit code:", child.returncode)

# More than pipes hold, in both directions at once.
big = "all work and no play\n" * 20_000
done = subprocess.run(["cat"], input=big, capture_output=True, text=True)
print("characters sent:", len(big), "all came back:", done.stdout == big)

upper = subprocess.run(["tr", "a-z", "A-Z"], input="text in, text out", capture_output=True, text=True)
print(upper.stdout)
