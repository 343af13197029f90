import unittest, io
log = []
def setUpModule(): log.append("module up")
def tearDownModule(): log.append("module down")
class A(unittest.TestCase):
    @classmethod
    def setUpClass(cls): log.append("class up")
    @classmethod
    def tearDownClass(cls): log.append("class down")
    def setUp(self): log.append("up"); self.addCleanup(log.append, "cleanup")
    def tearDown(self): log.append("down")
    def test_one(self): log.append("one")
    def test_two(self): log.append("two"); self.skipTest("why")
class B(unittest.TestCase):
    @classmethod
    def setUpClass(cls): raise RuntimeError("broken")
    def test_never(self): log.append("never")
out = io.StringIO()
s = unittest.TestSuite([unittest.defaultTestLoader.loadTestsFromTestCase(c) for c in (A, B)])
r = unittest.TextTestRunner(stream=out).run(s)
print(log, r.testsRun, r.skipped[0][1], str(r.errors[0][0]), out.getvalue().splitlines()[0])
