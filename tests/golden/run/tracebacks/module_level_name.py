# A NameError with a hint.
counter = 5
print(countr)
