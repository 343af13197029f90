"""Finding tests, running them and printing what came of it."""
import sys
import time
import traceback

from . import case as _case

__unittest = True


class TestResult:
    """What happened to the tests run so far."""

    def __init__(self, stream=None, descriptions=None, verbosity=None):
        self.failfast = self.shouldStop = False
        self.failures, self.errors, self.skipped = [], [], []
        self.expectedFailures, self.unexpectedSuccesses = [], []
        self.testsRun = 0

    def startTest(self, test):
        self.testsRun += 1

    def stopTest(self, test):
        pass

    def startTestRun(self):
        pass

    def stopTestRun(self):
        pass

    def addError(self, test, err):
        self.errors.append((test, self._text(err, test)))
        self.shouldStop = self.shouldStop or self.failfast

    def addFailure(self, test, err):
        self.failures.append((test, self._text(err, test)))
        self.shouldStop = self.shouldStop or self.failfast

    def addSubTest(self, test, subtest, err):
        if err is not None:
            failed = issubclass(err[0], test.failureException)
            (self.failures if failed else self.errors).append((subtest, self._text(err, test)))
            self.shouldStop = self.shouldStop or self.failfast

    def addSuccess(self, test):
        pass

    def addSkip(self, test, reason):
        self.skipped.append((test, reason))

    def addExpectedFailure(self, test, err):
        self.expectedFailures.append((test, self._text(err, test)))

    def addUnexpectedSuccess(self, test):
        self.unexpectedSuccesses.append(test)

    def wasSuccessful(self):
        return not (self.failures or self.errors or self.unexpectedSuccesses)

    def stop(self):
        self.shouldStop = True

    def _text(self, err, test):
        # The frames of this package are of no interest to the reader.
        kind, value, tb = err
        while tb is not None and "__unittest" in tb.tb_frame.f_globals:
            tb = tb.tb_next
        if isinstance(value, test.failureException):
            kept, last = 0, tb
            while last is not None and "__unittest" not in last.tb_frame.f_globals:
                kept, last = kept + 1, last.tb_next
            limit = kept if last is not None else None
        else:
            limit = None
        return "".join(traceback.format_exception(kind, value, tb, limit=limit))

    def __repr__(self):
        return (f"<{self.__class__.__module__}.{self.__class__.__qualname__} "
                f"run={self.testsRun} errors={len(self.errors)} "
                f"failures={len(self.failures)}>")


class TextTestResult(TestResult):
    """A result that prints as it goes."""
    separator1 = "=" * 70
    separator2 = "-" * 70

    def __init__(self, stream, descriptions, verbosity, *, durations=None):
        super().__init__(stream, descriptions, verbosity)
        self.stream, self.descriptions = stream, descriptions
        self.showAll, self.dots = verbosity > 1, verbosity == 1

    def getDescription(self, test):
        doc = test.shortDescription()
        return f"{test}\n{doc}" if self.descriptions and doc else str(test)

    def startTest(self, test):
        super().startTest(test)
        if self.showAll:
            self._write(self.getDescription(test) + " ... ")

    def _write(self, text):
        self.stream.write(text)
        self.stream.flush()

    def _mark(self, letter, word):
        if self.showAll:
            self._write(word + "\n")
        elif self.dots:
            self._write(letter)

    def addSuccess(self, test):
        self._mark(".", "ok")

    def addError(self, test, err):
        super().addError(test, err)
        self._mark("E", "ERROR")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._mark("F", "FAIL")

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            failed = issubclass(err[0], test.failureException)
            if self.showAll:
                self._write(f"\n  {self.getDescription(subtest)} ... ")
            self._mark("F" if failed else "E", "FAIL" if failed else "ERROR")

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._mark("s", f"skipped {reason!r}")

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._mark("x", "expected failure")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._mark("u", "unexpected success")

    def printErrors(self):
        """Print all failures in full."""
        if self.dots or self.showAll:
            self._write("\n")
        for flavour, entries in (("ERROR", self.errors), ("FAIL", self.failures)):
            for test, text in entries:
                self._write(f"{self.separator1}\n{flavour}: {self.getDescription(test)}\n"
                            f"{self.separator2}\n{text}\n")
        if self.unexpectedSuccesses:
            self._write(self.separator1 + "\n")
            for test in self.unexpectedSuccesses:
                self._write(f"UNEXPECTED SUCCESS: {self.getDescription(test)}\n")


class _ErrorHolder:
    """Stands for a class or module whose setup failed."""
    failureException = None

    def __init__(self, description):
        self.description = description
        self.failureException = AssertionError

    def id(self):
        return self.description

    __str__ = id

    def shortDescription(self):
        return None


