# Every division by zero says what it is.
for text in ('1 // 0', '1 % 0', '1 / 0', 'divmod(1, 0)', '0 ** -1', '1.0 // 0', '1.0 % 0', '1.0 / 0', '0.0 ** -1',
             'divmod(1.0, 0)', 'pow(2, 3, 0)', '(10**40) // 0', '1j / 0', '0j ** -1', 'True // False'):
    try:
        print(eval(text))
    except (ZeroDivisionError, ValueError) as error:
        print(text, '->', type(error).__name__ + ':', error)
