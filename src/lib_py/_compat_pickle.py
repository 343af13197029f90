"""Names that moved between Python 2 and 3, for pickles of protocols below 3.

Leaves: ``IMPORT_MAPPING`` and ``NAME_MAPPING`` from old to new, and their reverses.  Only ``_pickle`` asks.
"""


def _pairs(text):
    for line in text.split("\n"):
        if words := line.split():
            yield words[0], words[1]


# Modules that were renamed, and can be named either way.
IMPORT_MAPPING = dict(_pairs("""
    __builtin__ builtins
    copy_reg copyreg
    Queue queue
    SocketServer socketserver
    ConfigParser configparser
    repr reprlib
    markupbase _markupbase
    thread _thread
    dummy_thread _dummy_thread
    anydbm dbm
    dbhash dbm.bsd
    dumbdbm dbm.dumb
    dbm dbm.ndbm
    gdbm dbm.gnu
    xmlrpclib xmlrpc.client
    SimpleXMLRPCServer xmlrpc.server
    httplib http.client
    htmlentitydefs html.entities
    HTMLParser html.parser
    Cookie http.cookies
    cookielib http.cookiejar
    BaseHTTPServer http.server
    test.test_support test.support
    commands subprocess
    urlparse urllib.parse
    robotparser urllib.robotparser
    urllib2 urllib.request
    _abcoll collections.abc
    Tkinter tkinter
    ttk tkinter.ttk
"""))
REVERSE_IMPORT_MAPPING = {new: old for old, new in IMPORT_MAPPING.items()}

# Modules that went into others: readable under the old name, written under the new.
IMPORT_MAPPING.update(_pairs("""
    cPickle pickle
    _elementtree xml.etree.ElementTree
    DocXMLRPCServer xmlrpc.server
    SimpleHTTPServer http.server
    CGIHTTPServer http.server
    UserDict collections
    UserList collections
    UserString collections
    whichdb dbm
    StringIO io
    cStringIO io
"""))
REVERSE_IMPORT_MAPPING.update(_pairs("""
    _bz2 bz2
    _dbm dbm
    _functools functools
    _gdbm gdbm
    _pickle pickle
"""))


def _split(text):
    for old, new in _pairs(text):
        yield tuple(old.rsplit(":")), tuple(new.rsplit(":"))


# Single names that were renamed or moved.
NAME_MAPPING = dict(_split("""
    __builtin__:xrange builtins:range
    __builtin__:reduce functools:reduce
    __builtin__:intern sys:intern
    __builtin__:unichr builtins:chr
    __builtin__:unicode builtins:str
    __builtin__:long builtins:int
    itertools:izip builtins:zip
    itertools:imap builtins:map
    itertools:ifilter builtins:filter
    itertools:ifilterfalse itertools:filterfalse
    itertools:izip_longest itertools:zip_longest
    UserDict:IterableUserDict collections:UserDict
    UserList:UserList collections:UserList
    UserString:UserString collections:UserString
    whichdb:whichdb dbm:whichdb
    _socket:fromfd socket:fromfd
    _multiprocessing:Connection multiprocessing.connection:Connection
    multiprocessing.process:Process multiprocessing.context:Process
    multiprocessing.forking:Popen multiprocessing.popen_fork:Popen
    urllib:ContentTooShortError urllib.error:ContentTooShortError
    urllib:getproxies urllib.request:getproxies
    urllib:pathname2url urllib.request:pathname2url
    urllib:quote_plus urllib.parse:quote_plus
    urllib:quote urllib.parse:quote
    urllib:unquote_plus urllib.parse:unquote_plus
    urllib:unquote urllib.parse:unquote
    urllib:url2pathname urllib.request:url2pathname
    urllib:urlcleanup urllib.request:urlcleanup
    urllib:urlencode urllib.parse:urlencode
    urllib:urlopen urllib.request:urlopen
    urllib:urlretrieve urllib.request:urlretrieve
    urllib2:HTTPError urllib.error:HTTPError
    urllib2:URLError urllib.error:URLError
"""))
for _name in """ArithmeticError AssertionError AttributeError BaseException BufferError BytesWarning DeprecationWarning
        EOFError EnvironmentError Exception FloatingPointError FutureWarning GeneratorExit IOError ImportError
        ImportWarning IndentationError IndexError KeyError KeyboardInterrupt LookupError MemoryError NameError
        NotImplementedError OSError OverflowError PendingDeprecationWarning ReferenceError RuntimeError RuntimeWarning
        StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TypeError UnboundLocalError
        UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError
        Warning ZeroDivisionError""".split():
    NAME_MAPPING["exceptions", _name] = ("builtins", _name)
for _name in ("AuthenticationError", "BufferTooShort", "ProcessError", "TimeoutError"):
    NAME_MAPPING["multiprocessing", _name] = ("multiprocessing.context", _name)
REVERSE_NAME_MAPPING = {new: old for old, new in NAME_MAPPING.items()}

# Names that exist on one side only, and the nearest thing on the other.
NAME_MAPPING.update(_split("""
    __builtin__:basestring builtins:str
    exceptions:StandardError builtins:Exception
    UserDict:UserDict collections:UserDict
    socket:_socketobject socket:SocketType
"""))
REVERSE_NAME_MAPPING.update(_split("""
    _functools:reduce __builtin__:reduce
    _socket:socket socket:_socketobject
    builtins:ModuleNotFoundError exceptions:ImportError
"""))
for _name in """BrokenPipeError ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError
        ConnectionResetError FileExistsError FileNotFoundError InterruptedError IsADirectoryError NotADirectoryError
        PermissionError ProcessLookupError TimeoutError""".split():
    REVERSE_NAME_MAPPING["builtins", _name] = ("exceptions", "OSError")