class TestSuite:
    """Tests and suites to be run in order."""

    def __init__(self, tests=()):
        self._tests = []
        self.addTests(tests)

    def __iter__(self):
        return iter(self._tests)

    def addTest(self, test):
        if not callable(test):
            raise TypeError(f"{test!r} is not callable")
        self._tests.append(test)

    def addTests(self, tests):
        for test in tests:
            self.addTest(test)

    def countTestCases(self):
        return sum([test.countTestCases() for test in self._tests])

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def _flat(self):
        for test in self._tests:
            if isinstance(test, TestSuite):
                yield from test._flat()
            else:
                yield test

    def run(self, result, debug=False):
        """Run everything, with the setups of classes and modules around."""
        cls = module = None
        broken_class = broken_module = False
        for test in self._flat():
            if result.shouldStop:
                break
            if test.__class__.__module__ != module:
                self._leave_class(cls, broken_class, result)
                self._leave_module(module, broken_module, result)
                cls, module = None, test.__class__.__module__
                broken_module = not self._step(
                    result, f"setUpModule ({module})",
                    getattr(sys.modules.get(module), "setUpModule", None))
            if test.__class__ is not cls:
                self._leave_class(cls, broken_class, result)
                cls = test.__class__
                name = f"{cls.__module__}.{cls.__qualname__}"
                skipped = getattr(cls, "__unittest_skip__", False)
                broken_class = not skipped and not broken_module and not self._step(
                    result, f"setUpClass ({name})", getattr(cls, "setUpClass", None))
            if not broken_module and not broken_class:
                test(result)
        self._leave_class(cls, broken_class, result)
        self._leave_module(module, broken_module, result)
        return result

    def _leave_class(self, cls, broken, result):
        if cls is None or getattr(cls, "__unittest_skip__", False):
            return
        name = f"{cls.__module__}.{cls.__qualname__}"
        if not broken:
            self._step(result, f"tearDownClass ({name})", getattr(cls, "tearDownClass", None))
        self._step(result, f"tearDownClass ({name})", getattr(cls, "doClassCleanups", None))

    def _leave_module(self, module, broken, result):
        if module is None:
            return
        if not broken:
            self._step(result, f"tearDownModule ({module})",
                       getattr(sys.modules.get(module), "tearDownModule", None))
        while _case._module_cleanups:
            function, args, kwargs = _case._module_cleanups.pop()
            self._step(result, f"tearDownModule ({module})", lambda: function(*args, **kwargs))

    def _step(self, result, name, function):
        if function is None:
            return True
        try:
            function()
            return True
        except _case.SkipTest as why:
            result.addSkip(_ErrorHolder(name), str(why))
        except Exception:
            result.addError(_ErrorHolder(name), sys.exc_info())
        return False


class TestLoader:
    """Finds tests in classes, modules and names."""
    testMethodPrefix = "test"
    suiteClass = TestSuite

    def getTestCaseNames(self, testCaseClass):
        """The names of a class's test methods, sorted."""
        return sorted([name for name in dir(testCaseClass)
                       if name.startswith(self.testMethodPrefix)
                       and callable(getattr(testCaseClass, name))])

    def loadTestsFromTestCase(self, testCaseClass):
        """All tests of a class."""
        names = self.getTestCaseNames(testCaseClass)
        if not names and hasattr(testCaseClass, "runTest"):
            names = ["runTest"]
        return self.suiteClass(map(testCaseClass, names))

    def loadTestsFromModule(self, module, *, pattern=None):
        """All tests of a module."""
        tests = []
        for name in dir(module):
            obj = getattr(module, name)
            if isinstance(obj, type) and issubclass(obj, _case.TestCase) and obj not in (
                    _case.TestCase, _case.FunctionTestCase, _case.IsolatedAsyncioTestCase):
                tests.append(self.loadTestsFromTestCase(obj))
        tests = self.suiteClass(tests)
        hook = getattr(module, "load_tests", None)
        return hook(self, tests, pattern) if hook is not None else tests

    def loadTestsFromName(self, name, module=None):
        """The tests a dotted name stands for."""
        parts = name.split(".")
        obj = module
        if obj is None:
            for end in range(len(parts), 0, -1):
                try:
                    obj = __import__(".".join(parts[:end]), None, None, ["*"])
                    parts = parts[end:]
                    break
                except ImportError:
                    if end == 1:
                        raise
        parent = None
        for part in parts:
            parent, obj = obj, getattr(obj, part)
        if isinstance(obj, type(sys)):
            return self.loadTestsFromModule(obj)
        if isinstance(obj, type) and issubclass(obj, _case.TestCase):
            return self.loadTestsFromTestCase(obj)
        if isinstance(parent, type) and issubclass(parent, _case.TestCase):
            return self.suiteClass([parent(parts[-1])])
        if isinstance(obj, TestSuite):
            return obj
        if callable(obj):
            found = obj()
            return found if isinstance(found, TestSuite) else self.suiteClass([found])
        raise TypeError(f"don't know how to make test from: {obj}")

    def loadTestsFromNames(self, names, module=None):
        """The tests of several names."""
        return self.suiteClass([self.loadTestsFromName(name, module) for name in names])

    def discover(self, start_dir, pattern="test*.py", top_level_dir=None):
        """The tests of all files of a directory that match a pattern."""
        import fnmatch
        import os
        if start_dir not in sys.path:
            sys.path.insert(0, os.path.abspath(start_dir))
        return self.suiteClass([
            self.loadTestsFromName(name[:-3]) for name in sorted(os.listdir(start_dir))
            if fnmatch.fnmatch(name, pattern)])


