"""Rows of fields as lines of text.

Enters: lines or rows. Leaves: lists of str, or lines written to a file. `Dialect` classes hold the conventions.
"""
import io as _io

__all__ = ['QUOTE_MINIMAL', 'QUOTE_ALL', 'QUOTE_NONNUMERIC', 'QUOTE_NONE', 'QUOTE_STRINGS', 'QUOTE_NOTNULL', 'Error', 'Dialect', 'excel',
           'excel_tab', 'field_size_limit', 'reader', 'writer', 'register_dialect', 'get_dialect', 'list_dialects', 'Sniffer',
           'unregister_dialect', 'DictReader', 'DictWriter', 'unix_dialect']

QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTE_STRINGS, QUOTE_NOTNULL = range(6)
_limit = 131072
_dialects = {}
_OPTIONS = {'delimiter': ',', 'doublequote': True, 'escapechar': None, 'lineterminator': '\r\n', 'quotechar': '"', 'quoting': QUOTE_MINIMAL,
            'skipinitialspace': False, 'strict': False}


class Error(Exception):
    """Something about a line, a row or a dialect."""
    __module__ = '_csv'


class Dialect:
    """The conventions of a kind of file, as class attributes."""
    _name, _valid = '', False
    delimiter = quotechar = escapechar = doublequote = skipinitialspace = lineterminator = quoting = None

    def __init__(self):
        if self.__class__ != Dialect:
            self._valid = True
        try:
            _Conventions(self, {})
        except TypeError as error:
            raise Error(str(error)) from None


class excel(Dialect):
    """As Excel writes them."""
    delimiter, quotechar, doublequote, skipinitialspace = ',', '"', True, False
    lineterminator, quoting = '\r\n', QUOTE_MINIMAL


class excel_tab(excel):
    """The same, with tabs."""
    delimiter = '\t'


class unix_dialect(Dialect):
    """All fields quoted, lines ended as on UNIX."""
    delimiter, quotechar, doublequote, skipinitialspace = ',', '"', True, False
    lineterminator, quoting = '\n', QUOTE_ALL


class _Conventions:
    """The checked conventions a reader or writer works with."""

    def __init__(self, dialect, options):
        if isinstance(dialect, str):
            dialect = get_dialect(dialect)
        for name in options:
            if name not in _OPTIONS:
                raise TypeError(f'{name!r} is an invalid keyword argument for this function')
        for name, default in _OPTIONS.items():
            value = options[name] if name in options else getattr(dialect, name, default) if dialect is not None else default
            if name in ('doublequote', 'skipinitialspace', 'strict'):
                value = bool(value)
            setattr(self, name, value)
        for name in ('delimiter', 'escapechar', 'quotechar'):
            value = getattr(self, name)
            if value is None and name != 'delimiter':
                continue
            if not isinstance(value, str):
                raise TypeError(f'"{name}" must be string{" or None" if name != "delimiter" else ""}, not {type(value).__name__}')
            if len(value) != 1:
                raise TypeError(f'"{name}" must be a 1-character string')
        if not isinstance(self.quoting, int):
            raise TypeError('"quoting" must be an integer')
        if self.quoting not in range(6):
            raise TypeError('bad "quoting" value')
        if self.quotechar is None and 'quotechar' in options and 'quoting' not in options:
            self.quoting = QUOTE_NONE
        if self.quoting != QUOTE_NONE and self.quotechar is None:
            raise TypeError('quotechar must be set if quoting enabled')
        if self.lineterminator is None:
            raise TypeError('lineterminator must be set')


def register_dialect(name, dialect=None, **fmtparams):
    """Give conventions a name."""
    if not isinstance(name, str):
        raise TypeError('dialect name must be a string')
    _dialects[name] = _Conventions(dialect, fmtparams)


def unregister_dialect(name):
    """Forget a name."""
    if name not in _dialects:
        raise Error('unknown dialect')
    del _dialects[name]


def get_dialect(name):
    """The conventions of a name."""
    if name not in _dialects:
        raise Error('unknown dialect')
    return _dialects[name]


def list_dialects():
    """All names."""
    return list(_dialects)


def field_size_limit(*new_limit):
    """The longest field that is read; gives the old limit."""
    global _limit
    old = _limit
    if new_limit:
        if not isinstance(new_limit[0], int):
            raise TypeError('limit must be an integer')
        _limit = new_limit[0]
    return old


