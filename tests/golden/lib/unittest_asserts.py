import unittest
t = unittest.TestCase()
for call in (lambda: t.assertEqual(1, 2, "msg"), lambda: t.assertTrue(0), lambda: t.assertFalse([1]), lambda: t.assertIs(1, None), lambda: t.assertIsNone(3), lambda: t.assertIsNotNone(None), lambda: t.assertIn(1, []), lambda: t.assertNotIn(1, [1]), lambda: t.assertIsInstance(1, str), lambda: t.assertLess(2, 1), lambda: t.assertGreaterEqual(1, 2), lambda: t.assertAlmostEqual(1, 1.1), lambda: t.assertAlmostEqual(1, 2, delta=0.5), lambda: t.assertRaises(ValueError, int, "1"), lambda: t.assertRegex("abc", "x+"), lambda: t.assertEqual([1, 2], [1, 3]), lambda: t.assertEqual({"a": 1}, {"a": 2}), lambda: t.assertEqual("ab", "ac"), lambda: t.assertEqual((1,), (1, 2)), lambda: t.assertEqual({1}, {2}), lambda: t.assertCountEqual([1, 1, 2], [1, 2, 3]), lambda: t.fail("nope"), lambda: t.assertNotEqual(1, 1)):
    try:
        call(); print("passed")
    except AssertionError as e: print(e)
with t.assertRaises(KeyError): {}[1]
t.assertAlmostEqual(0.1 + 0.2, 0.3)
