# Proxies in objects that proxies stand for.
import copy
import multiprocessing
import pickle

if __name__ == '__main__':
    for method in ('fork', 'spawn'):
        manager = multiprocessing.get_context(method).Manager()
        inner = manager.dict(x=1)
        outer = manager.list([inner, manager.list([1, 2])])
        outer[0]['y'] = 2
        print(inner, outer[0]['x'], outer[1][1], len(outer))
        outer.append(manager.list(['only in there']))
        print(outer[2][0], outer[2].append('more'), outer[2])
        deep = manager.dict()
        deep['a'] = manager.dict()
        deep['a']['b'] = manager.dict()
        deep['a']['b']['c'] = 'found'
        print(deep['a']['b']['c'])
        # The inner object lives as long as the outer one holds it.
        before = manager._number_of_objects()
        del inner
        print(outer[0].copy(), manager._number_of_objects() - before)
        copied = copy.deepcopy(outer[1])
        print(type(copied).__name__, copied)
        again = pickle.loads(pickle.dumps(outer[1]))
        again.append(3)
        print(outer[1], type(again).__name__, again == outer[1])
        print([type(thing).__name__ for thing in outer], sum(outer[1]))
        for key in deep:
            print(key)
        manager.shutdown()
