# A missing name in a module.
from math import no_such_name
