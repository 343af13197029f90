from .. import NAME
from ..cats import sound
from . import VERSION
def relative():
    return NAME, sound(), VERSION
