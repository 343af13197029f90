print('about to fail')
raise ValueError('module failed')
