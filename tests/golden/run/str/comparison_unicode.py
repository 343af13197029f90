# Strings compare by code points.
print(sorted(['b', 'A', 'a', 'B', 'é', 'z', '中', '😀', '\uffff', '']), 'a' < 'b' < 'c', 'abc' > 'abb')