class reader:
    """Rows of an iterable of lines."""

    def __init__(self, csvfile, /, dialect='excel', **fmtparams):
        self.dialect = _Conventions(dialect, fmtparams)
        self._lines, self.line_num = iter(csvfile), 0

    def __iter__(self):
        return self

    def __next__(self):
        rules = self.dialect
        delimiter, quote, escape = rules.delimiter, rules.quotechar if rules.quoting != QUOTE_NONE else None, rules.escapechar
        fields, field = [], []
        # start: of a row or field; plain, quoted: inside; after: a quote was closed or is doubled.
        state, was_quoted, began = 'start', False, False

        def finish():
            nonlocal field, was_quoted
            text = ''.join(field)
            if rules.quoting == QUOTE_NONNUMERIC and not was_quoted:
                text = float(text) if text else text
            fields.append(text)
            field, was_quoted = [], False

        while True:
            try:
                line = next(self._lines)
            except StopIteration:
                if not began:
                    raise
                if rules.strict and state == 'quoted':
                    raise Error('unexpected end of data') from None
                finish()
                return fields
            if not isinstance(line, str):
                raise Error(f'iterator should return strings, not {type(line).__name__} (the file should be opened in text mode)')
            self.line_num += 1
            ended = False
            pos, size = 0, len(line)
            while pos < size:
                char = line[pos]
                pos += 1
                if ended:
                    if char not in '\r\n':
                        raise Error('new-line character seen in unquoted field - do you need to open the file with newline=\'\'?')
                    continue
                if state == 'quoted':
                    if char == escape:
                        if pos < size:
                            field.append(line[pos])
                            pos += 1
                        else:
                            field.append('\n')
                    elif char == quote:
                        state = 'after' if rules.doublequote else 'plain'
                    else:
                        field.append(char)
                    continue
                if state == 'after' and char == quote and quote is not None:
                    field.append(quote)
                    state = 'quoted'
                elif char in '\r\n':
                    ended = True
                elif char == delimiter:
                    finish()
                    state, began = 'start', True
                elif state == 'after':
                    if rules.strict:
                        raise Error(f"'{delimiter}' expected after '{quote}'")
                    field.append(char)
                    state = 'plain'
                elif state == 'start' and char == quote and quote is not None:
                    state, began, was_quoted = 'quoted', True, True
                elif state == 'start' and char == ' ' and rules.skipinitialspace:
                    began = True
                else:
                    if char == escape:
                        char = line[pos] if pos < size else '\n'
                        pos += 1
                    field.append(char)
                    state, began = 'plain', True
                if len(field) > _limit:
                    raise Error(f'field larger than field limit ({_limit})')
            if len(field) > _limit:
                raise Error(f'field larger than field limit ({_limit})')
            if state == 'quoted':
                continue
            if not began:
                return []
            finish()
            return fields


class writer:
    """Writes rows as lines by the `write` of a file."""

    def __init__(self, csvfile, /, dialect='excel', **fmtparams):
        self.dialect = _Conventions(dialect, fmtparams)
        if not callable(getattr(csvfile, 'write', None)):
            raise TypeError('argument 1 must have a "write" method')
        self._write = csvfile.write

    def writerow(self, row):
        """One row."""
        try:
            row = list(row)
        except TypeError:
            raise Error(f'iterable expected, not {type(row).__name__}') from None
        rules = self.dialect
        texts = [self._field(value, len(row) == 1) for value in row]
        return self._write(rules.delimiter.join(texts) + rules.lineterminator)

    def writerows(self, rows):
        """Many rows."""
        for row in rows:
            self.writerow(row)

    def _field(self, value, alone):
        rules = self.dialect
        quoting, quote, escape = rules.quoting, rules.quotechar, rules.escapechar
        text = '' if value is None else value if isinstance(value, str) else str(value)
        number = isinstance(value, (int, float))
        quoted = (quoting == QUOTE_ALL or quoting == QUOTE_NONNUMERIC and not number or quoting == QUOTE_STRINGS and isinstance(value, str)
                  or quoting == QUOTE_NOTNULL and value is not None)
        special = {rules.delimiter, '\r', '\n', escape, quote, *rules.lineterminator} - {None}
        out = []
        for char in text:
            if char in special:
                if quoting == QUOTE_NONE or char == quote and not rules.doublequote or char == escape:
                    if escape is None:
                        raise Error('need to escape, but no escapechar set')
                    out.append(escape)
                elif char == quote:
                    out.append(quote)
                    quoted = True
                else:
                    quoted = True
            out.append(char)
        if not text and alone and not quoted:
            if quoting == QUOTE_NONE or value is None and quoting in (QUOTE_STRINGS, QUOTE_NOTNULL):
                raise Error('single empty field record must be quoted')
            quoted = True
        text = ''.join(out)
        return f'{quote}{text}{quote}' if quoted else text


for _name, _dialect in (('excel', excel), ('excel-tab', excel_tab), ('unix', unix_dialect)):
    register_dialect(_name, _dialect)
