from lib_cycle_b import b
a = 1
