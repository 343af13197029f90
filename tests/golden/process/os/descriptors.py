# Descriptors: pipes, copies, counters, files in memory, positions, vectors, moving bytes without looking at them.
import os

reading, writing = os.pipe()
print(os.get_inheritable(reading), os.get_inheritable(writing))
reading2, writing2 = os.pipe2(os.O_NONBLOCK)
print(os.get_inheritable(reading2), os.get_blocking(reading2))
try:
    os.read(reading2, 1)
except BlockingIOError as error:
    print(error)
copy = os.dup(writing)
print(os.get_inheritable(copy), os.write(copy, b'abc'), os.read(reading, 10))
print(os.dup2(writing, 150), os.get_inheritable(150), os.dup2(writing, 151, inheritable=False), os.get_inheritable(151))
os.closerange(150, 152)
for fd in (150, 151):
    try:
        os.fstat(fd)
    except OSError as error:
        print(error)
counter = os.eventfd(3, os.EFD_CLOEXEC)
os.eventfd_write(counter, 4)
print(os.eventfd_read(counter))
semaphore = os.eventfd(2, os.EFD_SEMAPHORE | os.EFD_NONBLOCK)
print(os.eventfd_read(semaphore), os.eventfd_read(semaphore))
try:
    os.eventfd_read(semaphore)
except BlockingIOError as error:
    print(error)
memory = os.memfd_create('name', os.MFD_CLOEXEC)
print(os.writev(memory, [b'0123', bytearray(b'4567'), memoryview(b'89')]), os.pwrite(memory, b'xy', 4))
print(os.pread(memory, 4, 2), os.pread(memory, 100, 8), os.pread(memory, 5, 100))
first, second = bytearray(3), bytearray(4)
os.lseek(memory, 0, os.SEEK_SET)
print(os.readv(memory, [first, second]), first, second)
print(os.preadv(memory, [first, second], 5), first, second, os.pwritev(memory, [b'AB', b'C'], 0), os.pread(memory, 4, 0))
print(os.sendfile(writing, memory, 2, 5), os.read(reading, 10))
with open(os.memfd_create('other'), 'r+b') as file:
    print(os.copy_file_range(memory, file.fileno(), 6, 0), os.pread(file.fileno(), 10, 0))
    os.write(writing, b'spliced')
    print(os.splice(reading, file.fileno(), 7, None, 3), os.pread(file.fileno(), 20, 0))
    os.posix_fallocate(file.fileno(), 0, 50)
    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_SEQUENTIAL)
    os.lockf(file.fileno(), os.F_LOCK, 0)
    os.lockf(file.fileno(), os.F_ULOCK, 0)
    os.fdatasync(file)
    print(os.fstat(file.fileno()).st_size)
outer, inner = os.openpty()
print(os.isatty(outer), os.isatty(inner), os.get_inheritable(outer), os.ttyname(inner).startswith('/dev/'), os.ctermid())
print(os.device_encoding(reading), os.device_encoding(inner))
for call in (lambda: os.pread(memory, -1, 0), lambda: os.writev(memory, 5), lambda: os.readv(memory, [b'x']), lambda: os.dup(999),
             lambda: os.eventfd(-1), lambda: os.memfd_create(5), lambda: os.lockf(999, os.F_LOCK, 0)):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__)
