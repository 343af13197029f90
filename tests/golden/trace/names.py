"""What threads are called does nothing to a report: every row has its width, and no control reaches the terminal."""
import threading
import tick

NAMES = ["\x1b[31mred\x07", "日本語のスレッド名前がとても長い", "größe \u202e", "a\nb", "x" * 50]


def width(text):
    return sum(2 if "\u3000" <= c <= "\u9fff" else 1 for c in text)


with tick.trace() as run:
    for name in NAMES:
        thread = threading.Thread(target=sum, args=([1, 2],), name=name)
        thread.start()
        thread.join()

for columns in 80, 60:
    report = run.report(columns)
    rows = [line for line in report.splitlines() if line.endswith("|")]
    for row in rows:
        print(repr(row.split("|")[0]))
    print({width(row) for row in rows} == {columns})
print(report.replace("\n", "").isprintable())
print(max(width(line) for line in run.report(80).splitlines()) <= 80)
