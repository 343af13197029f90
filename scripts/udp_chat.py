"""Lesson: one thread shows what arrives while another sends; a thread that waits for the network does not stop the rest."""
import socket
import threading

mine = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
mine.bind(("127.0.0.1", 0))
other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
other.bind(("127.0.0.1", 0))
heard = []


def listen():
    while True:
        data, address = mine.recvfrom(1024)
        text = data.decode("utf-8")
        if text == "bye":
            return
        heard.append((text, address == other.getsockname()))


listener = threading.Thread(target=listen)
listener.start()
mine.sendto("hello é".encode("utf-8"), other.getsockname())
data, address = other.recvfrom(1024)
print("the other side got:", data.decode("utf-8"), "from me:", address == mine.getsockname())
for answer in ("hi", "how are you", "bye"):
    other.sendto(answer.encode("utf-8"), mine.getsockname())
listener.join()
for text, from_other in heard:
    print("I heard:", text, "from the other side:", from_other)
mine.close()
other.close()
