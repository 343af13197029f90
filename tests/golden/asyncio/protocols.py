import asyncio
class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        log.append('made')
    def data_received(self, data):
        self.transport.write(data[::-1])
    def eof_received(self):
        log.append('eof')
    def connection_lost(self, exc):
        log.append(('lost', exc))
        lost.set_result(None)
class Client(asyncio.Protocol):
    def __init__(self):
        self.data = b''
        self.over = asyncio.get_running_loop().create_future()
    def connection_made(self, transport):
        transport.write(b'abc')
    def data_received(self, data):
        self.data += data
        if not self.over.done():
            self.over.set_result(None)
class Datagram(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport
    def datagram_received(self, data, address):
        if data.startswith(b'?'):
            self.transport.sendto(b'!' + data, address)
        else:
            got.set_result(data)
log = []
async def main():
    global lost, got
    loop = asyncio.get_running_loop()
    lost = loop.create_future()
    got = loop.create_future()
    server = await loop.create_server(Echo, '127.0.0.1', 0)
    transport, protocol = await loop.create_connection(Client, *server.sockets[0].getsockname())
    await protocol.over
    print(protocol.data, transport.get_extra_info('peername') == server.sockets[0].getsockname(), transport.is_closing())
    transport.close()
    await lost
    server.close()
    await server.wait_closed()
    print(log, transport.is_closing())
    a, _ = await loop.create_datagram_endpoint(Datagram, ('127.0.0.1', 0))
    b, _ = await loop.create_datagram_endpoint(Datagram, remote_addr=a.get_extra_info('sockname'))
    b.sendto(b'?x')
    print(await got)
    a.close(); b.close()
    await asyncio.sleep(0)
asyncio.run(main())
