# Child processes of asyncio: streams, exit codes, errors, protocols.
import asyncio
import os


async def show(coroutine):
    try:
        print(repr(await coroutine))
    except Exception as error:
        print(type(error).__name__, error)


class Listener(asyncio.SubprocessProtocol):
    def __init__(self):
        self.told, self.done = [], asyncio.Event()

    def connection_made(self, transport):
        self.told.append('made')

    def pipe_data_received(self, fd, data):
        self.told.append(('data', fd, data))

    def pipe_connection_lost(self, fd, exc):
        self.told.append(('pipe lost', fd, exc))

    def process_exited(self):
        self.told.append('exited')

    def connection_lost(self, exc):
        self.told.append(('lost', exc))
        self.done.set()


async def main():
    run, shell = asyncio.create_subprocess_exec, asyncio.create_subprocess_shell
    PIPE = asyncio.subprocess.PIPE
    child = await run('sh', '-c', 'cat; echo err >&2; exit 3', stdin=PIPE, stdout=PIPE, stderr=PIPE)
    print(type(child), repr(child) == f'<Process {child.pid}>', child.returncode, type(child.stdin).__name__, type(child.stdout).__name__)
    print(await child.communicate(b'input'), child.returncode, await child.wait())
    child = await shell('echo a; echo b; kill -9 $$', stdout=PIPE)
    print(await child.stdout.readline(), await child.stdout.read(), await child.wait(), child.stdin, child.stderr)
    for call in (child.terminate, child.kill, lambda: child.send_signal(2)):
        try:
            call()
        except ProcessLookupError as error:
            print(type(error).__name__, error)
    await show(run('/nonexistent'))
    for bad in (dict(text=True), dict(shell=True), dict(universal_newlines=True), dict(bufsize=3), dict(encoding='utf-8'), dict(errors='x')):
        await show(run('true', **bad))
    await show(shell(['true']))
    await show(shell('true', shell=False))
    await show(run(5))
    child = await run('sleep', '100')
    try:
        await asyncio.wait_for(child.wait(), 0.02)
    except TimeoutError:
        print('timeout', child.returncode)
    child.terminate()
    print(await child.wait())
    children = [await run('sh', '-c', f'exit {number}') for number in range(12)]
    print(await asyncio.gather(*(child.wait() for child in children)))
    big = b'0123456789' * 30000
    child = await run('cat', stdin=PIPE, stdout=PIPE)
    print((await child.communicate(big))[0] == big)
    child = await run('true', stdin=PIPE)
    print(await child.communicate(big), child.returncode)
    child = await run('cat', stdin=PIPE, stdout=PIPE)
    child.stdin.write(b'line\n')
    await child.stdin.drain()
    print(await child.stdout.readline())
    child.stdin.close()
    await child.stdin.wait_closed()
    print(await child.wait(), await child.stdout.read())
    loop = asyncio.get_running_loop()
    transport, listener = await loop.subprocess_exec(Listener, 'echo', 'hi', stdin=None, stderr=None)
    print(transport.get_pid() > 0, transport.get_pipe_transport(1) is not None,
          transport.get_pipe_transport(0), transport.get_pipe_transport(5))
    await listener.done.wait()
    print(sorted(map(str, listener.told)), transport.get_returncode())
    transport.close()
    transport, listener = await loop.subprocess_shell(Listener, 'exec sleep 100')
    transport.close()
    await listener.done.wait()
    print(listener.told, transport.get_returncode())
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(shell(f'exit {number}')) for number in (1, 2)]
    print([await task.result().wait() for task in tasks])


asyncio.run(main())
try:
    os.waitpid(-1, 0)
except ChildProcessError:
    print('no child left')
