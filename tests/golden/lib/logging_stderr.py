import logging, sys, io
sys.stderr = err = io.StringIO()
logging.getLogger('quiet').warning('last resort'); logging.getLogger('quiet').info('not this')
print(err.getvalue())
logging.warning('default format'); print(err.getvalue())
class Bad:
    def __str__(self):
        raise ValueError('cannot')
logging.error('%d', 'x'); text = err.getvalue(); print('--- Logging error ---' in text, "Message: '%d'" in text, "Arguments: ('x',)" in text, 'TypeError' in text)
logging.raiseExceptions = False; size = len(err.getvalue()); logging.error('%d', 'x'); print(len(err.getvalue()) == size)
logging.captureWarnings(True)
import warnings
warnings.warn('captured?'); print(len(err.getvalue()) > size)
logging.captureWarnings(False)
