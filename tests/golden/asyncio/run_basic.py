import asyncio
async def f(x):
    await asyncio.sleep(0)
    return x * 2
print(asyncio.run(f(21)))
async def bad():
    raise ValueError('out of run')
try:
    asyncio.run(bad())
except ValueError as e:
    print(e)
for wrong in (f, 5):
    try:
        asyncio.run(wrong)
    except ValueError as e:
        print(str(e)[:26])
async def nested():
    c = f(1)
    try:
        asyncio.run(c)
    except RuntimeError as e:
        print(e)
    c.close()
asyncio.run(nested())
try:
    asyncio.get_running_loop()
except RuntimeError as e:
    print(e)
