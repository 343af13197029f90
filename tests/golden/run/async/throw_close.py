# Throw and close reach the awaiting frame.
class Wait:
    def __await__(self):
        try: yield 'waiting'
        except GeneratorExit: print('wait closed'); raise
        except ValueError as e: return f'recovered {e}'
async def inner():
    try: return await Wait()
    finally: print('inner finally')
async def outer():
    r = await inner()
    print('outer', r)
    await Wait()
c = outer(); print(c.send(None), c.throw(ValueError('v'))); c.close(); c.close()
d = outer(); d.send(None)
try: d.throw(KeyError('k'))
except KeyError as e: print('escaped', e)
async def ignores():
    while True:
        try: await Wait()
        except GeneratorExit: pass
i = ignores(); i.send(None)
try: i.close()
except RuntimeError as e: print(e)
try: i.throw(KeyError('last'))
except KeyError as e: print(e)
