"""Lesson: programs connected by pipes run at the same time; each reads what the one before it writes."""
import subprocess

words = "pear apple pear fig apple pear"
split = subprocess.Popen(["tr", " ", "\n"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
sort = subprocess.Popen(["sort"], stdin=split.stdout, stdout=subprocess.PIPE)
count = subprocess.Popen(["uniq", "-c"], stdin=sort.stdout, stdout=subprocess.PIPE, text=True)
# Our copies of the pipes in between must go, or nobody would see their ends.
split.stdout.close()
sort.stdout.close()
split.stdin.write(words + "\n")
split.stdin.close()
for line in count.stdout:
    number, word = line.split()
    print(word, number)
print("exit codes:", split.wait(), sort.wait(), count.wait())
