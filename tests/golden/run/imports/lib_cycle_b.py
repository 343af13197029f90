from lib_cycle_a import a
b = 2
