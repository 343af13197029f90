# The proof of the key, message by message, against peers of before and after 3.12.
import hmac
import threading
from multiprocessing import AuthenticationError, Pipe
from multiprocessing.connection import answer_challenge, deliver_challenge

KEY = b'a secret'


def run(function, *args):
    try:
        function(*args)
        return 'fine'
    except Exception as error:
        return f'{type(error).__name__}: {error}'.partition(': message=')[0]


def against(function, *peer):
    """Run a side of the proof while the other end is played by `peer`, a function on the connection."""
    ours, theirs = Pipe()
    outcome = []
    thread = threading.Thread(target=lambda: outcome.append(run(function, ours, KEY)))
    thread.start()
    for step in peer:
        step(theirs)
    thread.join()
    print(*outcome)


def challenge(text):
    return lambda c: c.send_bytes(b'#CHALLENGE#' + text)


def show(c):
    print(len(message := c.recv_bytes()), message[:11])


def check(message, digest, prefix=b''):
    def step(c):
        print(c.recv_bytes() == prefix + hmac.new(KEY, message, digest).digest())
        c.send_bytes(b'#WELCOME#')
    return step


def prove(digest, name=True, key=KEY):
    def step(c):
        message = c.recv_bytes()
        print(len(message), message[:19])
        proof = hmac.new(key, message[len(b'#CHALLENGE#'):], digest).digest()
        c.send_bytes((b'{%s}' % digest.encode() if name else b'') + proof)
    return step


def send(text):
    return lambda c: c.send_bytes(text)


def receive(c):
    print(c.recv_bytes())


# Challenged.
old = bytes(range(20))
against(answer_challenge, challenge(old), check(old, 'md5'))
for name in ('md5', 'sha256', 'sha384', 'sha3_256', 'sha3_384'):
    new = b'{%s}' % name.encode() + bytes(range(40))
    against(answer_challenge, challenge(new), check(new, name, b'{%s}' % name.encode()))
against(answer_challenge, challenge(old), show, send(b'#FAILURE#'))
against(answer_challenge, challenge(bytes(21)))
against(answer_challenge, challenge(b'{sha1}' + bytes(40)))
against(answer_challenge, challenge(b'{sha512}' + bytes(40)))
against(answer_challenge, send(b'#WELCOME#'))
against(answer_challenge, send(bytes(257)))
against(answer_challenge, lambda c: c.close())

# Challenging.
against(deliver_challenge, prove('md5', name=False), receive)
for name in ('md5', 'sha256', 'sha384', 'sha3_256', 'sha3_384'):
    against(deliver_challenge, prove(name), receive)
against(deliver_challenge, prove('sha256', key=b'wrong'), receive)
against(deliver_challenge, prove('md5', name=False, key=b'wrong'), receive)
against(deliver_challenge, prove('sha1'), receive)
against(deliver_challenge, show, send(b'{sha256}short'), receive)
against(deliver_challenge, show, send(bytes(257)))
against(deliver_challenge, show, lambda c: c.close())
print(run(answer_challenge, None, 'text'))
print(run(deliver_challenge, None, 'text'))
