# Zfill keeps signs in front.
print('+5'.zfill(4), '-'.zfill(3), '5'.zfill(0), 'abc'.zfill(5), '--1'.zfill(5))
