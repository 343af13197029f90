# A vending machine as a generator.
def machine():
    credit = 0
    message = 'ready'
    while True:
        event = yield message
        match event:
            case ('coin', int(n)) if n > 0: credit += n; message = f'credit {credit}'
            case ('buy', str(item)):
                price = {'tea': 3, 'cake': 5}.get(item)
                if price is None: message = f'no {item}'
                elif price > credit: message = f'need {price - credit} more'
                else: credit -= price; message = f'{item}, change {credit}'
            case ('quit',): return credit
            case _: message = f'bad event {event!r}'
m = machine(); print(next(m))
try:
    for e in (('coin', 2), ('buy', 'tea'), ('coin', 5), ('buy', 'tea'), ('buy', 'x'), 'junk', ('coin', -1), ('quit',)): print(m.send(e))
except StopIteration as s: print('returned', s.value)
