# Steps of both signs.
a = list(range(10)); print(a[::3], a[1::4], a[::-4], a[8:2:-3], a[-2:-8:-2], a[5:5], a[9:0:-100])
