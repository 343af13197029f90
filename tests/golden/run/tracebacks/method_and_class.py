# Methods, class bodies, lambdas and comprehensions.
class Account:
    def withdraw(self, n):
        return (lambda x: x / 0)(n)
accounts = [Account()]
print([a.withdraw(5) for a in accounts])
