"""Words as the shell cuts them.

Enters: text. Leaves: words, or one word quoted so that the shell takes it as it is.
"""
import io as _io
import sys as _sys

__all__ = ['shlex', 'split', 'quote', 'join']


class shlex:
    """Cuts a text into tokens; in POSIX mode quotes and backslashes are taken away."""

    def __init__(self, instream=None, infile=None, posix=False, punctuation_chars=False):
        self.instream = _io.StringIO(instream) if isinstance(instream, str) else _sys.stdin if instream is None else instream
        self.infile, self.posix, self.eof = infile, posix, None if posix else ''
        self.commenters, self.whitespace, self.whitespace_split = '#', ' \t\r\n', False
        self.quotes, self.escape, self.escapedquotes = '\'"', '\\', '"'
        self.wordchars = 'abcdfeghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_'
        if posix:
            self.wordchars += 'ßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ'
        self._punctuation = '' if not punctuation_chars else '();<>|&' if punctuation_chars is True else punctuation_chars
        if self._punctuation:
            self.wordchars += '~-./*?='
            self.wordchars = ''.join(char for char in self.wordchars if char not in self._punctuation)
        self.lineno, self.debug, self.token, self.source = 1, 0, '', None
        self._pushed, self._held, self._ended = [], [], False

    @property
    def punctuation_chars(self):
        """Characters that make tokens of their own."""
        return self._punctuation

    def push_token(self, tok):
        """Put a token back."""
        self._pushed.insert(0, tok)

    def get_token(self):
        """The next token; `eof` at the end."""
        return self._pushed.pop(0) if self._pushed else self.read_token()

    def _next(self):
        char = self._held.pop() if self._held else self.instream.read(1)
        if char == '\n':
            self.lineno += 1
        return char

    def _skip_comment(self):
        self.instream.readline()
        self.lineno += 1

    def read_token(self):
        """Cut the next token."""
        if self._ended:
            return self.eof
        token, quoted, kind = '', False, ' '
        # `kind` is ' ' before a token, 'a' in a word, 'c' in punctuation, or the quote we are in.
        while True:
            char = self._next()
            if not char:
                self._ended = True
                break
            if kind == ' ':
                if char in self.whitespace:
                    continue
                if char in self.commenters:
                    self._skip_comment()
                elif self.posix and char in self.escape:
                    token, kind = token + self._escaped(), 'a'
                    quoted = True
                elif char in self._punctuation:
                    token, kind = char, 'c'
                elif char in self.quotes:
                    part = self._quoted(char)
                    if not self.posix:
                        return part
                    token, quoted, kind = part, True, 'a'
                elif char in self.wordchars or self.whitespace_split:
                    token, kind = char, 'a'
                else:
                    return char
                continue
            if char in self.whitespace:
                break
            if char in self.commenters:
                self._skip_comment()
                if token or self.posix and quoted:
                    break
                continue
            if kind == 'c':
                if char in self._punctuation:
                    token += char
                    continue
                self._give_back(char)
                break
            if self.posix and char in self.quotes:
                token, quoted = token + self._quoted(char), True
            elif self.posix and char in self.escape:
                token, quoted = token + self._escaped(), True
            elif char in self.wordchars or char in self.quotes or self.whitespace_split and char not in self._punctuation:
                token += char
            else:
                if char in self._punctuation:
                    self._give_back(char)
                else:
                    self._pushed.insert(0, char)
                break
        if self.posix and not quoted and token == '':
            return None
        return token

    def _give_back(self, char):
        self._held.append(char)
        if char == '\n':
            self.lineno -= 1

    def _escaped(self):
        char = self._next()
        if not char:
            raise ValueError('No escaped character')
        return char

    def _quoted(self, quote):
        """What stands in quotes, with them unless in POSIX mode."""
        text = '' if self.posix else quote
        while True:
            char = self._next()
            if not char:
                raise ValueError('No closing quotation')
            if char == quote:
                return text if self.posix else text + quote
            if self.posix and char in self.escape and quote in self.escapedquotes:
                after = self._escaped()
                text += after if after in self.escape or after == quote else char + after
            else:
                text += char

    def __iter__(self):
        return self

    def __next__(self):
        token = self.get_token()
        if token == self.eof:
            raise StopIteration
        return token


def split(s, comments=False, posix=True):
    """The words of a command."""
    if s is None:
        raise ValueError('s argument must not be None')
    lexer = shlex(s, posix=posix)
    lexer.whitespace_split = True
    if not comments:
        lexer.commenters = ''
    return list(lexer)


_SAFE = frozenset('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-')


def quote(s):
    """One word for the shell."""
    if not s:
        return "''"
    if _SAFE.issuperset(s):
        return s
    return "'" + s.replace("'", "'\"'\"'") + "'"


def join(split_command):
    """A command from its words."""
    return ' '.join(quote(word) for word in split_command)
