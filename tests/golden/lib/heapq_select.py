import heapq
data = [("pear", 3), ("fig", 1), ("kiwi", 3), ("apple", 2)]
print(heapq.nlargest(2, data, key=lambda p: p[1]), heapq.nsmallest(3, data, key=lambda p: p[1]))
print(heapq.nlargest(3, range(10)), heapq.nsmallest(0, [1]), heapq.nlargest(20, [2, 1]), heapq.nsmallest(1, iter("zebra")))
print(heapq.nlargest(3, iter(range(1000)), key=lambda n: -(n % 7)), heapq.nsmallest(3, (x % 11 for x in range(100))))
