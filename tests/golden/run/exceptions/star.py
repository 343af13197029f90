"""`except*`: which clause takes what, what goes on, names, chains, notes, control flow."""
import sys
import traceback


def shape(error):
    if isinstance(error, BaseExceptionGroup):
        return [type(error).__name__, error.message, [shape(inner) for inner in error.exceptions]]
    return repr(error)


def show(label, function):
    try:
        result = function()
    except BaseException as error:
        print(label, 'raises', shape(error), '| context', shape(error.__context__), '| cause', shape(error.__cause__))
    else:
        print(label, 'returns', result)
    print('   handled after:', sys.exception())


def group(*errors, message='g'):
    return BaseExceptionGroup(message, errors)


NESTED = lambda: group(ValueError(1), TypeError(2), group(ValueError(3), OSError(4), message='inner'), KeyError(5))


def split():
    seen = []
    try:
        raise NESTED()
    except* ValueError as e:
        seen.append(('value', shape(e), e is sys.exception()))
    except* (TypeError, KeyError) as e:
        seen.append(('type or key', shape(e)))
    except* OSError as e:
        seen.append(('os', shape(e)))
    seen.append('e' in dir())
    return seen


def rest_goes_on():
    try:
        raise NESTED()
    except* ValueError:
        pass


def nothing_matches():
    try:
        raise NESTED()
    except* ZeroDivisionError:
        print('not here')


def naked():
    seen = []
    try:
        raise ValueError('naked')
    except* TypeError:
        seen.append('no')
    except* ValueError as e:
        seen.append((shape(e), e.__traceback__ is not None, e.exceptions[0].__traceback__ is not None))
    except* Exception as e:
        seen.append('not twice')
    else:
        seen.append('not else')
    finally:
        seen.append('finally')
    return seen


def naked_goes_on():
    try:
        raise ValueError('naked')
    except* TypeError:
        print('not here')


def no_exception():
    seen = []
    try:
        pass
    except* ValueError:
        seen.append('no')
    else:
        seen.append('else')
    finally:
        seen.append('finally')
    return seen


def clauses_raise():
    try:
        raise NESTED()
    except* ValueError:
        raise RuntimeError('a')
    except* TypeError:
        raise RuntimeError('b') from None
    except* OSError as e:
        raise RuntimeError('c') from e


def clause_raises_rest_handled():
    try:
        raise group(ValueError(1))
    except* ValueError:
        raise RuntimeError('alone')


def bare_raise():
    try:
        raise NESTED()
    except* ValueError:
        raise
    except* OSError as e:
        raise e
    except* TypeError:
        raise RuntimeError('new')
    except* KeyError:
        pass


def bare_raise_of_all():
    try:
        raise NESTED()
    except* Exception:
        raise


def naked_raised_again():
    try:
        raise ValueError('x')
    except* ValueError:
        raise


def naked_replaced():
    try:
        raise ValueError('x')
    except* ValueError as e:
        raise TypeError('y') from e


def bad_class():
    try:
        raise NESTED()
    except* 5:
        pass


def bad_classes():
    try:
        raise NESTED()
    except* (ValueError, 'x'):
        pass


def group_class():
    try:
        raise NESTED()
    except* ExceptionGroup:
        pass


def group_among_classes():
    try:
        raise ValueError(1)
    except* (ValueError, BaseExceptionGroup):
        pass


def bad_class_after_all_is_taken():
    try:
        raise group(ValueError(1))
    except* ValueError:
        print('taken')
    except* 5:
        pass


def evaluated():
    order = []

    def name(what, kind):
        order.append(what)
        return kind
    try:
        raise group(ValueError(1))
    except* name('first', TypeError):
        order.append('no')
    except* name('second', ValueError):
        order.append('yes')
    except* name('third', ValueError):
        order.append('no')
    return order


def in_a_loop():
    seen = []
    for number in range(3):
        try:
            if number:
                raise group(ValueError(number), TypeError(number))
        except* ValueError as e:
            for error in e.exceptions:
                if error.args[0] == 1:
                    continue
                seen.append(error.args)
                break
        except* TypeError as e:
            def inner():
                return len(e.exceptions)
            seen.append(inner())
    return seen


def nested():
    seen = []
    try:
        try:
            raise NESTED()
        except* ValueError as e:
            try:
                raise e
            except* ValueError as f:
                seen.append(shape(f))
            seen.append(shape(sys.exception()))
            raise TypeError('from inside')
    except* TypeError as e:
        seen.append(shape(e))
    except* Exception as e:
        seen.append(shape(e))
    return seen


def generator():
    try:
        yield 1
    except* ValueError as e:
        got = yield shape(e)
        yield got
    yield 'end'


def generators():
    g = generator()
    return [next(g), g.throw(group(ValueError(7))), g.send('sent'), next(g)]


class Own(ExceptionGroup):
    def derive(self, errors):
        return Own(self.message + "'", errors)


def own():
    seen = []
    try:
        raise Own('own', [ValueError(1), TypeError(2)])
    except* ValueError as e:
        seen.append(shape(e))
        raise
    except* TypeError as e:
        seen.append(shape(e))
        print(seen)


class Odd(ExceptionGroup):
    result = None

    def split(self, condition):
        return self.result


def odd():
    for result in ((None, None), (ExceptionGroup('p', [ValueError(1)]), None, 3)):
        Odd.result = result
        try:
            try:
                raise Odd('odd', [ValueError(1)])
            except* TypeError as e:
                print('part', shape(e))
        except BaseException as error:
            print(result, shape(error))
        else:
            print(result, 'nothing goes on')


def notes():
    error = group(ValueError(1), TypeError(2))
    error.add_note('a note')
    try:
        try:
            raise error
        except* ValueError as e:
            print(e.__notes__, e.__notes__ is error.__notes__)
            raise
    except BaseException as caught:
        print(shape(caught), getattr(caught, '__notes__', None))


def keyboard():
    try:
        raise BaseExceptionGroup('b', [KeyboardInterrupt(), ValueError(1)])
    except* ValueError as e:
        print(shape(e))


async def asynchronous():
    try:
        raise NESTED()
    except* OSError as e:
        return_value = shape(e)
    except* BaseException as e:
        print(shape(e))
    return return_value


def run():
    try:
        asynchronous().send(None)
    except StopIteration as stop:
        return stop.value


for function in (split, rest_goes_on, nothing_matches, naked, naked_goes_on, no_exception, clauses_raise,
                 clause_raises_rest_handled, bare_raise, bare_raise_of_all, naked_raised_again, naked_replaced,
                 bad_class, bad_classes, group_class, group_among_classes, bad_class_after_all_is_taken, evaluated, in_a_loop,
                 nested, generators, own, odd, notes, keyboard, run):
    show(function.__name__, function)

for name in ('rest_goes_on', 'clauses_raise', 'bare_raise', 'naked_replaced'):
    try:
        globals()[name]()
    except BaseException:
        traceback.print_exc(file=sys.stdout)
