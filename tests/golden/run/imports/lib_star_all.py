__all__ = ['public', 'listed', '_listed_private']
public = 1
listed = 2
not_listed = 3
_listed_private = 4
_underscore = 5
