"""URLs taken apart and put together; percent quoting; query strings.

Enters: str or ASCII bytes (never mixed). Leaves: the same type, named tuples, or lists of pairs.
"""
from collections import namedtuple as _namedtuple

__all__ = ['urlparse', 'urlunparse', 'urljoin', 'urldefrag', 'urlsplit', 'urlunsplit', 'urlencode', 'parse_qs', 'parse_qsl', 'quote',
           'quote_plus', 'quote_from_bytes', 'unquote', 'unquote_plus', 'unquote_to_bytes', 'DefragResult', 'ParseResult', 'SplitResult']

uses_relative = ['', 'ftp', 'http', 'gopher', 'nntp', 'imap', 'wais', 'file', 'https', 'shttp', 'mms', 'prospero', 'rtsp', 'rtsps', 'rtspu',
                 'sftp', 'svn', 'svn+ssh', 'ws', 'wss']
uses_netloc = uses_relative + ['telnet', 'snews', 'rsync', 'nfs', 'git', 'git+ssh', 'itms-services']
uses_params = ['', 'ftp', 'hdl', 'prospero', 'http', 'imap', 'https', 'shttp', 'rtsp', 'rtsps', 'rtspu', 'sip', 'sips', 'mms', 'sftp', 'tel']
_SCHEME_CHARS = frozenset('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.')
_SAFE = frozenset(b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~')


def _as_text(*args):
    """The arguments as str, and what turns the result into the callers' type."""
    is_text = isinstance(args[0], str)
    for arg in args[1:]:
        if arg and isinstance(arg, str) != is_text:
            raise TypeError('Cannot mix str and non-str arguments')
    if is_text:
        return (*args, lambda value: value)
    return (*(arg.decode('ascii', 'strict') if arg else '' for arg in args), _to_bytes)


def _to_bytes(value):
    """A text or named tuple of texts as bytes."""
    if isinstance(value, tuple):
        kind = _BYTES_OF[type(value)]
        return kind(*(part if part is None else part.encode('ascii') for part in value))
    return value.encode('ascii')


class _Netloc:
    """What the network location says."""
    __slots__ = ()

    def _pieces(self):
        netloc = self.netloc
        text = netloc.decode('ascii') if isinstance(netloc, bytes) else netloc
        user, at, place = text.rpartition('@')
        name, colon, password = user.partition(':') if at else (None, None, None)
        before, bracket, rest = place.partition('[')
        if bracket:
            host, _, port = rest.partition(']')
            port = port.partition(':')[2]
        else:
            host, _, port = place.partition(':')
        return name, password if colon else None, host, port or None

    def _typed(self, text):
        return text.encode('ascii') if text is not None and isinstance(self.netloc, bytes) else text

    @property
    def username(self):
        """The user, or None."""
        return self._typed(self._pieces()[0])

    @property
    def password(self):
        """The password, or None."""
        return self._typed(self._pieces()[1])

    @property
    def hostname(self):
        """The host in lower case, or None."""
        host = self._pieces()[2]
        if not host:
            return None
        name, percent, zone = host.partition('%')
        return self._typed(name.lower() + percent + zone)

    @property
    def port(self):
        """The port as an int, or None."""
        port = self._pieces()[3]
        if port is None:
            return None
        if not (port.isdigit() and port.isascii()):
            raise ValueError(f'Port could not be cast to integer value as {port!r}')
        if int(port) > 65535:
            raise ValueError('Port out of range 0-65535')
        return int(port)


class _Text:
    """Results of str can be encoded."""
    __slots__ = ()

    def encode(self, encoding='ascii', errors='strict'):
        """The same as bytes."""
        return _BYTES_OF[type(self)](*(part.encode(encoding, errors) for part in self))


class _Bytes:
    """Results of bytes can be decoded."""
    __slots__ = ()

    def decode(self, encoding='ascii', errors='strict'):
        """The same as str."""
        return _TEXT_OF[type(self)](*(part.decode(encoding, errors) for part in self))


_Defrag = _namedtuple('_Defrag', 'url fragment')
_Split = _namedtuple('_Split', 'scheme netloc path query fragment')
_Parse = _namedtuple('_Parse', 'scheme netloc path params query fragment')


class DefragResult(_Defrag, _Text):
    """(url, fragment)."""
    __slots__ = ()

    def geturl(self):
        """Put together again."""
        return self.url + '#' + self.fragment if self.fragment else self.url


class SplitResult(_Split, _Netloc, _Text):
    """(scheme, netloc, path, query, fragment)."""
    __slots__ = ()

    def geturl(self):
        """Put together again."""
        return urlunsplit(self)


class ParseResult(_Parse, _Netloc, _Text):
    """(scheme, netloc, path, params, query, fragment)."""
    __slots__ = ()

    def geturl(self):
        """Put together again."""
        return urlunparse(self)


class DefragResultBytes(_Defrag, _Bytes):
    """(url, fragment) of bytes."""
    __slots__ = ()

    def geturl(self):
        """Put together again."""
        return self.url + b'#' + self.fragment if self.fragment else self.url


class SplitResultBytes(_Split, _Netloc, _Bytes):
    """The same of bytes."""
    __slots__ = ()
    geturl = SplitResult.geturl


class ParseResultBytes(_Parse, _Netloc, _Bytes):
    """The same of bytes."""
    __slots__ = ()
    geturl = ParseResult.geturl


_BYTES_OF = {DefragResult: DefragResultBytes, SplitResult: SplitResultBytes, ParseResult: ParseResultBytes}
_TEXT_OF = {value: key for key, value in _BYTES_OF.items()}


def urlsplit(url, scheme='', allow_fragments=True):
    """Take a URL apart in five."""
    url, scheme, give = _as_text(url, scheme)
    url = url.lstrip(''.join(map(chr, range(33))))
    scheme = scheme.strip(''.join(map(chr, range(33))))
    for char in '\t\r\n':
        url, scheme = url.replace(char, ''), scheme.replace(char, '')
    netloc = query = fragment = ''
    colon = url.find(':')
    if colon > 0 and url[0].isascii() and url[0].isalpha() and _SCHEME_CHARS.issuperset(url[:colon]):
        scheme, url = url[:colon].lower(), url[colon + 1:]
    if url[:2] == '//':
        end = min((place for place in (url.find(char, 2) for char in '/?#') if place >= 0), default=len(url))
        netloc, url = url[2:end], url[end:]
        if ('[' in netloc) != (']' in netloc):
            raise ValueError('Invalid IPv6 URL')
    if allow_fragments and '#' in url:
        url, fragment = url.split('#', 1)
    if '?' in url:
        url, query = url.split('?', 1)
    return give(SplitResult(scheme, netloc, url, query, fragment))


def urlparse(url, scheme='', allow_fragments=True):
    """Take a URL apart in six."""
    url, scheme, give = _as_text(url, scheme)
    scheme, netloc, path, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ''
    if scheme in uses_params and ';' in path:
        cut = path.find(';', path.rfind('/') + 1)
        if cut >= 0:
            path, params = path[:cut], path[cut + 1:]
    return give(ParseResult(scheme, netloc, path, params, query, fragment))


def urlunparse(components):
    """Put six parts together."""
    scheme, netloc, path, params, query, fragment, give = _as_text(*components)
    return give(urlunsplit((scheme, netloc, f'{path};{params}' if params else path, query, fragment)))


def urlunsplit(components):
    """Put five parts together."""
    scheme, netloc, url, query, fragment, give = _as_text(*components)
    if netloc:
        if url and url[:1] != '/':
            url = '/' + url
        url = '//' + netloc + url
    elif url[:2] == '//':
        url = '//' + url
    elif scheme and scheme in uses_netloc and (not url or url[:1] == '/'):
        url = '//' + url
    if scheme:
        url = scheme + ':' + url
    if query:
        url += '?' + query
    return give(url + '#' + fragment if fragment else url)


def urldefrag(url):
    """The URL without its fragment, and the fragment."""
    url, give = _as_text(url)
    if '#' not in url:
        return give(DefragResult(url, ''))
    scheme, netloc, path, params, query, fragment = urlparse(url)
    return give(DefragResult(urlunparse((scheme, netloc, path, params, query, '')), fragment))


def urljoin(base, url, allow_fragments=True):
    """What `url` means on the page `base`."""
    if not base:
        return url
    if not url:
        return base
    base, url, give = _as_text(base, url)
    base_scheme, base_netloc, base_path, base_params, base_query, _ = urlparse(base, '', allow_fragments)
    scheme, netloc, path, params, query, fragment = urlparse(url, base_scheme, allow_fragments)
    if scheme != base_scheme or scheme not in uses_relative:
        return give(url)
    if scheme in uses_netloc:
        if netloc:
            return give(urlunparse((scheme, netloc, path, params, query, fragment)))
        netloc = base_netloc
    if not path and not params:
        return give(urlunparse((scheme, netloc, base_path, base_params, query or base_query, fragment)))
    above = base_path.split('/')
    if above[-1] != '':
        del above[-1]
    if path[:1] == '/':
        segments = path.split('/')
    else:
        segments = above + path.split('/')
        segments[1:-1] = [segment for segment in segments[1:-1] if segment]
    resolved = []
    for segment in segments:
        if segment == '..':
            if resolved:
                resolved.pop()
        elif segment != '.':
            resolved.append(segment)
    if segments[-1] in ('.', '..'):
        resolved.append('')
    return give(urlunparse((scheme, netloc, '/'.join(resolved) or '/', params, query, fragment)))


def unquote_to_bytes(string):
    """Percent escapes as bytes."""
    if not string:
        # The attribute is looked up so that a wrong type is noticed.
        string.split
        return b''
    data = string.encode('utf-8') if isinstance(string, str) else bytes(string)
    first, *rest = data.split(b'%')
    out = [first]
    for part in rest:
        try:
            out.append(bytes([int(part[:2], 16)]) if len(part) > 1 and part[:2].isalnum() else b'%' + part[:2])
        except ValueError:
            out.append(b'%' + part[:2])
        out.append(part[2:])
    return b''.join(out)


def unquote(string, encoding='utf-8', errors='replace'):
    """Text with its percent escapes decoded."""
    if isinstance(string, bytes):
        return unquote_to_bytes(string).decode('utf-8' if encoding is None else encoding, errors or 'replace')
    if '%' not in string:
        string.split
        return string
    encoding, errors = encoding or 'utf-8', errors or 'replace'
    # Only runs of ASCII are decoded, the rest is text already.
    out, run = [], []
    for char in string:
        if char < '\x80':
            run.append(char)
            continue
        if run:
            out.append(unquote_to_bytes(''.join(run)).decode(encoding, errors))
            run = []
        out.append(char)
    if run:
        out.append(unquote_to_bytes(''.join(run)).decode(encoding, errors))
    return ''.join(out)


def unquote_plus(string, encoding='utf-8', errors='replace'):
    """The same, and plus signs are blanks."""
    return unquote(string.replace('+', ' '), encoding, errors)


def quote(string, safe='/', encoding=None, errors=None):
    """Escape all but letters, digits, '_.-~' and what is `safe`."""
    if isinstance(string, str):
        if not string:
            return string
        string = string.encode(encoding or 'utf-8', errors or 'strict')
    else:
        if encoding is not None:
            raise TypeError("quote() doesn't support 'encoding' for bytes")
        if errors is not None:
            raise TypeError("quote() doesn't support 'errors' for bytes")
    return quote_from_bytes(string, safe)


def quote_from_bytes(bs, safe='/'):
    """The same for bytes."""
    if not isinstance(bs, (bytes, bytearray)):
        raise TypeError('quote_from_bytes() expected bytes')
    if not bs:
        return ''
    extra = safe.encode('ascii', 'ignore') if isinstance(safe, str) else bytes(byte for byte in safe if byte < 128)
    allowed = _SAFE.union(extra) if extra else _SAFE
    return ''.join(chr(byte) if byte in allowed else f'%{byte:02X}' for byte in bs)


def quote_plus(string, safe='', encoding=None, errors=None):
    """The same, blanks become plus signs."""
    if isinstance(string, str) and ' ' not in string or isinstance(string, bytes) and b' ' not in string:
        return quote(string, safe, encoding, errors)
    blank = ' ' if isinstance(safe, str) else b' '
    return quote(string, safe + blank, encoding, errors).replace(' ', '+')


def urlencode(query, doseq=False, safe='', encoding=None, errors=None, quote_via=quote_plus):
    """A query string of a mapping or of pairs; `doseq` writes one pair for each element of a value."""
    if hasattr(query, 'items'):
        query = query.items()
    else:
        try:
            if len(query) and not isinstance(query[0], tuple):
                raise TypeError
        except TypeError as error:
            raise TypeError('not a valid non-string sequence or mapping object') from error

    def text(value):
        if isinstance(value, bytes):
            return quote_via(value, safe)
        return quote_via(str(value), safe, encoding, errors)

    out = []
    for key, value in query:
        name = text(key)
        if doseq and not isinstance(value, (str, bytes)):
            try:
                len(value)
            except TypeError:
                out.append(f'{name}={text(value)}')
            else:
                out.extend(f'{name}={text(item)}' for item in value)
        else:
            out.append(f'{name}={text(value)}')
    return '&'.join(out)


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace', max_num_fields=None, separator='&'):
    """The pairs of a query string."""
    if not separator or not isinstance(separator, (str, bytes)):
        raise ValueError('Separator must be of type string or bytes.')
    qs, give = _as_text(qs) if qs else ('', lambda value: value)
    separator = separator.decode('ascii') if isinstance(separator, bytes) else separator
    if max_num_fields is not None and max_num_fields < 1 + qs.count(separator):
        raise ValueError('Max number of fields exceeded')
    result = []
    for pair in qs.split(separator) if qs else ():
        if not pair and not strict_parsing:
            continue
        name, equals, value = pair.partition('=')
        if not equals:
            if strict_parsing:
                raise ValueError(f'bad query field: {pair!r}')
            if not keep_blank_values:
                continue
        if value or keep_blank_values:
            result.append((give(unquote_plus(name, encoding, errors)), give(unquote_plus(value, encoding, errors))))
    return result


def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8', errors='replace', max_num_fields=None, separator='&'):
    """A query string as a dict of lists."""
    result = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing, encoding, errors, max_num_fields, separator):
        result.setdefault(name, []).append(value)
    return result
