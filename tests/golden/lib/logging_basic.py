import logging, sys
logging.Formatter.formatException = lambda self, ei: f'{ei[0].__name__}: {ei[1]}'
logging.basicConfig(stream=sys.stdout, level=logging.INFO, format='%(levelname)s|%(name)s|%(funcName)s|%(lineno)d|%(filename)s|%(message)s')
logging.debug('hidden'); logging.info('shown %s', 'arg'); logging.warning('%(a)s and %(b)d', {'a': 'x', 'b': 2}); logging.error('plain 100%')
def f():
    log.critical('in a function %d %r', 1, 'two')
log = logging.getLogger('app.db'); f()
print(log, log.parent, logging.getLogger('app'), log.parent, logging.root, log.getEffectiveLevel(), log.isEnabledFor(10), log.hasHandlers(), logging.getLogger('app').getChild('x').name, logging.getLogger() is logging.root, logging.getLogger('root') is logging.root)
try:
    1 / 0
except ZeroDivisionError:
    try:
        log.exception('it failed')
    finally:
        pass
log.info('with info', exc_info=False); log.log(25, 'level 25'); logging.addLevelName(25, 'NOTICE'); log.log(25, 'now named')
print(logging.getLevelName(10), logging.getLevelName('INFO'), logging.getLevelName(33), sorted(logging.getLevelNamesMapping()))
log.setLevel('ERROR'); log.warning('no'); log.error('yes'); logging.disable(logging.ERROR); log.error('disabled'); logging.disable(logging.NOTSET)
log.propagate = False; h = logging.StreamHandler(sys.stdout); h.setFormatter(logging.Formatter('{levelname:<8}{message}', style='{')); log.addHandler(h); log.error('braces'); h.setLevel(50); log.error('too low')
h.setLevel(0); h.setFormatter(logging.Formatter('$levelname ${message}', style='$')); log.error('dollars'); print(h, logging.NullHandler(), repr(logging.Formatter()._fmt))
h.setFormatter(None); log.error('bare')
def only_even(record):
    return record.levelno % 20 == 0
h.addFilter(only_even); log.critical('odd'); log.error('even'); h.removeFilter(only_even)
log.addFilter(logging.Filter('other')); log.error('filtered'); log.filters.clear()
adapter = logging.LoggerAdapter(log, {'who': 'me'}); h.setFormatter(logging.Formatter('%(who)s: %(message)s')); adapter.error('adapted'); print(adapter)
log.error('extra', extra={'who': 'you'})
for call in (lambda: log.setLevel('NOPE'), lambda: log.setLevel(1.5), lambda: log.log('x', 'y'), lambda: logging.getLogger(1), lambda: logging.Formatter('x', style='?'), lambda: logging.Formatter('no fields'), lambda: logging.Formatter('{', style='{'), lambda: logging.basicConfig(force=True, bogus=1), lambda: logging.basicConfig(force=True, stream=1, filename='x'), lambda: log.error('x', extra={'message': 1}), lambda: logging.Handler().emit(None)):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
record = logging.makeLogRecord({'msg': 'hi %s', 'args': ('you',), 'levelno': 20})
print(record.getMessage(), record, logging.Formatter('%(asctime)s', '%Y')._fmt, record.processName, record.threadName)
