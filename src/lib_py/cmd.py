"""Command loops: a line chooses a method.

Enters: lines from standard input (or the queue). Leaves: calls of ``do_NAME`` methods, and help on standard output.
"""
import sys as _sys

__all__ = ['Cmd']


class Cmd:
    """The base of command loops."""
    prompt, lastcmd, intro, ruler = '(Cmd) ', '', None, '='
    identchars = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_'
    doc_leader, doc_header, misc_header = '', 'Documented commands (type help <topic>):', 'Miscellaneous help topics:'
    undoc_header, nohelp, use_rawinput = 'Undocumented commands:', '*** No help on %s', 1

    def __init__(self, completekey='tab', stdin=None, stdout=None):
        self.stdin, self.stdout = stdin or _sys.stdin, stdout or _sys.stdout
        self.cmdqueue, self.completekey = [], completekey

    def cmdloop(self, intro=None):
        """Read and run lines until one says stop."""
        self.preloop()
        if intro is not None:
            self.intro = intro
        if self.intro:
            self.stdout.write(str(self.intro) + '\n')
        stop = None
        while not stop:
            line = self.precmd(self._read_line())
            stop = self.postcmd(self.onecmd(line), line)
        self.postloop()

    def _read_line(self):
        if self.cmdqueue:
            return self.cmdqueue.pop(0)
        if self.use_rawinput:
            try:
                return input(self.prompt)
            except EOFError:
                return 'EOF'
        self.stdout.write(self.prompt)
        self.stdout.flush()
        line = self.stdin.readline()
        return line.rstrip('\r\n') if line else 'EOF'

    def precmd(self, line):
        """Change a line before it is run."""
        return line

    def postcmd(self, stop, line):
        """Decide after a line whether to stop."""
        return stop

    def preloop(self):
        """Before the loop."""

    def postloop(self):
        """After the loop."""

    def parseline(self, line):
        """(command, rest, line)."""
        line = line.strip()
        if not line:
            return None, None, line
        if line[0] == '?':
            line = 'help ' + line[1:]
        elif line[0] == '!':
            if not hasattr(self, 'do_shell'):
                return None, None, line
            line = 'shell ' + line[1:]
        size = 0
        while size < len(line) and line[size] in self.identchars:
            size += 1
        return line[:size], line[size:].strip(), line

    def onecmd(self, line):
        """Run a line; a true answer stops the loop."""
        command, rest, line = self.parseline(line)
        if not line:
            return self.emptyline()
        if command is None:
            return self.default(line)
        self.lastcmd = '' if line == 'EOF' else line
        if not command:
            return self.default(line)
        method = getattr(self, 'do_' + command, None)
        return self.default(line) if method is None else method(rest)

    def emptyline(self):
        """An empty line repeats the last one."""
        if self.lastcmd:
            return self.onecmd(self.lastcmd)

    def default(self, line):
        """A line nobody knows."""
        self.stdout.write(f'*** Unknown syntax: {line}\n')

    def get_names(self):
        """The names of all methods."""
        return dir(self.__class__)

    def do_help(self, arg):
        'List available commands with "help" or detailed help with "help cmd".'
        if arg:
            helper = getattr(self, 'help_' + arg, None)
            if helper is not None:
                helper()
                return
            method = getattr(self, 'do_' + arg, None)
            first, _, rest = (method is not None and method.__doc__ or '').expandtabs().partition('\n')
            import textwrap
            text = f'{first.strip()}\n{textwrap.dedent(rest)}'.strip()
            self.stdout.write(f'{text or self.nohelp % (arg,)}\n')
            return
        names = self.get_names()
        topics = {name[5:] for name in names if name.startswith('help_')}
        told, silent = [], []
        for name in dict.fromkeys(sorted(names)):
            if name.startswith('do_'):
                command = name[3:]
                if command in topics:
                    topics.discard(command)
                    told.append(command)
                else:
                    (told if getattr(self, name).__doc__ else silent).append(command)
        self.stdout.write(f'{self.doc_leader}\n')
        self.print_topics(self.doc_header, told, 15, 80)
        self.print_topics(self.misc_header, sorted(topics), 15, 80)
        self.print_topics(self.undoc_header, silent, 15, 80)

    def print_topics(self, header, cmds, cmdlen, maxcol):
        """A list of commands under a heading."""
        if cmds:
            self.stdout.write(f'{header}\n')
            if self.ruler:
                self.stdout.write(f'{self.ruler * len(header)}\n')
            self.columnize(cmds, maxcol - 1)
            self.stdout.write('\n')

    def columnize(self, list, displaywidth=80):
        """Texts in as few rows as fit."""
        if not list:
            self.stdout.write('<empty>\n')
            return
        for rows in range(1, len(list) + 1):
            columns = [list[start:start + rows] for start in range(0, len(list), rows)]
            widths = [max(map(len, column)) for column in columns]
            if sum(widths) + 2 * (len(widths) - 1) <= displaywidth or rows == len(list):
                break
        for row in range(rows):
            texts = [column[row].ljust(width) for column, width in zip(columns, widths) if row < len(column)]
            self.stdout.write('  '.join(texts) + '\n')
