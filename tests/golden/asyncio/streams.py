import asyncio
async def serve(reader, writer):
    async for line in reader:
        writer.write(line.upper())
        await writer.drain()
    writer.close()
    await writer.wait_closed()
async def client(address, n):
    reader, writer = await asyncio.open_connection(*address)
    writer.write(b'hello %d\n' % n)
    writer.writelines([b'more', b'\n'])
    await writer.drain()
    first = await reader.readline()
    second = await reader.readexactly(5)
    writer.write_eof()
    rest = await reader.read()
    writer.close()
    await writer.wait_closed()
    return first, second, rest, reader.at_eof()
async def main():
    server = await asyncio.start_server(serve, '127.0.0.1', 0)
    async with server:
        address = server.sockets[0].getsockname()
        print(server.is_serving(), writer_info := address[0])
        for r in await asyncio.gather(*(client(address, n) for n in range(3))):
            print(r)
    print(server.is_serving(), server.sockets)
asyncio.run(main())
