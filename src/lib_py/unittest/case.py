"""TestCase: one test, its assertions and how it is run."""
import functools
import sys
import traceback

__unittest = True


class SkipTest(Exception):
    """Raised to skip a test."""


class _ShouldStop(Exception):
    """Ends a test after a failed subtest."""


_module_cleanups = []


def addModuleCleanup(function, /, *args, **kwargs):
    """Call a function after all tests of the module."""
    _module_cleanups.append((function, args, kwargs))


def skip(reason):
    """Decorator: do not run a test or class."""
    def decorate(item):
        if not isinstance(item, type):
            @functools.wraps(item)
            def skipped(*args, **kwargs):
                raise SkipTest(reason)
            item = skipped
        item.__unittest_skip__ = True
        item.__unittest_skip_why__ = reason
        return item
    if callable(reason) and not isinstance(reason, str):
        item, reason = reason, ""
        return decorate(item)
    return decorate


def skipIf(condition, reason):
    """The same if a condition holds."""
    return skip(reason) if condition else lambda item: item


def skipUnless(condition, reason):
    """The same unless a condition holds."""
    return (lambda item: item) if condition else skip(reason)


def expectedFailure(item):
    """Decorator: the test is expected to fail."""
    item.__unittest_expecting_failure__ = True
    return item


def _short(value, limit=80):
    try:
        text = repr(value)
    except Exception:
        text = object.__repr__(value)
    return text


class _Raises:
    """The context of assertRaises."""

    def __init__(self, case, expected, regex=None, msg=None):
        self.case, self.expected, self.regex, self.msg = case, expected, regex, msg
        self.obj_name = None
        self.exception = None

    def handle(self, name, args, kwargs):
        kinds = self.expected if isinstance(self.expected, tuple) else (self.expected,)
        if not all([isinstance(k, type) and issubclass(k, self._base) for k in kinds]):
            raise TypeError(f"{name}() arg 1 must be {self._base_text}")
        if not args:
            self.msg = kwargs.pop("msg", None)
            if kwargs:
                raise TypeError(f"{next(iter(kwargs))!r} is an invalid keyword argument for "
                                "this function")
            return self
        function, *rest = args
        self.obj_name = getattr(function, "__name__", str(function))
        with self:
            function(*rest, **kwargs)

    _base, _base_text = BaseException, "an exception type or tuple of exception types"

    def fail(self, text):
        raise self.case.failureException(self.case._formatMessage(self.msg, text))

    def _names(self):
        return getattr(self.expected, "__name__", str(self.expected))

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        if kind is None:
            by = f" by {self.obj_name}" if self.obj_name else ""
            self.fail(f"{self._names()} not raised{by}")
        if not issubclass(kind, self.expected):
            return False
        self.exception = value.with_traceback(None)
        if self.regex is not None:
            import re
            regex = re.compile(self.regex) if isinstance(self.regex, str) else self.regex
            if not regex.search(str(value)):
                self.fail(f'"{regex.pattern}" does not match "{value!s}"')
        return True


class _Warns(_Raises):
    """The context of assertWarns."""
    _base, _base_text = Warning, "a warning type or tuple of warning types"

    def __enter__(self):
        import warnings
        self.manager = warnings.catch_warnings(record=True)
        self.warnings = self.manager.__enter__()
        warnings.simplefilter("always", self.expected)
        return self

    def __exit__(self, kind, value, tb):
        self.manager.__exit__(kind, value, tb)
        if kind is not None:
            return
        first = None
        for record in self.warnings:
            if not isinstance(record.message, self.expected):
                continue
            first = first or record.message
            if self.regex is not None:
                import re
                if not re.search(self.regex, str(record.message)):
                    continue
            self.warning, self.filename, self.lineno = (
                record.message, record.filename, record.lineno)
            return
        if first is not None:
            self.fail(f'"{self.regex}" does not match "{first!s}"')
        by = f" by {self.obj_name}" if self.obj_name else ""
        self.fail(f"{self._names()} not triggered{by}")


