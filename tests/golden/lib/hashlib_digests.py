import hashlib, io
for name in sorted(hashlib.algorithms_guaranteed):
    h = hashlib.new(name, b'hello ')
    h.update(b'world')
    size = (10,) if name.startswith('shake') else ()
    print(name, h.hexdigest(*size), h.name, h.digest_size, h.block_size, getattr(hashlib, name)(b'hello world').digest(*size) == h.digest(*size))
twin = hashlib.md5(b'a'); copy = twin.copy(); copy.update(b'b')
print(twin.hexdigest(), copy.hexdigest())
print(hashlib.pbkdf2_hmac('sha256', b'password', b'salt', 10).hex(), hashlib.pbkdf2_hmac('sha1', b'p', b's', 2, 7).hex())
print(hashlib.blake2b(b'x', digest_size=8, key=b'k', salt=b's', person=b'p').hexdigest(), hashlib.blake2s(b'x', digest_size=4).hexdigest())
print(hashlib.file_digest(io.BytesIO(b'abc'), 'sha256').hexdigest()[:16], hashlib.file_digest(open('/dev/null', 'rb'), hashlib.md5).hexdigest(), hashlib.new('SHA256', b'').hexdigest()[:8], hashlib.md5(usedforsecurity=False).hexdigest())
for call in (lambda: hashlib.md5('text'), lambda: hashlib.sha256().update('text'), lambda: hashlib.new('nope'), lambda: hashlib.md5(1)):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, str(error).split(':')[0] if 'nope' not in str(error) else 'unsupported')
