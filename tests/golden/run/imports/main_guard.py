# __name__ is __main__ only in the script.
import lib_guarded, sys
print(__name__, lib_guarded.name, sys.modules['__main__'].__name__, sys.argv[1:])
if __name__ == '__main__': print('guard ran')
