# Title starts words after every non-letter.
print("it's o'neil 3rd x-ray _a".title(), 'ÉCOLE élan'.title(), 'aB cD'.istitle(), 'Ab Cd'.istitle())
