import asyncio, socket
async def main():
    loop = asyncio.get_running_loop()
    a, b = socket.socketpair()
    a.setblocking(False); b.setblocking(False)
    t = asyncio.create_task(loop.sock_recv(b, 100))
    await asyncio.sleep(0)
    await loop.sock_sendall(a, b'hello')
    print(await t)
    ready = loop.create_future()
    loop.add_reader(b, lambda: ready.done() or ready.set_result(b.recv(10)))
    a.send(b'x')
    print(await ready, loop.remove_reader(b), loop.remove_reader(b))
    big = b'z' * 1_000_000
    async def drain():
        n = 0
        while n < len(big):
            n += len(await loop.sock_recv(b, 65536))
        return n
    print((await asyncio.gather(loop.sock_sendall(a, big), drain()))[1])
    a.close(); b.close()
    listener = socket.create_server(('127.0.0.1', 0))
    listener.setblocking(False)
    c = socket.socket()
    c.setblocking(False)
    (conn, addr), _ = await asyncio.gather(loop.sock_accept(listener), loop.sock_connect(c, listener.getsockname()))
    print(addr == c.getsockname())
    conn.close(); c.close()
    address = listener.getsockname()
    listener.close()
    c = socket.socket()
    c.setblocking(False)
    try:
        await loop.sock_connect(c, address)
    except ConnectionRefusedError as e:
        print(type(e).__name__, e.errno == 111)
    c.close()
    try:
        await asyncio.open_connection(*address)
    except OSError as e:
        print(type(e).__name__)
asyncio.run(main())
