# Notes are printed below the exception.
error = ValueError('with notes')
error.add_note('a first note')
error.add_note('two\nlines')
raise error
