print('counter runs')
value = 10
