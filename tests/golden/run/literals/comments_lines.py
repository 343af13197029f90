# Comments, semicolons, continuation lines.
x = 1; y = 2; print(x, y);  # three statements
total = (1 +  # comment inside brackets
         2 +

         3)
print(total)
z = 1 + \
    2
print(z)
if x: print('one line'); print('suite')
# -*- a comment -*-
print([
    1,   # first

    2,   # second
])
