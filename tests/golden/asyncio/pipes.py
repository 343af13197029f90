import asyncio, os
class Into(asyncio.BufferedProtocol):
    def __init__(self):
        self.buffer = bytearray(4)
        self.parts = []
        self.over = asyncio.get_running_loop().create_future()
    def get_buffer(self, sizehint):
        return self.buffer
    def buffer_updated(self, n):
        self.parts.append(bytes(self.buffer[:n]))
    def connection_lost(self, exc):
        self.over.set_result(exc)
async def main():
    loop = asyncio.get_running_loop()
    r, w = os.pipe()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), open(r, 'rb', buffering=0))
    transport, protocol = await loop.connect_write_pipe(asyncio.Protocol, open(w, 'wb', buffering=0))
    transport.write(b'one\ntwo\n')
    print(await reader.readline(), transport.is_closing(), transport.can_write_eof())
    big = b'x' * 500_000
    transport.write(big)
    transport.write_eof()
    print(await reader.readline(), len(await reader.read()), reader.at_eof())
    async def serve(reader, writer):
        writer.write(b'0123456789')
        writer.close()
    server = await asyncio.start_server(serve, '127.0.0.1', 0)
    print(isinstance(server, asyncio.Server))
    _, into = await loop.create_connection(Into, *server.sockets[0].getsockname())
    print(await into.over, b''.join(into.parts), max(map(len, into.parts)))
    server.close()
    await server.wait_closed()
asyncio.run(main())
