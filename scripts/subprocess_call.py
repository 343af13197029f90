"""Lesson: `subprocess.call` runs another program, which shares our terminal, and gives its exit code."""
import subprocess

print("$ echo hello", flush=True)
print("exit code:", subprocess.call(["echo", "hello"]))
print("$ exit 3", flush=True)
print("exit code:", subprocess.call("exit 3", shell=True))
print("$ kill myself", flush=True)
print("exit code:", subprocess.call("kill -TERM $$", shell=True), "is minus the signal's number")
try:
    subprocess.check_call(["sh", "-c", "exit 4"])
except subprocess.CalledProcessError as error:
    print("check_call raises:", error)
try:
    subprocess.call(["no-such-program"])
except FileNotFoundError as error:
    print("nothing ran:", error)
try:
    subprocess.call(["sleep", "60"], timeout=0.05)
except subprocess.TimeoutExpired as error:
    print("too slow, so it was killed:", error)
