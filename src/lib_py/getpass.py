"""Ask for a password without showing it; who is the user?

Enters: a prompt. Leaves: text. Without a way to silence the terminal the password is read with a warning.
"""
import os as _os
import sys as _sys

__all__ = ['getpass', 'getuser', 'GetPassWarning']


class GetPassWarning(UserWarning):
    """The password may be seen."""


def getpass(prompt='Password: ', stream=None):
    """Read a password from the terminal."""
    out = stream or _sys.stderr
    try:
        import termios
        fd = _sys.stdin.fileno()
        old = termios.tcgetattr(fd)
    except Exception:
        import warnings
        warnings.warn('Can not control echo on the terminal.', GetPassWarning, stacklevel=2)
        out.write('Warning: Password input may be echoed.\n')
        return _read(prompt, out)
    quiet = old[:]
    quiet[3] &= ~termios.ECHO
    try:
        termios.tcsetattr(fd, termios.TCSADRAIN, quiet)
        return _read(prompt, out)
    finally:
        termios.tcsetattr(fd, termios.TCSADRAIN, old)
        out.write('\n')
        out.flush()


def _read(prompt, out):
    out.write(prompt)
    out.flush()
    line = _sys.stdin.readline()
    if not line:
        raise EOFError
    return line.removesuffix('\n')


def getuser():
    """The user's name: from the environment, else from the password file."""
    for name in ('LOGNAME', 'USER', 'LNAME', 'USERNAME'):
        if _os.environ.get(name):
            return _os.environ[name]
    uid = str(_os.getuid())
    try:
        with open('/etc/passwd', encoding='utf-8', errors='surrogateescape') as lines:
            for line in lines:
                fields = line.split(':')
                if len(fields) > 2 and fields[2] == uid:
                    return fields[0]
    except OSError:
        pass
    raise OSError('No username set in the environment')
