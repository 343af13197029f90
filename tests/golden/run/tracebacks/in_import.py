# An error while a module is imported.
import lib_broken
