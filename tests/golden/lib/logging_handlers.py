import logging, logging.handlers, os, queue, sys, tempfile
with tempfile.TemporaryDirectory() as top:
    path = os.path.join(top, 'app.log')
    log = logging.getLogger('h'); log.setLevel(logging.DEBUG); log.propagate = False
    h = logging.FileHandler(path, mode='w', encoding='utf-8'); log.addHandler(h); log.info('é one'); log.removeHandler(h); h.close(); print(open(path, encoding='utf-8').read())
    h = logging.handlers.RotatingFileHandler(path, maxBytes=30, backupCount=2); log.addHandler(h)
    for i in range(8):
        log.info('message number %d', i)
    log.removeHandler(h); h.close()
    print(sorted(os.listdir(top)), [open(os.path.join(top, name), encoding='utf-8').read() for name in sorted(os.listdir(top))])
    h = logging.FileHandler(os.path.join(top, 'late'), delay=True); print(os.path.exists(h.baseFilename)); h.close()
    t = logging.handlers.TimedRotatingFileHandler(os.path.join(top, 'timed'), when='S', utc=True, backupCount=1)
    print(t.computeRollover(1000), t.suffix, t.when, t.interval, t.shouldRollover(None)); t.close()
    m = logging.handlers.TimedRotatingFileHandler(os.path.join(top, 'timed'), when='midnight', utc=True); print(m.computeRollover(86400 * 3 + 5) == 86400 * 4); m.close()
    w = logging.handlers.TimedRotatingFileHandler(os.path.join(top, 'timed'), when='W0', utc=True); print(w.computeRollover(86400 * 3)); w.close()
    for when in ('X', 'W', 'W9'):
        try:
            logging.handlers.TimedRotatingFileHandler(os.path.join(top, 'timed'), when=when)
        except ValueError as error:
            print(error)
out = logging.StreamHandler(sys.stdout); out.setFormatter(logging.Formatter('%(levelname)s %(message)s'))
m = logging.handlers.MemoryHandler(3, target=out); log.addHandler(m)
log.info('a'); log.info('b'); print('not yet'); log.info('c'); log.info('d'); print('again'); log.error('e'); log.info('last'); log.removeHandler(m); m.close()
q = queue.Queue(); qh = logging.handlers.QueueHandler(q); log.addHandler(qh)
listener = logging.handlers.QueueListener(q, out); listener.start()
log.warning('through %s', 'queue'); log.info('second')
listener.stop(); log.removeHandler(qh); print(q.empty())
out.name = 'named'; print(logging.getHandlerByName('named') is out, out.get_name(), 'named' in logging.getHandlerNames())