defaultTestLoader = TestLoader()


class TextTestRunner:
    """Runs a suite and prints the outcome."""
    resultclass = TextTestResult

    def __init__(self, stream=None, descriptions=True, verbosity=1, failfast=False,
                 buffer=False, resultclass=None, warnings=None, *, tb_locals=False,
                 durations=None):
        self.stream = sys.stderr if stream is None else stream
        self.descriptions, self.verbosity, self.failfast = descriptions, verbosity, failfast
        if resultclass is not None:
            self.resultclass = resultclass

    def run(self, test):
        """Run a test or suite; returns the result."""
        result = self.resultclass(self.stream, self.descriptions, self.verbosity)
        result.failfast = self.failfast
        started = time.perf_counter()
        result.startTestRun()
        try:
            test(result)
        finally:
            result.stopTestRun()
        taken = time.perf_counter() - started
        if hasattr(result, "printErrors"):
            result.printErrors()
        write = self.stream.write
        if hasattr(result, "separator2"):
            write(result.separator2 + "\n")
        n = result.testsRun
        write(f"Ran {n} test{'s' if n != 1 else ''} in {taken:.3f}s\n\n")
        infos = []
        if not result.wasSuccessful():
            write("FAILED")
            for word, entries in (("failures", result.failures), ("errors", result.errors)):
                if entries:
                    infos.append(f"{word}={len(entries)}")
        elif n == 0 and not result.skipped:
            write("NO TESTS RAN")
        else:
            write("OK")
        for word, entries in (("skipped", result.skipped),
                              ("expected failures", result.expectedFailures),
                              ("unexpected successes", result.unexpectedSuccesses)):
            if entries:
                infos.append(f"{word}={len(entries)}")
        write(f" ({', '.join(infos)})\n" if infos else "\n")
        self.stream.flush()
        return result


class TestProgram:
    """The command line: [-v] [-q] [-f] [names]."""

    def __init__(self, module="__main__", defaultTest=None, argv=None, testRunner=None,
                 testLoader=defaultTestLoader, exit=True, verbosity=1, failfast=None,
                 catchbreak=None, buffer=None, warnings=None, *, tb_locals=False,
                 durations=None):
        argv = sys.argv if argv is None else argv
        names = []
        for arg in argv[1:]:
            if arg in ("-v", "--verbose"):
                verbosity = 2
            elif arg in ("-q", "--quiet"):
                verbosity = 0
            elif arg in ("-f", "--failfast"):
                failfast = True
            elif arg.startswith("-"):
                print(f"unittest: option {arg} is not supported", file=sys.stderr)
                sys.exit(2)
            else:
                names.append(arg[:-3].replace("/", ".") if arg.endswith(".py") else arg)
        if isinstance(module, str):
            module = __import__(module, None, None, ["*"])
        if names == ["discover"] or module is None and not names:
            test = testLoader.discover(".")
        elif names or defaultTest:
            names = names or ([defaultTest] if isinstance(defaultTest, str) else defaultTest)
            test = testLoader.loadTestsFromNames(names, module)
        else:
            test = testLoader.loadTestsFromModule(module)
        runner = testRunner or TextTestRunner
        if isinstance(runner, type):
            runner = runner(verbosity=verbosity, failfast=bool(failfast))
        self.result = runner.run(test)
        if exit:
            if self.result.testsRun == 0 and not self.result.skipped:
                sys.exit(5)
            sys.exit(not self.result.wasSuccessful())


main = TestProgram
