import hmac, hashlib
h = hmac.new(b'key', b'message', 'sha256')
print(h.hexdigest(), h.name, h.digest_size, h.block_size)
c = h.copy(); c.update(b'!'); print(c.hexdigest() == hmac.new(b'key', b'message!', hashlib.sha256).hexdigest())
print(hmac.digest(b'k' * 100, b'm', 'md5').hex(), hmac.new(bytearray(b'k'), digestmod=hashlib.sha1).hexdigest())
print(hmac.compare_digest('a', 'a'), hmac.compare_digest(b'a', b'b'))
for call in (lambda: hmac.new('k', b'', 'md5'), lambda: hmac.new(b'k'), lambda: hmac.compare_digest('a', b'a')):
    try:
        call()
    except TypeError as error:
        print(str(error)[:60])
