"""Documentation of objects as text: what help() prints.

Enters: an object, or the dotted name of one as a string.  Leaves: text made of its signature, its docstring and, for classes
and modules, those of what is in it.
"""

import builtins
import inspect
import sys

__all__ = ['help', 'getdoc', 'plain', 'render_doc', 'locate']


def plain(text):
    """The text itself: this module marks nothing by overstriking."""
    return text


def getdoc(object):
    """The docstring without its margin, or the comment '' if there is none."""
    doc = inspect.getdoc(object)
    return doc.strip() if isinstance(doc, str) else ''


def locate(path):
    """The object of a dotted name, importing what has to be; None if there is none."""
    parts = [part for part in path.split('.') if part]
    found, count = builtins, 0
    for end in range(1, len(parts) + 1):
        name = '.'.join(parts[:end])
        try:
            __import__(name)
        except ModuleNotFoundError as error:
            if error.name is None or not (name + '.').startswith(error.name + '.'):
                raise
            break
        found, count = sys.modules[name], end
    for part in parts[count:]:
        try:
            found = getattr(found, part)
        except AttributeError:
            return None
    return found


def _indent(text, margin='    '):
    return '\n'.join((margin + line).rstrip() for line in text.split('\n'))


def _signature(function):
    try:
        return str(inspect.signature(function))
    except (TypeError, ValueError):
        return '(...)'


def _module_name(object):
    return getattr(object, '__module__', None)


def _kind(object):
    if inspect.ismodule(object):
        return 'package' if hasattr(object, '__path__') else 'module'
    if inspect.isclass(object):
        return 'class'
    if inspect.isbuiltin(object):
        return 'built-in function'
    if inspect.iscoroutinefunction(object):
        return 'coroutine function'
    if inspect.isgeneratorfunction(object):
        return 'generator function'
    if inspect.isfunction(object):
        return 'function'
    if inspect.ismethod(object):
        return 'method'
    if isinstance(object, property):
        return 'property'
    if inspect.isroutine(object):
        return 'method_descriptor' if hasattr(object, '__objclass__') else 'function'
    return type(object).__name__


def _function(object, name=None):
    shown = name or getattr(object, '__name__', '?')
    prefix = 'async ' if inspect.iscoroutinefunction(object) else ''
    head = f'{prefix}{shown}{_signature(object)}'
    doc = getdoc(object)
    return head + '\n' + (_indent(doc) + '\n' if doc else '')


def _class(cls, name=None):
    bases = [_class_name(base, cls.__module__) for base in cls.__bases__ if base is not object]
    head = 'class ' + (name or cls.__name__) + (f'({", ".join(bases)})' if bases else '')
    body = []
    signature = _signature(cls)
    if signature != '(...)':
        body.append(cls.__name__ + signature + '\n')
    doc = getdoc(cls)
    if doc:
        body.append(doc + '\n')
    if len(cls.__mro__) > 2:
        order = '\n'.join('    ' + _class_name(base, cls.__module__) for base in cls.__mro__)
        body.append('Method resolution order:\n' + order + '\n')
    groups = {'Methods': [], 'Class methods': [], 'Static methods': [], 'Properties': [], 'Data': []}
    for key, value in cls.__dict__.items():
        if key.startswith('_') and not (key.startswith('__') and inspect.isroutine(value) and getdoc(value)):
            continue
        if isinstance(value, classmethod):
            groups['Class methods'].append(_function(getattr(cls, key), key))
        elif isinstance(value, staticmethod):
            groups['Static methods'].append(_function(value.__func__, key))
        elif isinstance(value, property) or inspect.isdatadescriptor(value):
            doc = getdoc(value)
            groups['Properties'].append(key + '\n' + (_indent(doc) + '\n' if doc else ''))
        elif inspect.isroutine(value):
            groups['Methods'].append(_function(value, key))
        elif inspect.isclass(value):
            groups['Data'].append(f'{key} = {value!r}\n')
        else:
            groups['Data'].append(f'{key} = {_short(value)}\n')
    for title, entries in groups.items():
        if entries:
            body.append(f'{title} defined here:\n\n' + '\n'.join(entries))
    text = ('-' * 70 + '\n').join(body)
    return head + '\n' + _indent(text, ' |  ').replace(' |\n', ' |\n') + '\n'


def _class_name(cls, module):
    return cls.__qualname__ if cls.__module__ in (module, 'builtins') else f'{cls.__module__}.{cls.__qualname__}'


def _short(value):
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + '...'


def _module(module):
    name = module.__name__
    doc = getdoc(module)
    first, _, rest = doc.partition('\n')
    out = ['NAME\n' + _indent(name + (f' - {first}' if first else '')) + '\n']
    if rest.strip():
        out.append('DESCRIPTION\n' + _indent(rest.strip()) + '\n')
    public = getattr(module, '__all__', None)
    names = public if public is not None else [key for key in module.__dict__ if not key.startswith('_')]
    classes, functions, data = [], [], []
    for key in sorted(set(names)):
        value = getattr(module, key, None)
        if public is None and _module_name(value) not in (name, None) and not inspect.ismodule(value):
            if inspect.isclass(value) or inspect.isroutine(value):
                continue
        if inspect.isclass(value):
            classes.append(_class(value, key))
        elif inspect.isroutine(value):
            functions.append(_function(value, key))
        elif not inspect.ismodule(value):
            data.append(f'{key} = {_short(value)}\n')
    for title, entries in (('CLASSES', classes), ('FUNCTIONS', functions)):
        if entries:
            out.append(title + '\n' + _indent('\n'.join(entries)).rstrip() + '\n')
    if data:
        out.append('DATA\n' + _indent(''.join(data)).rstrip() + '\n')
    file = getattr(module, '__file__', None)
    if file:
        out.append('FILE\n' + _indent(file) + '\n')
    return '\n'.join(out)


def render_doc(thing, title='Help on %s:'):
    """The text that help() shows for an object or the dotted name of one."""
    object = thing
    if isinstance(thing, str):
        object = locate(thing)
        if object is None:
            raise ImportError(
                f'No Python documentation found for {thing!r}.\nUse help() to get the interactive help utility.\n'
                'Use help(str) for help on the str class.')
    name = getattr(object, '__name__', None)
    kind = _kind(object)
    described = f'{kind} {name}' if isinstance(name, str) else kind
    module = _module_name(object)
    if inspect.ismodule(object):
        body = _module(object)
    elif inspect.isclass(object):
        body = _class(object)
    elif inspect.isroutine(object):
        body = _function(object)
    elif isinstance(object, property):
        body = getdoc(object) + '\n'
    else:
        # An instance is described by its class.
        described = f'{type(object).__name__} object'
        module = type(object).__module__
        body = _class(type(object))
    if isinstance(module, str) and not inspect.ismodule(object):
        described += f' in module {module}'
    return title % described + '\n\n' + body


_WELCOME = """\
Type help(object) for what an object is and does, help('module') or help('module.name') for what is not imported yet.

Tab completes names, attributes, modules and keyword arguments; the parameters of a call are shown while you type it.
Up and Down recall whole blocks, Ctrl-R searches, Alt-Enter begins another line, Ctrl-D leaves.
Commands that begin with a colon show threads, locks and bytecode; :help lists them.
"""


class _Helper:
    """Shows documentation: help(), help(object), help('module.name')."""

    def __repr__(self):
        return 'Type help() for interactive help, or help(object) for help about object.'

    def __call__(self, *request):
        if not request:
            print(_WELCOME, end='')
            return
        try:
            print(render_doc(*request))
        except ImportError as error:
            print(error)


help = _Helper()
