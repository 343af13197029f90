# Subscript with commas is a tuple key.
d = {}; d[1, 2] = 'a'; d[(1, 2)] += 'b'; d[()] = 'e'; d[1,] = 'one'; print(d, d[1, 2], (1, 2) in d)