class _Logs:
    """The context of assertLogs and assertNoLogs."""

    def __init__(self, case, logger, level, none):
        self.case, self.name, self.level, self.none = case, logger, level, none

    def __enter__(self):
        import logging
        self.records, self.output = [], []
        self.logger = self.name if isinstance(self.name, logging.Logger) else \
            logging.getLogger(self.name)
        level = logging.getLevelName(self.level) if isinstance(self.level, str) else \
            self.level or logging.INFO
        outer = self
        text = logging.Formatter("%(levelname)s:%(name)s:%(message)s")

        class Handler(logging.Handler):
            def emit(self, record):
                outer.records.append(record)
                outer.output.append(text.format(record))
        self.old = self.logger.handlers[:], self.logger.level, self.logger.propagate
        self.level_name = logging.getLevelName(level)
        handler = Handler()
        handler.setLevel(level)
        self.logger.handlers, self.logger.propagate = [handler], False
        self.logger.setLevel(level)
        return None if self.none else self

    def __exit__(self, kind, value, tb):
        self.logger.handlers, level, self.logger.propagate = self.old
        self.logger.setLevel(level)
        if kind is not None:
            return False
        where = f"of level {self.level_name} or higher triggered on {self.logger.name}"
        if self.none and self.records:
            self.case.fail(f"Unexpected logs found: {self.output!r}")
        if not self.none and not self.records:
            self.case.fail(f"no logs {where}")


class _SubTest:
    """A part of a test that fails by itself."""

    def __init__(self, case, message, params):
        self.test_case, self._message, self.params = case, message, params
        self.failureException = case.failureException

    def _text(self):
        parts = []
        if self._message is not None:
            parts.append(f"[{self._message}]")
        if self.params:
            parts.append("(" + ", ".join([f"{k}={v!r}" for k, v in self.params.items()]) + ")")
        return " ".join(parts) or "(<subtest>)"

    def id(self):
        return f"{self.test_case.id()} {self._text()}"

    def shortDescription(self):
        return self.test_case.shortDescription()

    def __str__(self):
        return f"{self.test_case} {self._text()}"


class _SubTestContext:
    def __init__(self, case, message, params):
        self.case, self.message = case, message
        self.params = params

    def __enter__(self):
        self.outer = self.case._subtest_params
        self.case._subtest_params = {**self.outer, **self.params}
        self.sub = _SubTest(self.case, self.message, self.case._subtest_params)

    def __exit__(self, kind, value, tb):
        self.case._subtest_params = self.outer
        if kind is None:
            return False
        if issubclass(kind, KeyboardInterrupt) or issubclass(kind, _ShouldStop):
            return False
        run = self.case._run_state
        if issubclass(kind, SkipTest):
            run["result"].addSkip(self.sub, str(value))
            return True
        run["ok"] = False
        run["sub"].append((self.sub, (kind, value, tb)))
        if run["result"].failfast:
            raise _ShouldStop
        return True


