import asyncio
async def main():
    r = asyncio.StreamReader()
    r.feed_data(b'one\ntwo;three|rest')
    print(await r.readline(), await r.readuntil(b';'), await r.readuntil((b'|', b'!')), await r.read(2), await r.read(0))
    r.feed_eof()
    try:
        await r.readexactly(5)
    except asyncio.IncompleteReadError as e:
        print(e, e.partial, e.expected)
    print(r.at_eof(), await r.read(), await r.readline())
    try:
        await r.readuntil()
    except asyncio.IncompleteReadError as e:
        print(e)
    r = asyncio.StreamReader(limit=4)
    r.feed_data(b'too long for the limit\n')
    try:
        await r.readuntil()
    except asyncio.LimitOverrunError as e:
        print(e, e.consumed)
    try:
        await r.readline()
    except ValueError as e:
        print(e)
    r.feed_data(b'ab')
    t = asyncio.create_task(r.readexactly(4))
    await asyncio.sleep(0)
    r.feed_data(b'cdef')
    print(await t, await r.read(10))
    r.set_exception(ValueError('broken'))
    try:
        await r.read(1)
    except ValueError as e:
        print(e)
asyncio.run(main())
