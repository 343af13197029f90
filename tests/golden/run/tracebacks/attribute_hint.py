# An AttributeError with a hint.
text = 'abc'
text.uper()
