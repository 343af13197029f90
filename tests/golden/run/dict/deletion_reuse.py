# Deleting and inserting many times keeps order.
d = {}
for i in range(1000):
    d[i] = i
    if i >= 5: del d[i - 5]
print(d, len(d))
