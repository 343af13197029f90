"""The public address of the abstract container classes."""
from _collections_abc import *
from _collections_abc import __all__, _CallableGenericAlias
