"""The features that once had to be asked for.  All but `annotations` are the rule."""

_CO = {"generators": 0, "nested_scopes": 0x10, "division": 0x20000,
       "absolute_import": 0x40000, "with_statement": 0x80000, "print_function": 0x100000,
       "unicode_literals": 0x200000, "barry_as_FLUFL": 0x400000,
       "generator_stop": 0x800000, "annotations": 0x1000000}
all_feature_names = ["nested_scopes", "generators", "division", "absolute_import",
                     "with_statement", "print_function", "unicode_literals",
                     "barry_as_FLUFL", "generator_stop", "annotations"]
__all__ = ["all_feature_names", *all_feature_names]


class _Feature:
    def __init__(self, optional, mandatory, compiler_flag):
        self.optional = optional
        self.mandatory = mandatory
        self.compiler_flag = compiler_flag

    def getOptionalRelease(self):
        """The first release in which the feature could be asked for."""
        return self.optional

    def getMandatoryRelease(self):
        """The release that made it the rule, or None."""
        return self.mandatory

    def __repr__(self):
        return f"_Feature({self.optional!r}, {self.mandatory!r}, {self.compiler_flag!r})"


for _name, _optional, _mandatory in (
        ("nested_scopes", (2, 1, 0, "beta", 1), (2, 2, 0, "alpha", 0)),
        ("generators", (2, 2, 0, "alpha", 1), (2, 3, 0, "final", 0)),
        ("division", (2, 2, 0, "alpha", 2), (3, 0, 0, "alpha", 0)),
        ("absolute_import", (2, 5, 0, "alpha", 1), (3, 0, 0, "alpha", 0)),
        ("with_statement", (2, 5, 0, "alpha", 1), (2, 6, 0, "alpha", 0)),
        ("print_function", (2, 6, 0, "alpha", 2), (3, 0, 0, "alpha", 0)),
        ("unicode_literals", (2, 6, 0, "alpha", 2), (3, 0, 0, "alpha", 0)),
        ("barry_as_FLUFL", (3, 1, 0, "alpha", 2), (4, 0, 0, "alpha", 0)),
        ("generator_stop", (3, 5, 0, "beta", 1), (3, 7, 0, "alpha", 0)),
        ("annotations", (3, 7, 0, "beta", 1), None)):
    globals()[_name] = _Feature(_optional, _mandatory, _CO[_name])
