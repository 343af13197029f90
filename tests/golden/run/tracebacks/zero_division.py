# A plain uncaught exception.
def divide(a, b):
    return a / b

def main():
    print('working')
    divide(1, 0)

main()
