# Update takes mappings, pairs and keywords.
d = {}; d.update({'a': 1}); d.update([('b', 2)]); d.update(c=3); d.update({'a': 9}, d=4); d.update(zip('xy', (1, 2))); print(d)
