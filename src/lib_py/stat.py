"""The bits of a file's mode and the fields of a stat result.

Enters: an int mode. Leaves: ints, bools and the ``-rwxr-xr-x`` text. Constants as Linux has them.
"""
ST_MODE, ST_INO, ST_DEV, ST_NLINK, ST_UID, ST_GID, ST_SIZE, ST_ATIME, ST_MTIME, ST_CTIME = range(10)

S_IFIFO, S_IFCHR, S_IFDIR, S_IFBLK, S_IFREG, S_IFLNK, S_IFSOCK = (
    0o010000, 0o020000, 0o040000, 0o060000, 0o100000, 0o120000, 0o140000)
S_IFDOOR = S_IFPORT = S_IFWHT = 0
S_ISUID, S_ISGID, S_ISVTX, S_ENFMT = 0o4000, 0o2000, 0o1000, 0o2000
S_IRWXU, S_IRUSR, S_IWUSR, S_IXUSR = 0o700, 0o400, 0o200, 0o100
S_IRWXG, S_IRGRP, S_IWGRP, S_IXGRP = 0o070, 0o040, 0o020, 0o010
S_IRWXO, S_IROTH, S_IWOTH, S_IXOTH = 0o007, 0o004, 0o002, 0o001
S_IREAD, S_IWRITE, S_IEXEC = S_IRUSR, S_IWUSR, S_IXUSR

UF_NODUMP, UF_IMMUTABLE, UF_APPEND, UF_OPAQUE, UF_NOUNLINK, UF_COMPRESSED, UF_HIDDEN = 1, 2, 4, 8, 16, 32, 0x8000
SF_ARCHIVED, SF_IMMUTABLE, SF_APPEND, SF_NOUNLINK, SF_SNAPSHOT = 0x10000, 0x20000, 0x40000, 0x100000, 0x200000

FILE_ATTRIBUTE_READONLY, FILE_ATTRIBUTE_HIDDEN, FILE_ATTRIBUTE_SYSTEM, FILE_ATTRIBUTE_DIRECTORY = 1, 2, 4, 16
FILE_ATTRIBUTE_ARCHIVE, FILE_ATTRIBUTE_DEVICE, FILE_ATTRIBUTE_NORMAL, FILE_ATTRIBUTE_TEMPORARY = 32, 64, 128, 256
FILE_ATTRIBUTE_SPARSE_FILE, FILE_ATTRIBUTE_REPARSE_POINT, FILE_ATTRIBUTE_COMPRESSED = 512, 1024, 2048
FILE_ATTRIBUTE_OFFLINE, FILE_ATTRIBUTE_NOT_CONTENT_INDEXED, FILE_ATTRIBUTE_ENCRYPTED = 4096, 8192, 16384
FILE_ATTRIBUTE_INTEGRITY_STREAM, FILE_ATTRIBUTE_VIRTUAL, FILE_ATTRIBUTE_NO_SCRUB_DATA = 0x8000, 0x10000, 0x20000


def S_IMODE(mode):
    """The permission bits."""
    return mode & 0o7777


def S_IFMT(mode):
    """The bits that tell the file's type."""
    return mode & 0o170000


def S_ISDIR(mode):
    """Directory?"""
    return mode & 0o170000 == S_IFDIR


def S_ISCHR(mode):
    """Character device?"""
    return mode & 0o170000 == S_IFCHR


def S_ISBLK(mode):
    """Block device?"""
    return mode & 0o170000 == S_IFBLK


def S_ISREG(mode):
    """Regular file?"""
    return mode & 0o170000 == S_IFREG


def S_ISFIFO(mode):
    """Named pipe?"""
    return mode & 0o170000 == S_IFIFO


def S_ISLNK(mode):
    """Symbolic link?"""
    return mode & 0o170000 == S_IFLNK


def S_ISSOCK(mode):
    """Socket?"""
    return mode & 0o170000 == S_IFSOCK


def S_ISDOOR(mode):
    """Doors do not exist here."""
    return False


S_ISPORT = S_ISWHT = S_ISDOOR

_LETTERS = {S_IFIFO: 'p', S_IFCHR: 'c', S_IFDIR: 'd', S_IFBLK: 'b', S_IFREG: '-', S_IFLNK: 'l', S_IFSOCK: 's'}


def filemode(mode):
    """The mode as ``ls -l`` writes it."""
    out = [_LETTERS.get(S_IFMT(mode), '?')]
    for shift, special, mark in ((6, S_ISUID, 's'), (3, S_ISGID, 's'), (0, S_ISVTX, 't')):
        bits = mode >> shift
        out.append('r' if bits & 4 else '-')
        out.append('w' if bits & 2 else '-')
        if mode & special:
            out.append(mark if bits & 1 else mark.upper())
        else:
            out.append('x' if bits & 1 else '-')
    return ''.join(out)