class TestCase:
    """The base of test classes; each `test...` method is one test."""
    failureException = AssertionError
    longMessage = True
    maxDiff = 640
    _class_cleanups = []

    def __init__(self, methodName="runTest"):
        self._testMethodName = methodName
        self._cleanups = []
        self._subtest_params = {}
        self._type_equality = {}
        method = getattr(self, methodName, None)
        if method is None and methodName != "runTest":
            raise ValueError(f"no such test method in {self.__class__}: {methodName}")
        self._testMethodDoc = getattr(method, "__doc__", None)

    def setUp(self):
        """Runs before each test."""

    def tearDown(self):
        """Runs after each test."""

    @classmethod
    def setUpClass(cls):
        """Runs before the first test of the class."""

    @classmethod
    def tearDownClass(cls):
        """Runs after the last test of the class."""

    def addCleanup(self, function, /, *args, **kwargs):
        """Call a function after the test, whatever happens."""
        self._cleanups.append((function, args, kwargs))

    @classmethod
    def addClassCleanup(cls, function, /, *args, **kwargs):
        """Call a function after the tests of the class."""
        if "_class_cleanups" not in cls.__dict__:
            cls._class_cleanups = []
        cls._class_cleanups.append((function, args, kwargs))

    @classmethod
    def doClassCleanups(cls):
        """Run what addClassCleanup added."""
        while cls._class_cleanups:
            function, args, kwargs = cls._class_cleanups.pop()
            function(*args, **kwargs)

    def enterContext(self, cm):
        """Enter a context manager for the rest of the test."""
        result = type(cm).__enter__(cm)
        self.addCleanup(type(cm).__exit__, cm, None, None, None)
        return result

    def addTypeEqualityFunc(self, typeobj, function):
        """Use a function of the case to compare two objects of one type."""
        self._type_equality[typeobj] = function

    def countTestCases(self):
        return 1

    def defaultTestResult(self):
        from .runner import TestResult
        return TestResult()

    def shortDescription(self):
        """The first line of the test's documentation."""
        doc = self._testMethodDoc
        return doc.strip().split("\n")[0].strip() if doc else None

    def id(self):
        return f"{self.__class__.__module__}.{self.__class__.__qualname__}.{self._testMethodName}"

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._testMethodName == other._testMethodName

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    def __str__(self):
        cls = self.__class__
        return (f"{self._testMethodName} ({cls.__module__}.{cls.__qualname__}."
                f"{self._testMethodName})")

    def __repr__(self):
        cls = self.__class__
        return (f"<{cls.__module__}.{cls.__qualname__} "
                f"testMethod={self._testMethodName}>")

    def subTest(self, msg=None, **params):
        """A context whose failure does not end the test."""
        return _SubTestContext(self, msg, params)

    def skipTest(self, reason):
        """Skip the rest of the test."""
        raise SkipTest(reason)

    def _callSetUp(self):
        self.setUp()

    def _callTestMethod(self, method):
        method()

    def _callTearDown(self):
        self.tearDown()

    def _callCleanup(self, function, /, *args, **kwargs):
        function(*args, **kwargs)

    def _guard(self, run, function, *args):
        # One step of a test; True if it passed.
        try:
            function(*args)
            return True
        except KeyboardInterrupt:
            raise
        except SkipTest as why:
            run["ok"] = False
            run["result"].addSkip(self, str(why))
        except _ShouldStop:
            pass
        except BaseException:
            run["ok"] = False
            run["errors"].append(sys.exc_info())
        return False

    def run(self, result=None):
        """Run the test and report to a result."""
        result = self.defaultTestResult() if result is None else result
        method = getattr(self, self._testMethodName)
        result.startTest(self)
        try:
            if getattr(self.__class__, "__unittest_skip__", False) or \
                    getattr(method, "__unittest_skip__", False):
                why = getattr(self.__class__, "__unittest_skip_why__", "") or \
                    getattr(method, "__unittest_skip_why__", "")
                result.addSkip(self, why)
                return result
            expecting = getattr(self, "__unittest_expecting_failure__", False) or \
                getattr(method, "__unittest_expecting_failure__", False)
            run = self._run_state = {"result": result, "ok": True, "errors": [], "sub": []}
            if self._guard(run, self._callSetUp):
                self._guard(run, self._callTestMethod, method)
                self._guard(run, self._callTearDown)
            while self._cleanups:
                function, args, kwargs = self._cleanups.pop()
                self._guard(run, functools.partial(self._callCleanup, function, *args, **kwargs))
            if expecting:
                if run["errors"] or run["sub"]:
                    result.addExpectedFailure(self, (run["errors"] or [run["sub"][0][1]])[0])
                elif run["ok"]:
                    result.addUnexpectedSuccess(self)
                return result
            for sub, error in run["sub"]:
                result.addSubTest(self, sub, error)
            for error in run["errors"]:
                if issubclass(error[0], self.failureException):
                    result.addFailure(self, error)
                else:
                    result.addError(self, error)
            if run["ok"]:
                result.addSuccess(self)
            return result
        finally:
            self._run_state = None
            result.stopTest(self)

    def doCleanups(self):
        """Run what addCleanup added."""
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            self._callCleanup(function, *args, **kwargs)

    def debug(self):
        """Run the test and let errors out."""
        self._callSetUp()
        self._callTestMethod(getattr(self, self._testMethodName))
        self._callTearDown()
        self.doCleanups()

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    # -- assertions -------------------------------------------------------------

    def _formatMessage(self, msg, standard):
        if not self.longMessage:
            return msg or standard
        return standard if msg is None else f"{standard} : {msg}"

    def fail(self, msg=None):
        """Fail at once."""
        raise self.failureException(msg)

    def _check(self, good, text, msg):
        if not good:
            raise self.failureException(self._formatMessage(msg, text))

    def assertFalse(self, expr, msg=None):
        if expr:
            self._check(False, f"{_short(expr)} is not false", msg)

    def assertTrue(self, expr, msg=None):
        if not expr:
            self._check(False, f"{_short(expr)} is not true", msg)

    def assertEqual(self, first, second, msg=None):
        if type(first) is type(second):
            own = self._type_equality.get(type(first))
            if own is not None:
                (getattr(self, own) if isinstance(own, str) else own)(first, second, msg=msg)
                return
        if first == second:
            return
        from ._diff import describe
        self._check(False, describe(first, second, self.maxDiff), msg)

    def assertNotEqual(self, first, second, msg=None):
        self._check(first != second, f"{_short(first)} == {_short(second)}", msg)

    def assertIs(self, a, b, msg=None):
        self._check(a is b, f"{_short(a)} is not {_short(b)}", msg)

    def assertIsNot(self, a, b, msg=None):
        self._check(a is not b, f"unexpectedly identical: {_short(a)}", msg)

    def assertIsNone(self, obj, msg=None):
        self._check(obj is None, f"{_short(obj)} is not None", msg)

    def assertIsNotNone(self, obj, msg=None):
        self._check(obj is not None, "unexpectedly None", msg)

    def assertIn(self, member, container, msg=None):
        self._check(member in container, f"{_short(member)} not found in {_short(container)}",
                    msg)

    def assertNotIn(self, member, container, msg=None):
        self._check(member not in container,
                    f"{_short(member)} unexpectedly found in {_short(container)}", msg)

    def assertIsInstance(self, obj, cls, msg=None):
        self._check(isinstance(obj, cls), f"{_short(obj)} is not an instance of {cls!r}", msg)

    def assertNotIsInstance(self, obj, cls, msg=None):
        self._check(not isinstance(obj, cls), f"{_short(obj)} is an instance of {cls!r}", msg)

    def assertLess(self, a, b, msg=None):
        self._check(a < b, f"{_short(a)} not less than {_short(b)}", msg)

    def assertLessEqual(self, a, b, msg=None):
        self._check(a <= b, f"{_short(a)} not less than or equal to {_short(b)}", msg)

    def assertGreater(self, a, b, msg=None):
        self._check(a > b, f"{_short(a)} not greater than {_short(b)}", msg)

    def assertGreaterEqual(self, a, b, msg=None):
        self._check(a >= b, f"{_short(a)} not greater than or equal to {_short(b)}", msg)

    def _almost(self, first, second, places, delta):
        if delta is not None and places is not None:
            raise TypeError("specify delta or places not both")
        difference = abs(first - second)
        if delta is not None:
            return difference <= delta, f"{_short(delta)} delta", difference
        places = 7 if places is None else places
        return round(difference, places) == 0, f"{places!r} places", difference

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        if first == second:
            return
        good, how, difference = self._almost(first, second, places, delta)
        self._check(good, f"{_short(first)} != {_short(second)} within {how} "
                    f"({_short(difference)} difference)", msg)

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        good, how, difference = self._almost(first, second, places, delta)
        extra = f" ({_short(difference)} difference)" if delta is not None else ""
        self._check(first != second and not good,
                    f"{_short(first)} == {_short(second)} within {how}{extra}", msg)

    def assertRaises(self, expected_exception, *args, **kwargs):
        return _Raises(self, expected_exception).handle("assertRaises", args, kwargs)

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        return _Raises(self, expected_exception, expected_regex).handle(
            "assertRaisesRegex", args, kwargs)

    def assertWarns(self, expected_warning, *args, **kwargs):
        return _Warns(self, expected_warning).handle("assertWarns", args, kwargs)

    def assertWarnsRegex(self, expected_warning, expected_regex, *args, **kwargs):
        return _Warns(self, expected_warning, expected_regex).handle(
            "assertWarnsRegex", args, kwargs)

    def assertLogs(self, logger=None, level=None):
        return _Logs(self, logger, level, False)

    def assertNoLogs(self, logger=None, level=None):
        return _Logs(self, logger, level, True)

    def assertRegex(self, text, expected_regex, msg=None):
        import re
        regex = re.compile(expected_regex) if isinstance(expected_regex, str) else expected_regex
        self._check(regex.search(text), f"Regex didn't match: {regex.pattern!r} not found in "
                    f"{text!r}", msg)

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        import re
        found = re.search(unexpected_regex, text)
        if found:
            self._check(False, f"Regex matched: {found[0]!r} matches {unexpected_regex!r} in "
                        f"{text!r}", msg)

    def assertCountEqual(self, first, second, msg=None):
        first, rest = list(first), list(second)
        missing = []
        for item in first:
            if item in rest:
                rest.remove(item)
            else:
                missing.append(item)
        if not missing and not rest:
            return
        lines = ["Element counts were not equal:"]
        for items, mine in ((missing, True), (rest, False)):
            for i, item in enumerate(items):
                if item not in items[:i]:
                    n = items.count(item)
                    total = (first if mine else list(second)).count(item)
                    pair = (total, total - n) if mine else (total - n, total)
                    lines.append(f"First has {pair[0]}, Second has {pair[1]}:  {item!r}")
        self._check(False, "\n".join(lines), msg)

    def assertMultiLineEqual(self, first, second, msg=None):
        self.assertIsInstance(first, str, "First argument is not a string")
        self.assertIsInstance(second, str, "Second argument is not a string")
        TestCase.assertEqual(self, first, second, msg)

    def _same_type(kind, what):
        def check(self, first, second, msg=None):
            for name, value in (("First", first), ("Second", second)):
                self.assertIsInstance(value, kind, f"{name} argument is not a {what}")
            TestCase.assertEqual(self, first, second, msg)
        return check
    assertListEqual = _same_type(list, "list")
    assertTupleEqual = _same_type(tuple, "tuple")
    assertDictEqual = _same_type(dict, "dictionary")
    assertSetEqual = _same_type((set, frozenset), "set")
    del _same_type

    def assertSequenceEqual(self, first, second, msg=None, seq_type=None):
        if seq_type is not None:
            self.assertIsInstance(first, seq_type)
            self.assertIsInstance(second, seq_type)
        if not (len(first) == len(second) and all([a == b for a, b in zip(first, second)])):
            self._check(False, f"Sequences differ: {_short(first)} != {_short(second)}", msg)


