import keyword, __future__
print(keyword.kwlist, keyword.softkwlist, keyword.iskeyword("for"), keyword.iskeyword("match"), keyword.issoftkeyword("match"))
print(__future__.annotations, __future__.division.getMandatoryRelease(), __future__.all_feature_names)
