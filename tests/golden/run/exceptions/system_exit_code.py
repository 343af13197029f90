# Sys.exit with a number.
import sys, atexit
atexit.register(print, 'atexit ran')
try: sys.exit(3)
finally: print('finally ran')
