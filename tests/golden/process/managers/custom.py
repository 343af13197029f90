# Registered types: what is exposed, proxies of one's own, results that stay in the server.
import multiprocessing
import operator
from multiprocessing.managers import BaseManager, BaseProxy, MakeProxyType, NamespaceProxy, public_methods


class Counter:
    def __init__(self, n=0):
        self.n = n

    def up(self, by=1, *, times=1):
        self.n += by * times
        return self.n

    def _secret(self):
        return 'secret'

    def __getitem__(self, key):
        return f'item {key}'

    def below(self):
        return Counter(self.n - 1)

    def steps(self):
        for n in range(self.n):
            got = yield n
            if got:
                yield got * 10


def generate(n):
    yield from range(n)


class CounterProxy(BaseProxy):
    _exposed_ = 'up', '__getattribute__'

    def up(self):
        return 'proxied', self._callmethod('up', (), {'times': 2})

    @property
    def n(self):
        return self._callmethod('__getattribute__', ('n',))


class Manager(BaseManager):
    pass


class Other(Manager):
    pass


Manager.register('Auto', Counter)
Manager.register('Exposed', Counter, exposed=('up', '_secret', '__getitem__'))
Manager.register('Mine', Counter, CounterProxy)
Manager.register('Stays', Counter, method_to_typeid={'below': 'Auto2', 'steps': 'Iterator'})
Manager.register('Auto2', create_method=False)
Manager.register('Iterator', proxytype=multiprocessing.managers.IteratorProxy, create_method=False)
Manager.register('generate', generate, proxytype=multiprocessing.managers.IteratorProxy)
Manager.register('operator', lambda: operator)
Manager.register('Space', Counter, NamespaceProxy)
Other.register('only_here', dict)


def tell(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, *str(error).rstrip('-').rstrip().splitlines()[-1:])


if __name__ == '__main__':
    # Lambdas are registered, which only a copy of this process knows.
    with Manager(ctx=multiprocessing.get_context('fork')) as manager:
        auto = manager.Auto(5)
        print(type(auto).__name__, auto._exposed_, repr(auto).split(' at ')[0], auto.up(), auto.up(2), auto.up(times=3, by=2))
        tell(auto._callmethod, '_secret')
        exposed = manager.Exposed(n=1)
        print(exposed._exposed_, exposed._secret(), exposed['k'], exposed.up())
        mine = manager.Mine(10)
        print(type(mine).__name__, mine.up(), mine.n)
        stays = manager.Stays(3)
        below = stays.below()
        print(type(below).__name__, below.up(), stays.up(0))
        steps = stays.steps()
        print(next(steps), next(steps), steps.send(7), list(steps))
        tell(next, steps)
        print(list(manager.generate(4)), sum(manager.generate(5)))
        closing = manager.generate(3)
        print(next(closing), closing.close())
        tell(next, closing)
        throwing = manager.generate(3)
        next(throwing)
        tell(throwing.throw, ValueError('thrown'))
        numbers = manager.operator()
        print(numbers.add(2, 3), numbers.pow(2, 10))
        space = manager.Space(4)
        space.more = 'more'
        print(space.n, space.more)
        print(hasattr(manager, 'Auto2'), hasattr(manager, 'only_here'), hasattr(Other, 'only_here'), 'Auto' in Other._registry)
        print(Manager.Auto.__name__, public_methods(Counter()))
        one = MakeProxyType('Name', ('a', 'b'))
        print(one is MakeProxyType('Name', ['a', 'b']), one._exposed_, one.__name__, one.__bases__ == (BaseProxy,))
    for wrong in ({1: 'x'}, {'x': 1}):
        try:
            Manager.register('Wrong', method_to_typeid=wrong)
        except AssertionError as error:
            print('AssertionError', error)
