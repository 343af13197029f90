"""Taking a command line apart in the manner of C's getopt.

Enters: words, the letters of short options (a colon behind those that take a value), names of long ones (``=`` behind those that do).
Leaves: pairs of option and value, and the words behind them.
"""
import os

__all__ = ['GetoptError', 'error', 'getopt', 'gnu_getopt']


class GetoptError(Exception):
    """A command line that does not fit: `msg`, and the option's name in `opt`."""

    def __init__(self, msg, opt=''):
        super().__init__(msg, opt)
        self.msg, self.opt = msg, opt

    def __str__(self):
        return self.msg


error = GetoptError


def getopt(args, shortopts, longopts=[]):
    """Options up to the first word that is none; then the rest."""
    return _scan(list(args), shortopts, _names(longopts), False)


def gnu_getopt(args, shortopts, longopts=[]):
    """As getopt, but options may stand behind other words; ``+`` in front of the letters, or POSIXLY_CORRECT, forbids that."""
    mixed = not shortopts.startswith('+') and not os.environ.get('POSIXLY_CORRECT')
    return _scan(list(args), shortopts.removeprefix('+'), _names(longopts), mixed)


def _names(longopts):
    return [longopts] if isinstance(longopts, str) else list(longopts)


def _scan(words, letters, names, mixed):
    found, others = [], []
    while words:
        word = words.pop(0)
        if word == '--':
            return found, others + words
        if word.startswith('--'):
            found.append(_long(word[2:], names, words))
        elif word.startswith('-') and word != '-':
            _short(word[1:], letters, words, found)
        elif mixed:
            others.append(word)
        else:
            return found, [word] + words
    return found, others


def _long(text, names, words):
    name, given, value = text.partition('=')
    name, wants = _complete(name, names)
    if wants and not given:
        if not words:
            raise GetoptError(f'option --{name} requires argument', name)
        value = words.pop(0)
    elif given and not wants:
        raise GetoptError(f'option --{name} must not have an argument', name)
    return '--' + name, value


def _complete(name, names):
    """The full name that this one begins, and whether it takes a value."""
    fits = [other for other in names if other.startswith(name)]
    if not fits:
        raise GetoptError(f'option --{name} not recognized', name)
    if name in fits:
        return name, False
    if name + '=' in fits:
        return name, True
    if len(fits) > 1:
        raise GetoptError(f'option --{name} not a unique prefix', name)
    return fits[0].removesuffix('='), fits[0].endswith('=')


def _short(text, letters, words, found):
    while text:
        letter, text = text[0], text[1:]
        at = letters.find(letter) if letter != ':' else -1
        if at < 0:
            raise GetoptError(f'option -{letter} not recognized', letter)
        value = ''
        if letters[at + 1:at + 2] == ':':
            if not text and not words:
                raise GetoptError(f'option -{letter} requires argument', letter)
            value, text = text or words.pop(0), ''
        found.append(('-' + letter, value))
