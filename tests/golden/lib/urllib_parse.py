from urllib.parse import *
for url in ('http://user:pw@Host.COM:8080/a/b;p?q=1&r=2#frag', 'mailto:a@b.c', '/path?x', '//host/p', 'file:///etc/x', 'HTTP://[::1]:80/', 'a:b', 'http://h', '', 'x?y?z#a#b', 'path;a;b', 'svn+ssh://h/p', '1http://x', ' http://x\n/y'):
    s, p = urlsplit(url), urlparse(url)
    print(s, p, s.geturl(), s.hostname, s.port, s.username, s.password)
for url in ('g', './g', 'g/', '/g', '//g', '?y', 'g?y', '#s', 'g;x', '', '.', '..', '../g', '../../../g', 'http:g', 'mailto:x', 'g/./h', 'g/../h', '/./g', '/../g', 'http://o/p'):
    print(url, urljoin('http://a/b/c/d;p?q', url))
print(urlunsplit(('http', 'h', 'p', 'q', 'f')), urlunparse(('', '', 'p', 'x', '', '')), urldefrag('http://x/#y'), urljoin('', 'x'), urlsplit(b'http://h/p'), urlsplit('http://h/').encode())
print(quote('a b/é?&=+~'), quote('a/b', safe=''), quote_plus('a b&c+d'), quote(b'\xff '), unquote('a%20b%C3%A9%zz%4'), unquote_plus('a+b%2B'), unquote_to_bytes('%ffa'), unquote('%E9', 'latin-1'), quote('é', encoding='latin-1'))
print(urlencode({'a': 1, 'b': 'x y&', 'c': 'é'}), urlencode([('a', [1, 2]), ('b', 'x')], doseq=True), urlencode({'a': [1, 2]}), urlencode({'a b': b'\xff'}, quote_via=quote))
print(parse_qs('a=1&b=2&a=3&c=&d'), parse_qsl('a=1&b=%20x+y&c=', keep_blank_values=True), parse_qs(b'a=1'), parse_qsl('a=1;b=2', separator=';'))
for call in (lambda: urlsplit('http://[x'), lambda: urlsplit('http://h:99999/').port, lambda: urlsplit('http://h:x/').port, lambda: urlencode('ab'), lambda: urljoin('a', b'b'), lambda: parse_qs('a', strict_parsing=True), lambda: quote_from_bytes('x'), lambda: parse_qs('a=1&b=2', max_num_fields=1)):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
