# Sys.exit without a value is success.
import sys
class D:
    def __del__(self): print('del at exit')
d = D()
print('bye')
raise SystemExit
