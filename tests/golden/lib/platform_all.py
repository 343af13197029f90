import platform, os, locale, getpass, sysconfig
print(platform.system(), platform.machine() == os.uname().machine, platform.node() == os.uname().nodename, platform.uname().system, platform.python_version().startswith('3.1'), len(platform.python_version_tuple()), platform.architecture()[0], platform.platform(terse=True).startswith('Linux-'))
os.environ['LOGNAME'] = 'someone'
print(getpass.getuser(), locale.getpreferredencoding().lower().replace('-', ''), locale.localeconv()['decimal_point'], locale.atof('1.5'), locale.atoi('3'), locale.format_string('%.2f', 1.5), locale.strcoll('a', 'b') < 0)
try:
    locale.setlocale(locale.LC_ALL, 'xx_YY')
except locale.Error as error:
    print(error)
print(sysconfig.get_python_version().startswith('3.'), sysconfig.get_platform().startswith('linux'), 'stdlib' in sysconfig.get_paths(), sysconfig.get_config_var('nonsense'))
