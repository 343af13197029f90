"""The C locale, which is the only one here.

Leaves: its conventions and plain conversions. Choosing another locale raises `Error`.
"""
__all__ = ['getlocale', 'getdefaultlocale', 'getpreferredencoding', 'getencoding', 'Error', 'setlocale', 'localeconv', 'strcoll', 'strxfrm',
           'str', 'atof', 'atoi', 'format_string', 'currency', 'normalize', 'LC_CTYPE', 'LC_COLLATE', 'LC_MESSAGES', 'LC_TIME', 'LC_MONETARY',
           'LC_NUMERIC', 'LC_ALL', 'CHAR_MAX']

LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)
CHAR_MAX = 127


class Error(Exception):
    """There is no such locale."""


def setlocale(category, locale=None):
    """Ask for the locale, or choose one: 'C', 'POSIX', 'C.UTF-8' or the user's ('')."""
    if locale in (None, '', 'C', 'POSIX', 'C.UTF-8', 'C.utf8') or isinstance(locale, (tuple, list)):
        return 'C.UTF-8' if locale in ('C.UTF-8', 'C.utf8') else 'C'
    raise Error('unsupported locale setting')


def getlocale(category=LC_CTYPE):
    """(language, encoding)."""
    return None, None


def getdefaultlocale(envvars=('LC_ALL', 'LC_CTYPE', 'LANG', 'LANGUAGE')):
    """(language, encoding) the environment asks for."""
    import os
    for name in envvars:
        value = os.environ.get(name)
        if value and value not in ('C', 'POSIX'):
            language, _, encoding = value.partition('.')
            return (None if language == 'C' else language), encoding or 'UTF-8'
    return None, None


def getencoding():
    """The encoding of texts."""
    return 'utf-8'


def getpreferredencoding(do_setlocale=True):
    """The encoding of texts."""
    return 'utf-8'


def localeconv():
    """The conventions."""
    return {'decimal_point': '.', 'thousands_sep': '', 'grouping': [], 'int_curr_symbol': '', 'currency_symbol': '', 'mon_decimal_point': '',
            'mon_thousands_sep': '', 'mon_grouping': [], 'positive_sign': '', 'negative_sign': '', 'int_frac_digits': 127, 'frac_digits': 127,
            'p_cs_precedes': 127, 'p_sep_by_space': 127, 'n_cs_precedes': 127, 'n_sep_by_space': 127, 'p_sign_posn': 127, 'n_sign_posn': 127}


def strcoll(a, b):
    """Below, equal, above."""
    return (a > b) - (a < b)


def strxfrm(string):
    """A key to sort by."""
    return string


def format_string(f, val, grouping=False, monetary=False):
    """As ``f % val``."""
    return f % val


def currency(val, symbol=True, grouping=False, international=False):
    """The C locale has no currency."""
    raise ValueError("Currency formatting is not possible using the 'C' locale.")


def normalize(localename):
    """The name as it is."""
    return localename


def delocalize(string):
    """The text as it is."""
    return string


def atof(string, func=float):
    """A float of a text."""
    return func(string)


def atoi(string):
    """An int of a text."""
    return int(string)


def str(val):
    """A short text of a float."""
    return f'{val:.12g}'
