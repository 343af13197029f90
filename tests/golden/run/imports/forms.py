# Import, from, as, packages and sub-modules.
import lib_shapes
import lib_shapes as shapes
from lib_shapes import area, SIDE as side
import pkg_zoo
import pkg_zoo.cats
import pkg_zoo.birds.owl as owl
from pkg_zoo import dogs
from pkg_zoo.birds import owl as owl2, VERSION
print(lib_shapes.area(2), shapes is lib_shapes, area(3), side, pkg_zoo.NAME, pkg_zoo.cats.sound(), owl is owl2, dogs.sound(), VERSION, owl.relative())
print(lib_shapes.__name__, pkg_zoo.__name__, owl.__name__, owl.__package__, pkg_zoo.__package__, lib_shapes.__package__ == '', pkg_zoo.birds.__name__, hasattr(pkg_zoo, '__path__'), hasattr(lib_shapes, '__path__'), __name__)
