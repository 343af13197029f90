"""Where `break`, `continue` and `return` may stand in `except*`, and what else is wrong with such clauses."""
for src in ["for x in y:\n  try:\n    pass\n  except* E:\n    break\n",
 "for x in y:\n  try:\n    pass\n  except* E:\n    continue\n",
 "def f():\n  try:\n    pass\n  except* E:\n    return 1\n",
 "try:\n  pass\nexcept* E:\n  for x in y:\n    break\n    continue\n",
 "try:\n  pass\nexcept* E:\n  def f(): return\n",
 "try:\n  pass\nexcept* E:\n  class C:\n    return\n",
 "try:\n  pass\nexcept* E:\n  break\n",
 "def f():\n try:\n  pass\n except* E:\n  for x in y:\n    return\n",
 "for z in y:\n try:\n  pass\n except* E:\n  try:\n   break\n  except E: pass\n",
 "for z in y:\n try:\n  pass\n except* E:\n  while 0: pass\n  else: break\n",
 "for z in y:\n try:\n  pass\n except* E:\n  pass\n else:\n  break\n finally:\n  continue\n",
 "def f():\n try:\n  pass\n except* E:\n  try: pass\n  finally: return\n",
 "try:\n  pass\nexcept* E:\n  return\n",
 "try:\n  pass\nexcept*:\n  pass\n",
 "try:\n  pass\nexcept* E:\n  pass\nexcept E: pass\n",
 "try:\n  pass\nexcept E:\n  pass\nexcept* E: pass\n",
 "try:\n  pass\nexcept* A, B:\n  pass\n",
 "try:\n  pass\nexcept* A as a.b:\n  pass\n",
 "try:\n  pass\nexcept* A\n  pass\n",
 ]:
    try:
        compile(src, "f", "exec")
        print("ok")
    except SyntaxError as e: print(e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
