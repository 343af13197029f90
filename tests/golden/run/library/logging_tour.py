# Log records, levels, formatting.
import logging, sys
logging.basicConfig(stream=sys.stdout, level=logging.INFO, format='%(levelname)s:%(name)s:%(message)s')
log = logging.getLogger('app'); child = logging.getLogger('app.db')
log.debug('hidden'); log.info('shown %d', 5); child.warning('child %s', 'w'); log.error('bad'); logging.critical('root')
child.setLevel(logging.ERROR); child.warning('hidden'); print(child.parent.name, log.isEnabledFor(10), logging.getLevelName(30), log is logging.getLogger('app'))
try: 1 / 0
except ZeroDivisionError: log.exception('failed')
h = logging.StreamHandler(sys.stdout); h.setFormatter(logging.Formatter('[%(levelname)-8s] %(message)s')); log.addHandler(h); log.propagate = False; log.info('own handler')
