# A call with wrong arguments.
def greet(name, greeting):
    print(greeting, name)
greet('Ann')
