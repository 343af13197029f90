# String, textwrap, binascii, base64, hashlib.
import string, textwrap, binascii, base64, hashlib
print(string.ascii_letters, string.digits, string.punctuation, string.hexdigits, repr(string.whitespace), string.Template('$a ${b} $$').substitute(a=1, b=2), string.capwords('hello big world'))
text = 'The quick brown fox jumps over the lazy dog near the river bank'
print(textwrap.fill(text, 24)); print(textwrap.wrap(text, 30), textwrap.shorten(text, 25), textwrap.dedent('  a\n    b\n'), repr(textwrap.indent('x\ny', '> ')))
print(binascii.hexlify(b'ab'), binascii.unhexlify('6162'), binascii.crc32(b'hello'), base64.b64encode(b'hello world'), base64.b64decode('aGk='), base64.urlsafe_b64encode(b'\xff\xfe'), base64.b32encode(b'hi'), base64.b16encode(b'hi'))
print(hashlib.md5(b'a').hexdigest(), hashlib.sha1(b'a').hexdigest(), hashlib.sha256(b'a').hexdigest(), hashlib.new('sha512', b'').hexdigest()[:16], hashlib.sha3_256(b'').hexdigest()[:16], hashlib.blake2b(b'x').hexdigest()[:16])
h = hashlib.sha256(); h.update(b'a'); print(h.hexdigest() == hashlib.sha256(b'a').hexdigest(), h.digest_size, h.name)
