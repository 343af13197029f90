# Deep stacks print every frame.
def a(): b()
def b(): c()
def c(): d()
def d(): raise NotImplementedError
a()
