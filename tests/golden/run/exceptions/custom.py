# User-defined exceptions.
class AppError(Exception):
    """base"""
class Coded(AppError):
    def __init__(self, code, msg='default'):
        self.code = code
        super().__init__(msg)
    def __str__(self): return f'[{self.code}] {super().__str__()}'
class NoInit(AppError):
    def __init__(self, a, b): self.a = a
class Multi(KeyError, AppError): pass
for make in (lambda: Coded(5), lambda: Coded(6, 'm'), lambda: NoInit(1, 2), lambda: Multi('k'), AppError, lambda: AppError('x', 'y')):
    try: raise make()
    except AppError as e: print(type(e).__name__, str(e), repr(e), e.args)
try: raise Coded
except TypeError as e: print(e)
class Weird(BaseException): pass
try: raise Weird('w')
except Exception: print('no')
except BaseException as e: print('base', e)
