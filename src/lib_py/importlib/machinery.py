"""Specs and loaders: what is known of a module before it runs.

Enters: names, paths. Leaves: ``ModuleSpec`` and loaders whose ``get_code`` and ``exec_module`` compile and run a source. The search
follows the interpreter's own order: native modules, the embedded library, the path.
"""
import sys as _sys

__all__ = ['BuiltinImporter', 'ModuleSpec', 'PathFinder', 'SourceFileLoader', 'all_suffixes']

SOURCE_SUFFIXES = ['.py']
BYTECODE_SUFFIXES = []
EXTENSION_SUFFIXES = []


def all_suffixes():
    """The endings of files that can be imported."""
    return SOURCE_SUFFIXES + BYTECODE_SUFFIXES + EXTENSION_SUFFIXES


class ModuleSpec:
    """How a module is found and loaded."""

    def __init__(self, name, loader, *, origin=None, loader_state=None, is_package=None):
        self.name = name
        self.loader = loader
        self.origin = origin
        self.loader_state = loader_state
        self.submodule_search_locations = [] if is_package else None
        self.cached = None
        self.has_location = False

    def __repr__(self):
        parts = [f'name={self.name!r}', f'loader={self.loader!r}']
        if self.origin is not None:
            parts.append(f'origin={self.origin!r}')
        if self.submodule_search_locations is not None:
            parts.append(f'submodule_search_locations={self.submodule_search_locations}')
        return f"{type(self).__name__}({', '.join(parts)})"

    def __eq__(self, other):
        if not isinstance(other, ModuleSpec):
            return NotImplemented
        return vars(self) == vars(other)

    @property
    def parent(self):
        """The package the module lives in: itself, if it is one."""
        return self.name if self.submodule_search_locations is not None else self.name.rpartition('.')[0]


class BuiltinImporter:
    """Loads native modules."""

    @staticmethod
    def find_spec(fullname, path=None, target=None):
        """The spec of a native module."""
        return ModuleSpec(fullname, BuiltinImporter, origin='built-in') if fullname in _sys.builtin_module_names else None

    @staticmethod
    def create_module(spec):
        """The native module itself."""
        return __import__('importlib').import_module(spec.name)

    @staticmethod
    def exec_module(module):
        """Nothing: native modules are complete when they are made."""

    @staticmethod
    def get_code(fullname):
        """Native modules have no code."""
        return None

    @staticmethod
    def get_source(fullname):
        """Native modules have no source."""
        return None

    @staticmethod
    def is_package(fullname):
        """Native modules are not packages."""
        return False


class _SourceLoader:
    """What loaders of sources share."""

    def create_module(self, spec):
        """None: the default module is right."""
        return None

    def source_to_code(self, data, path='<string>'):
        """Compile a source."""
        return compile(data, path, 'exec', dont_inherit=True)

    def get_code(self, fullname):
        """The compiled module."""
        return self.source_to_code(self.get_data(self.path), self.path)

    def exec_module(self, module):
        """Run the source in the module's namespace."""
        exec(self.get_code(module.__name__), module.__dict__)

    def get_filename(self, fullname=None):
        """The path of the source."""
        return self.path

    def is_package(self, fullname):
        """True for the source of a package."""
        return self.path.rpartition('/')[2] == '__init__.py'


class SourceFileLoader(_SourceLoader):
    """Loads a source file."""

    def __init__(self, fullname, path):
        self.name, self.path = fullname, path

    def __eq__(self, other):
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    def get_data(self, path):
        """The bytes of a file."""
        import io
        with io.open_code(path) as file:
            return file.read()

    def get_source(self, fullname):
        """The text of the module."""
        import tokenize
        with tokenize.open(self.path) as file:
            return file.read()

    def load_module(self, fullname=None):
        """Import the module."""
        return __import__('importlib').import_module(fullname or self.name)


class _LibraryLoader(_SourceLoader):
    """Loads a module that is embedded in the interpreter, or one of a zip file."""

    def __init__(self, fullname, path, source):
        self.name, self.path, self._source = fullname, path, source

    def get_data(self, path):
        """The source as bytes."""
        return self._source if isinstance(self._source, bytes) else self._source.encode()

    def get_source(self, fullname):
        """The source."""
        return self.get_data(self.path).decode()


class PathFinder:
    """Finds source files and packages on a path."""

    @staticmethod
    def find_spec(fullname, path=None, target=None):
        """The spec of a module on the path."""
        import os
        name = fullname.rpartition('.')[2]
        for entry in _sys.path if path is None else path:
            if not isinstance(entry, str):
                continue
            base = os.path.join(entry or os.getcwd(), name)
            package = os.path.join(base, '__init__.py')
            for file, places in ((package, [base]), (base + '.py', None)):
                if os.path.isfile(file):
                    return _file_spec(fullname, file, places)
            if os.path.isdir(base):
                spec = ModuleSpec(fullname, None, is_package=True)
                spec.submodule_search_locations.append(base)
                return spec
            import _imp
            found = _imp.find_in_archive(entry, name)
            if found is not None:
                file, source, is_package = found
                return _file_spec(fullname, file, [base] if is_package else None, _LibraryLoader(fullname, file, source))
        return None

    @staticmethod
    def invalidate_caches():
        """Nothing is remembered."""


def _file_spec(name, file, places, loader=None):
    """The spec of a source file."""
    spec = ModuleSpec(name, loader or SourceFileLoader(name, file), origin=file, is_package=places is not None)
    if places is not None:
        spec.submodule_search_locations.extend(places)
    spec.has_location = True
    return spec


def _find(fullname, path=None):
    """The spec of a module by the interpreter's own order, or None."""
    spec = BuiltinImporter.find_spec(fullname)
    if spec is not None:
        return spec
    import _imp
    found = _imp.find_library(fullname)
    if found is not None:
        file, source, is_package = found
        return _file_spec(fullname, file, [file] if is_package else None, _LibraryLoader(fullname, file, source))
    parent = fullname.rpartition('.')[0]
    if parent and path is None:
        path = __import__('importlib').import_module(parent).__path__
    return PathFinder.find_spec(fullname, path)
