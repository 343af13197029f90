import calendar, cmd, io
print(calendar.month(2024, 2), calendar.calendar(2023)[:600], calendar.isleap(1900), calendar.leapdays(2000, 2025), [int(n) for n in calendar.monthrange(2024, 2)], calendar.weekday(2024, 2, 29), calendar.monthcalendar(2024, 9), calendar.timegm((2024, 1, 1, 0, 0, 0)), list(calendar.day_name)[:2], calendar.month_name[3], calendar.weekheader(3))
c = calendar.TextCalendar(6); print(c.formatmonth(2021, 8, w=4), list(c.itermonthdates(2021, 8))[0], c.monthdays2calendar(2021, 8)[0], list(c.iterweekdays()))
for call in (lambda: calendar.monthrange(2024, 13), lambda: calendar.setfirstweekday(9)):
    try:
        call()
    except ValueError as error:
        print(type(error).__name__, error)
class Shell(cmd.Cmd):
    prompt, use_rawinput, intro = '> ', False, 'Welcome'
    def do_greet(self, arg):
        """greet NAME: say hello"""
        self.stdout.write(f'hello {arg}\n')
    def do_quit(self, arg):
        return True
    def help_topic(self):
        self.stdout.write('about a topic\n')
out = io.StringIO()
Shell(stdin=io.StringIO('greet you\n\nnope x\nhelp\nhelp greet\n?topic\nhelp zz\nquit\n'), stdout=out).cmdloop()
print(out.getvalue())
print(Shell().parseline('!ls'), Shell().parseline('?x'), Shell().parseline('greet a b'))
