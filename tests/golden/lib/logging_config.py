import logging, logging.config, sys
logging.config.dictConfig({
    'version': 1, 'disable_existing_loggers': False,
    'formatters': {'short': {'format': '%(levelname)s %(name)s %(message)s'}, 'brace': {'format': '{message}!', 'style': '{'}},
    'filters': {'only': {'name': 'app'}},
    'handlers': {'out': {'class': 'logging.StreamHandler', 'stream': 'ext://sys.stdout', 'formatter': 'short', 'level': 'INFO', 'filters': ['only']},
                 'second': {'class': 'logging.StreamHandler', 'stream': 'ext://sys.stdout', 'formatter': 'brace'},
                 'mem': {'class': 'logging.handlers.MemoryHandler', 'capacity': 1, 'target': 'second'}},
    'loggers': {'app': {'handlers': ['out'], 'level': 'DEBUG', 'propagate': False}, 'app.sub': {'handlers': ['mem']}},
    'root': {'handlers': ['second'], 'level': 'ERROR'}})
logging.getLogger('app').info('info'); logging.getLogger('app').debug('debug'); logging.getLogger('app.sub').warning('sub'); logging.getLogger('else').error('root gets it'); logging.getLogger('else').info('no')
logging.config.dictConfig({'version': 1, 'incremental': True, 'loggers': {'app': {'level': 'ERROR'}}})
logging.getLogger('app').info('gone'); logging.getLogger('app').error('stays')
for config in ({}, {'version': 2}, {'version': 1, 'handlers': {'x': {'class': 'no.such.Thing'}}}, {'version': 1, 'root': {'handlers': ['nope']}}, {'version': 1, 'loggers': {'a': {'level': 'BAD'}}}):
    try:
        logging.config.dictConfig(config)
    except ValueError as error:
        print(error, '|', error.__cause__)
