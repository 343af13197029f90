print('importing zoo')
NAME = 'zoo'
__all__ = ['cats', 'NAME']