del _name, _dialect


class DictReader:
    """Rows as dicts; the names come from the first row unless given."""

    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect='excel', *args, **kwds):
        if fieldnames is not None and iter(fieldnames) is fieldnames:
            fieldnames = list(fieldnames)
        self._fieldnames, self.restkey, self.restval = fieldnames, restkey, restval
        self.reader, self.dialect, self.line_num = reader(f, dialect, *args, **kwds), dialect, 0

    def __iter__(self):
        return self

    @property
    def fieldnames(self):
        """The names of the fields."""
        if self._fieldnames is None:
            try:
                self._fieldnames = next(self.reader)
            except StopIteration:
                pass
        self.line_num = self.reader.line_num
        return self._fieldnames

    @fieldnames.setter
    def fieldnames(self, value):
        self._fieldnames = value

    def __next__(self):
        names = self.fieldnames
        row = next(self.reader)
        self.line_num = self.reader.line_num
        while row == []:
            row = next(self.reader)
        result = dict(zip(names, row))
        if len(names) < len(row):
            result[self.restkey] = row[len(names):]
        for name in names[len(row):]:
            result[name] = self.restval
        return result


class DictWriter:
    """Writes dicts as rows."""

    def __init__(self, f, fieldnames, restval='', extrasaction='raise', dialect='excel', *args, **kwds):
        if fieldnames is not None and iter(fieldnames) is fieldnames:
            fieldnames = list(fieldnames)
        self.fieldnames, self.restval = fieldnames, restval
        if extrasaction.lower() not in ('raise', 'ignore'):
            raise ValueError(f"extrasaction ({extrasaction}) must be 'raise' or 'ignore'")
        self.extrasaction, self.writer = extrasaction.lower(), writer(f, dialect, *args, **kwds)

    def writeheader(self):
        """The row of names."""
        return self.writer.writerow(self.fieldnames)

    def _row(self, values):
        if self.extrasaction == 'raise':
            wrong = [key for key in values if key not in self.fieldnames]
            if wrong:
                raise ValueError(f"dict contains fields not in fieldnames: {', '.join(map(repr, wrong))}")
        return [values.get(name, self.restval) for name in self.fieldnames]

    def writerow(self, rowdict):
        """One dict."""
        return self.writer.writerow(self._row(rowdict))

    def writerows(self, rowdicts):
        """Many dicts."""
        return self.writer.writerows(map(self._row, rowdicts))


class Sniffer:
    """Guesses the conventions of a sample."""

    def __init__(self):
        self.preferred = [',', '\t', ';', ' ', ':']

    def sniff(self, sample, delimiters=None):
        """A dialect class: the delimiter that cuts all lines into equally many (at least two) fields."""
        lines = [line for line in sample.splitlines() if line.strip()]
        quotes = '"' if sample.count('"') >= sample.count("'") else "'"
        candidates = self.preferred + ['|'] + sorted({char for char in sample if not char.isalnum() and char not in '\r\n"\'._-'})
        best = None
        for char in dict.fromkeys(candidates):
            if delimiters is not None and char not in delimiters:
                continue
            counts = [len(row) for row in reader(lines, delimiter=char, quotechar=quotes, skipinitialspace=char != ' ')]
            if counts and counts[0] > 1 and len(set(counts)) == 1 and (best is None or counts[0] > best[1]) and (best is None or char not in ' :'):
                best = char, counts[0]
        if best is None:
            raise Error('Could not determine delimiter')
        char = best[0]

        class dialect(Dialect):
            """What was guessed."""
            _name, lineterminator, quoting = 'sniffed', '\r\n', QUOTE_MINIMAL
            delimiter, quotechar = char, quotes
            doublequote = quotes * 2 in sample
            skipinitialspace = char != ' ' and sample.count(char) == sample.count(char + ' ')

        return dialect

    def has_header(self, sample):
        """Does the first row differ in kind from the others?"""
        rows = reader(_io.StringIO(sample), self.sniff(sample))
        header = next(rows)
        votes = 0
        columns = [set() for _ in header]
        for count, row in enumerate(rows):
            if count > 20:
                break
            if len(row) == len(header):
                for column, text in zip(columns, row):
                    column.add('number' if _is_number(text) else len(text))
        for name, kinds in zip(header, columns):
            if len(kinds) == 1:
                kind = kinds.pop()
                differs = not _is_number(name) if kind == 'number' else len(name) != kind
                votes += 1 if differs else -1
        return votes > 0


def _is_number(text):
    """Can it be read as a number?"""
    try:
        complex(text)
    except (ValueError, OverflowError):
        return False
    return True
