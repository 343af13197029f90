# Counting words of a text.
text = '''the cat sat on the mat the cat ran
a dog and a cat met on the road'''
counts = {}
for word in text.split():
    counts[word] = counts.get(word, 0) + 1
for word, n in sorted(counts.items(), key=lambda p: (-p[1], p[0]))[:5]:
    print(f'{word:<6}{n:>3} {"*" * n}')
lengths = {}
for word in counts: lengths.setdefault(len(word), []).append(word)
print({k: sorted(v) for k, v in sorted(lengths.items())})
