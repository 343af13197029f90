# Eight queens by backtracking generators.
def queens(n, row=0, cols=(), d1=(), d2=()):
    if row == n: yield cols; return
    for c in range(n):
        if c not in cols and row + c not in d1 and row - c not in d2:
            yield from queens(n, row + 1, cols + (c,), d1 + (row + c,), d2 + (row - c,))
s = list(queens(6)); print(len(s), s[0], sum(1 for _ in queens(7)))
print('\n'.join(''.join('Q' if c == q else '.' for c in range(8)) for q in next(queens(8))))
