"""Says good-bye to the master in place of a worker that was told to stay."""
import sys
from shared import KEY, Manager

manager = Manager(('127.0.0.1', int(sys.argv[1])), KEY)
manager.connect()
manager.results().put('good-bye')
