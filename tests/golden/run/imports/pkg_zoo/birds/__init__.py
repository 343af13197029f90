VERSION = 3
from . import owl
