# A server in a thread, a client in the main thread, an event between them.
import socket
import threading

server = socket.create_server(('127.0.0.1', 0))
served = threading.Event()


def serve():
    connection, _ = server.accept()
    with connection:
        connection.sendall(connection.recv(10).upper())
    served.set()


threading.Thread(target=serve).start()
with socket.create_connection(server.getsockname()) as client:
    client.sendall(b'hello')
    print(client.recv(10))
served.wait()
server.close()