class FunctionTestCase(TestCase):
    """A test made of functions."""

    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        super().__init__()
        self._function, self._set_up, self._tear_down = testFunc, setUp, tearDown
        self._testMethodDoc = description or testFunc.__doc__

    def setUp(self):
        if self._set_up is not None:
            self._set_up()

    def tearDown(self):
        if self._tear_down is not None:
            self._tear_down()

    def runTest(self):
        self._function()

    def id(self):
        return self._function.__name__

    def __str__(self):
        return f"{self.__class__.__qualname__} ({self._function.__name__})"


class IsolatedAsyncioTestCase(TestCase):
    """A test case whose methods may be coroutines, in one event loop per test."""

    async def asyncSetUp(self):
        """Runs before each test, in the loop."""

    async def asyncTearDown(self):
        """Runs after each test, in the loop."""

    def addAsyncCleanup(self, func, /, *args, **kwargs):
        """Await a call after the test."""
        self.addCleanup(func, *args, **kwargs)

    def _await(self, function, *args, **kwargs):
        result = function(*args, **kwargs)
        if hasattr(result, "__await__"):
            async def wait():
                return await result
            return self._runner.run(wait())
        return result

    def _callSetUp(self):
        self.setUp()
        self._await(self.asyncSetUp)

    def _callTestMethod(self, method):
        self._await(method)

    def _callTearDown(self):
        self._await(self.asyncTearDown)
        self.tearDown()

    def _callCleanup(self, function, /, *args, **kwargs):
        self._await(function, *args, **kwargs)

    def run(self, result=None):
        import asyncio
        with asyncio.Runner() as self._runner:
            return super().run(result)
