# Who connects and says nothing is turned away when its time is over; a listener with a key is not stuck for ever.
import socket
import threading
from multiprocessing import AuthenticationError, connection

connection.CONNECTION_TIMEOUT = 0.3
with connection.Listener(('127.0.0.1', 0), authkey=b'key', backlog=5) as listener:
    silent = socket.create_connection(listener.address)
    results = []

    def talk():
        with connection.Client(listener.address, authkey=b'key') as c:
            results.append(c.recv())

    thread = threading.Thread(target=talk)
    try:
        listener.accept()
    except AuthenticationError as error:
        print('AuthenticationError:', error)
    connection.CONNECTION_TIMEOUT = 30
    thread.start()
    with listener.accept() as c:
        c.send('served')
    thread.join()
    print(results)
    data = silent.recv(1000)
    print(data[4:15], silent.recv(1000))
    silent.close()
