"""`python -m unittest [module ...]`."""
from . import main

main(module=None)
