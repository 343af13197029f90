plain = 'p'
_plain_hidden = 'h'
