"""`anext` with a default.

Enters: the awaitable of one step, and a default.  Leaves: an awaitable of the
item, or of the default at the end.  The built-in `anext` calls it.
"""


async def step_or_default(step, default):
    """The item that a step gives, or the default when there is none."""
    try:
        return await step
    except StopAsyncIteration:
        return default
