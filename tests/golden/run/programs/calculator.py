# A recursive descent calculator.
import re
class Parser:
    def __init__(self, text): self.tokens = re.findall(r'\d+\.?\d*|[-+*/()^]', text) + [None]; self.i = 0
    def peek(self): return self.tokens[self.i]
    def take(self): t = self.tokens[self.i]; self.i += 1; return t
    def expr(self):
        v = self.term()
        while self.peek() in ('+', '-'): v = v + self.term() if self.take() == '+' else v - self.term()
        return v
    def term(self):
        v = self.factor()
        while self.peek() in ('*', '/'): v = v * self.factor() if self.take() == '*' else v / self.factor()
        return v
    def factor(self):
        base = self.atom()
        if self.peek() == '^': self.take(); return base ** self.factor()
        return base
    def atom(self):
        t = self.take()
        if t == '(':
            v = self.expr()
            if self.take() != ')': raise SyntaxError('expected )')
            return v
        if t == '-': return -self.atom()
        if t is None: raise SyntaxError('unexpected end')
        return float(t) if '.' in t else int(t)
for s in ('1 + 2 * 3', '(1 + 2) * 3', '2 ^ 3 ^ 2', '-4 + 10 / 4', '1.5 * (2 - -3)', '(1', '2 *'):
    try: print(s, '=', Parser(s).expr())
    except SyntaxError as e: print(s, '->', e)
