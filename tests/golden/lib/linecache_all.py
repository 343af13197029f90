import linecache, os, tempfile
p = os.path.join(tempfile.mkdtemp(), "x.py")
with open(p, "w") as f: f.write("one\ntwo\nthree")
print(repr(linecache.getline(p, 1)), repr(linecache.getline(p, 3)), repr(linecache.getline(p, 9)), repr(linecache.getline(p, 0)), linecache.getlines(p))
with open(p, "w") as f: f.write("changed file\n")
linecache.checkcache(p); print(linecache.getlines(p)); os.remove(p); linecache.checkcache(p); print(linecache.getlines(p), linecache.getlines("<nope>"))
