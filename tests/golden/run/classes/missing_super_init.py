# Attributes of the base are absent without its __init__.
class A:
    def __init__(self): self.x = 1
class B(A):
    def __init__(self): self.y = 2
try: B().x
except AttributeError as e: print(e)
