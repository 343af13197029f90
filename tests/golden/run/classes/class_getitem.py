# __class_getitem__ and generic aliases.
class Box:
    def __class_getitem__(cls, item): return f'{cls.__name__}[{item}]'
class Sub(Box): pass
print(Box[int], Sub['x'], Box[1, 2])
print(list[int], dict[str, list[int]], tuple[int, ...], type[int], list[int]([1]), list[int] == list[int], list[int].__origin__, isinstance([], list))
for code in ('int[5]', 'Box()[1]', 'len[1]', 'class_[0]'):
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, error)
