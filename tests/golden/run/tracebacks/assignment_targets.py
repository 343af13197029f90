# Carets in an augmented assignment and a target.
config = {'depth': None}
config['depth'] += 1
