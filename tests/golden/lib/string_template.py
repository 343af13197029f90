from string import Template
t = Template("$who owes ${what}s $$5")
print(t.substitute(who="Tim", what="lunch"), t.substitute({"who": "A", "what": "b"}), t.safe_substitute(who="X"), t.get_identifiers(), t.is_valid())
for text in ("$", "a $9 b", "x\ny ${bad", "${}"):
    try: Template(text).substitute()
    except ValueError as e: print(e)
    print(Template(text).safe_substitute(), Template(text).is_valid())
try: t.substitute(who=1)
except KeyError as e: print(repr(e))
print(t.template, Template("$a$b").substitute({"a": 1}, b=2))
