"""Tests as methods of classes.

Enters: classes derived from TestCase.  Leaves: results printed as dots and
letters, then the failures.  `case` holds assertions, `runner` what finds and
runs tests.
"""
from .case import (TestCase, FunctionTestCase, SkipTest, skip, skipIf, skipUnless,
                   expectedFailure, addModuleCleanup, IsolatedAsyncioTestCase)
from .runner import (TestSuite, TestLoader, TestResult, TextTestResult, TextTestRunner,
                     TestProgram, main, defaultTestLoader)

__all__ = ["TestResult", "TestCase", "IsolatedAsyncioTestCase", "TestSuite",
           "TextTestRunner", "TestLoader", "FunctionTestCase", "main", "defaultTestLoader",
           "SkipTest", "skip", "skipIf", "skipUnless", "expectedFailure", "TextTestResult",
           "addModuleCleanup"]
