from .cats import sound as cat
from pkg_zoo import NAME
def sound():
    return NAME + ' woof not ' + cat()
