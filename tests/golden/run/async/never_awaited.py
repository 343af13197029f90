# A coroutine that is never awaited warns.
async def forgotten(): pass
forgotten()
print('done')
