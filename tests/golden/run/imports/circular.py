# Modules that import each other.
import lib_ping
print(lib_ping.call(3))
try: import lib_cycle_a
except ImportError as e: print(type(e).__name__, str(e).split(' (')[0])
