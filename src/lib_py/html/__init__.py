"""Text for HTML and back.

Enters and leaves: str. `unescape` knows all numeric references and the named ones in common use.
"""
__all__ = ['escape', 'unescape']

_NAMED = {'amp': '&', 'lt': '<', 'gt': '>', 'quot': '"', 'apos': "'", 'hellip': '…', 'ndash': '–', 'mdash': '—', 'lsquo': '‘', 'rsquo': '’',
          'sbquo': '‚', 'ldquo': '“', 'rdquo': '”', 'bdquo': '„', 'bull': '•', 'euro': '€', 'trade': '™', 'larr': '←', 'uarr': '↑',
          'rarr': '→', 'darr': '↓', 'harr': '↔', 'infin': '∞', 'ne': '≠', 'le': '≤', 'ge': '≥', 'minus': '−', 'radic': '√', 'sum': '∑',
          'prod': '∏', 'alpha': 'α', 'beta': 'β', 'gamma': 'γ', 'delta': 'δ', 'epsilon': 'ε', 'lambda': 'λ', 'mu': 'μ', 'pi': 'π',
          'sigma': 'σ', 'omega': 'ω', 'Omega': 'Ω', 'Delta': 'Δ', 'Sigma': 'Σ', 'check': '✓', 'hearts': '♥', 'dagger': '†', 'permil': '‰',
          'lsaquo': '‹', 'rsaquo': '›', 'oelig': 'œ', 'OElig': 'Œ', 'scaron': 'š', 'Scaron': 'Š', 'ensp': '\u2002', 'emsp': '\u2003'}
_LATIN = ('nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil '
          'sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave '
          'Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute '
          'acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml '
          'divide oslash ugrave uacute ucirc uuml yacute thorn yuml').split()
_NAMED.update(zip(_LATIN, map(chr, range(160, 256))))
# These may stand without a semicolon.
_LOOSE = {'amp', 'lt', 'gt', 'quot', *_LATIN}


def escape(s, quote=True):
    """Make &, <, > and the quotes harmless."""
    s = s.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')
    return s.replace('"', '&quot;').replace("'", '&#x27;') if quote else s


def _replace(match):
    """The text of one reference."""
    body = match.group(1)
    if body[0] == '#':
        number = int(body[2:].rstrip(';'), 16) if body[1] in 'xX' else int(body[1:].rstrip(';'))
        if 0x80 <= number <= 0x9f:
            try:
                return bytes([number]).decode('cp1252')
            except (UnicodeDecodeError, LookupError):
                return chr(number)
        if number == 0 or 0xd800 <= number <= 0xdfff or number > 0x10ffff:
            return '\ufffd'
        if number == 0xd:
            return '\r'
        if number < 32 and number not in (9, 10, 12) or number in (0x7f, 0xb) or number & 0xfffe == 0xfffe or 0xfdd0 <= number <= 0xfdef:
            return ''
        return chr(number)
    name = body.rstrip(';')
    if body.endswith(';') and name in _NAMED:
        return _NAMED[name]
    for size in range(len(name), 1, -1):
        if name[:size] in _LOOSE:
            return _NAMED[name[:size]] + body[size:]
    return '&' + body


def unescape(s):
    """Replace the references by what they stand for."""
    if '&' not in s:
        return s
    import re
    return re.sub(r'&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)', _replace, s)
