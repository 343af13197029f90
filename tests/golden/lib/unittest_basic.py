import unittest, io, re
class T(unittest.TestCase):
    def setUp(self): self.x = 1
    def test_ok(self): self.assertEqual(self.x, 1)
    def test_fail(self):
        "a documented test"
        self.assertEqual(1, 2)
    def test_error(self): {}["k"]
    def test_msg(self): self.assertTrue(False, "because")
    @unittest.skip("later")
    def test_skip(self): pass
    @unittest.expectedFailure
    def test_expected(self): self.fail("x")
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertNotEqual(i, 1)
    def test_raises(self):
        with self.assertRaises(ZeroDivisionError) as cm: 1 / 0
        self.assertIn("division", str(cm.exception))
        with self.assertRaisesRegex(ValueError, "inv.lid"): int("x")
for verbosity in (1, 2):
    out = io.StringIO()
    result = unittest.TextTestRunner(stream=out, verbosity=verbosity).run(unittest.defaultTestLoader.loadTestsFromTestCase(T))
    print(re.sub(r"in [\d.]+s", "in TIMEs", out.getvalue()).replace(__file__, "FILE"))
print(result.wasSuccessful(), result.testsRun, len(result.failures), len(result.errors))
