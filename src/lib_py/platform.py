"""What we run on.

Leaves: short texts. From ``posix.uname`` and ``sys``.
"""
import collections as _collections
import posix as _posix
import sys as _sys

uname_result = _collections.namedtuple('uname_result', 'system node release version machine')


def uname():
    """System, node, release, version, machine."""
    return uname_result(*_posix.uname())


def system():
    """Such as Linux."""
    return _posix.uname().sysname


def node():
    """The machine's name."""
    return _posix.uname().nodename


def release():
    """The kernel's release."""
    return _posix.uname().release


def version():
    """The kernel's version."""
    return _posix.uname().version


def machine():
    """Such as x86_64."""
    return _posix.uname().machine


def processor():
    """Not known here."""
    return ''


def architecture(executable=None, bits='', linkage=''):
    """(bits, linkage) of the interpreter."""
    return bits or ('64bit' if _sys.maxsize > 2 ** 32 else '32bit'), linkage or 'ELF'


def platform(aliased=False, terse=False):
    """All in one text."""
    names = _posix.uname()
    return f'{names.sysname}-{names.release}' if terse else f'{names.sysname}-{names.release}-{names.machine}'


def libc_ver(executable=None, lib='', version='', chunksize=16384):
    """The C library; not known here."""
    return lib, version


def freedesktop_os_release():
    """What /etc/os-release says."""
    for name in ('/etc/os-release', '/usr/lib/os-release'):
        try:
            with open(name, encoding='utf-8') as lines:
                pairs = (line.strip().partition('=') for line in lines if '=' in line and not line.startswith('#'))
                return {'NAME': 'Linux', 'ID': 'linux', 'PRETTY_NAME': 'Linux', **{key: value.strip('"\'') for key, _, value in pairs}}
        except OSError:
            continue
    raise FileNotFoundError('Unable to read files /etc/os-release, /usr/lib/os-release')


def python_implementation():
    """The name of the interpreter."""
    return 'Tick'


def python_version():
    """The version of the language, such as 3.12.0."""
    return '.'.join(map(str, _sys.version_info[:3]))


def python_version_tuple():
    """The same as a tuple of texts."""
    return tuple(map(str, _sys.version_info[:3]))


def python_branch():
    """Not known."""
    return ''


python_revision = python_branch


def python_build():
    """Number and date of the build; not known."""
    return '', ''


def python_compiler():
    """What compiled the interpreter."""
    return 'Rust'
