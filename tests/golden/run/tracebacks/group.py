# An exception group.
raise ExceptionGroup('several', [ValueError('one'), TypeError('two')])
