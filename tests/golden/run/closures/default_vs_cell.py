# Defaults are taken at definition, cells at the call.
def make():
    x = 1
    def cell(): return x
    def default(x=x): return x
    x = 2
    return cell(), default()
print(make())
