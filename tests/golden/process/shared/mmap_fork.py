# Memory without a file is shared with forked children; private memory is not.
import mmap
import os
import tempfile


def in_child(body):
    pid = os.fork()
    if pid == 0:
        try:
            body()
        finally:
            os._exit(0)
    os.waitpid(pid, 0)


shared, private = mmap.mmap(-1, 100), mmap.mmap(-1, 100, mmap.MAP_PRIVATE)
view = memoryview(shared).cast('i')


def change():
    shared[:5] = b'child'
    private[:5] = b'child'
    view[10] = -12345
    shared.seek(50)
    shared.write(b'fifty')


in_child(change)
print(shared[:5], private[:5], view[10], shared[50:55], shared.tell())
view.release()

# A file mapped by both; what the child does to its own mapping does not concern the parent.
with tempfile.TemporaryFile() as file:
    file.write(b'x' * 10000)
    file.flush()
    memory = mmap.mmap(file.fileno(), 0)
    copy = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)

    def write():
        memory[9000:9004] = b'here'
        memory.flush()
        copy[0:4] = b'mine'
        memory.close()
    in_child(write)
    print(memory.find(b'here'), copy[:4], copy[9000:9004], len(memory))
    file.seek(9000)
    print(file.read(4), memory.rfind(b'x'), memory.rfind(b'here', 0, 9003))

    # The object keeps its file open.
    other = mmap.mmap(file.fileno(), 4096, offset=4096)
print(other[:3], other.size())
other[0] = 65
print(memory[4096:4099])
other.close()
memory.close()
copy.close()

# A line may cross many pages.
memory = mmap.mmap(-1, 300000)
memory[200000] = 10
memory[299999] = 10
print([len(memory.readline()) for _ in range(3)], memory.tell())
memory.seek(0)
print(len(list(iter(memory.readline, b''))))
