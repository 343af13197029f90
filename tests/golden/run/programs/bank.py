# A small bank with errors.
class InsufficientFunds(Exception):
    def __init__(self, need, have):
        super().__init__(f'need {need}, have {have}'); self.short = need - have
class Account:
    interest = 0.02
    def __init__(self, owner, balance=0): self.owner, self._balance, self.log = owner, balance, []
    @property
    def balance(self): return self._balance
    def withdraw(self, n):
        if n > self._balance: raise InsufficientFunds(n, self._balance)
        self._balance -= n; self.log.append(('w', n)); return self
    def deposit(self, n):
        if n <= 0: raise ValueError('deposit must be positive')
        self._balance += n; self.log.append(('d', n)); return self
    def __str__(self): return f'{self.owner}: {self._balance:,.2f}'
class Savings(Account):
    def add_interest(self): return self.deposit(self.balance * self.interest)
a = Savings('Ann', 1000).deposit(500).add_interest(); print(a, a.log)
for action in (lambda: a.withdraw(5000), lambda: a.deposit(-1), lambda: setattr(a, 'balance', 5)):
    try: action()
    except InsufficientFunds as e: print(e, e.short)
    except (ValueError, AttributeError) as e: print(type(e).__name__, e)
