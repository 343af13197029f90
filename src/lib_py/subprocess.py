"""Running other programs: start them, feed them, read what they say, wait for them.

Enters: a command and what its three streams shall be. Leaves: exit codes, output, and exceptions that tell both.
Contract of the native module ``_posixsubprocess``: ``start`` makes the child, ``await_end`` waits for it,
``exchange`` feeds and drains pipes; all three let other threads run and serve signals meanwhile. ``take_exit_code`` takes note
of the end in one step.
"""
import os
import sys
from _io import TextIOWrapper, open as _open, text_encoding as _text_encoding
from _posixsubprocess import (await_end as _await_end, exchange as _exchange, fork_exec as _fork_exec, start as _start,
                              take_exit_code as _take_exit_code)
from time import monotonic as _time

__all__ = ['Popen', 'PIPE', 'STDOUT', 'call', 'check_call', 'getstatusoutput', 'getoutput', 'check_output', 'run',
           'CalledProcessError', 'DEVNULL', 'SubprocessError', 'TimeoutExpired', 'CompletedProcess']

PIPE, STDOUT, DEVNULL = -1, -2, -3
_USE_VFORK, _USE_POSIX_SPAWN = True, False
_mswindows, _can_fork_exec = False, True
# A write of so many bytes to a pipe that has room does not wait.
_PIPE_BUF = 4096
# Children whose Popen object went before they ended; the next Popen asks for them.
_active = []


# --- exceptions --------------------------------------------------------------------------------------------------------

class SubprocessError(Exception):
    """The base of this module's exceptions."""


class _WithOutput(SubprocessError):
    """``stdout`` is another name of ``output``."""

    @property
    def stdout(self):
        """What the child wrote to its standard output, if that was a pipe."""
        return self.output

    @stdout.setter
    def stdout(self, value):
        self.output = value


class CalledProcessError(_WithOutput):
    """A child gave an exit code that is not zero, and the caller asked for this exception."""

    def __init__(self, returncode, cmd, output=None, stderr=None):
        self.returncode, self.cmd, self.output, self.stderr = returncode, cmd, output, stderr

    def __str__(self):
        if not self.returncode or self.returncode > 0:
            return f"Command '{self.cmd}' returned non-zero exit status {self.returncode}."
        import signal
        try:
            return f"Command '{self.cmd}' died with {signal.Signals(-self.returncode)!r}."
        except ValueError:
            return f"Command '{self.cmd}' died with unknown signal {-self.returncode}."


class TimeoutExpired(_WithOutput):
    """A child took longer than the caller wanted to wait."""

    def __init__(self, cmd, timeout, output=None, stderr=None):
        self.cmd, self.timeout, self.output, self.stderr = cmd, timeout, output, stderr

    def __str__(self):
        return f"Command '{self.cmd}' timed out after {self.timeout} seconds"


# --- one call does it all ----------------------------------------------------------------------------------------------

class CompletedProcess:
    """What `run` gives: the command, its exit code (negative: the signal that killed it), and its output if captured."""

    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args, self.returncode, self.stdout, self.stderr = args, returncode, stdout, stderr

    def __repr__(self):
        parts = [f'args={self.args!r}', f'returncode={self.returncode!r}']
        if self.stdout is not None:
            parts.append(f'stdout={self.stdout!r}')
        if self.stderr is not None:
            parts.append(f'stderr={self.stderr!r}')
        return f"{type(self).__name__}({', '.join(parts)})"

    @classmethod
    def __class_getitem__(cls, item):
        import types
        return types.GenericAlias(cls, item)

    def check_returncode(self):
        """Raise CalledProcessError if the exit code is not zero."""
        if self.returncode:
            raise CalledProcessError(self.returncode, self.args, self.stdout, self.stderr)


def run(*popenargs, input=None, capture_output=False, timeout=None, check=False, **kwargs):
    """Run a command and wait for its end; a CompletedProcess.

    `input` is fed to it, `capture_output` keeps what it writes, `check` raises CalledProcessError for an exit code that is not
    zero, and after `timeout` seconds it is killed and TimeoutExpired raised. The rest goes to Popen.
    """
    if input is not None:
        if kwargs.get('stdin') is not None:
            raise ValueError('stdin and input arguments may not both be used.')
        kwargs['stdin'] = PIPE
    if capture_output:
        if kwargs.get('stdout') is not None or kwargs.get('stderr') is not None:
            raise ValueError('stdout and stderr arguments may not be used with capture_output.')
        kwargs['stdout'] = kwargs['stderr'] = PIPE
    with Popen(*popenargs, **kwargs) as process:
        try:
            stdout, stderr = process.communicate(input, timeout=timeout)
        except TimeoutExpired:
            process.kill()
            process.wait()
            raise
        except:
            process._abandon()
            raise
        code = process.poll()
        if check and code:
            raise CalledProcessError(code, process.args, output=stdout, stderr=stderr)
    return CompletedProcess(process.args, code, stdout, stderr)


def call(*popenargs, timeout=None, **kwargs):
    """Run a command and wait for its end; its exit code."""
    with Popen(*popenargs, **kwargs) as process:
        try:
            return process.wait(timeout=timeout)
        except:
            process._abandon()
            raise


def check_call(*popenargs, **kwargs):
    """Run a command and wait for its end; CalledProcessError if its exit code is not zero."""
    code = call(*popenargs, **kwargs)
    if code:
        command = kwargs.get('args')
        raise CalledProcessError(code, popenargs[0] if command is None else command)
    return 0


def check_output(*popenargs, timeout=None, **kwargs):
    """Run a command; what it wrote to its standard output. CalledProcessError if its exit code is not zero."""
    for name in ('stdout', 'check'):
        if name in kwargs:
            raise ValueError(f'{name} argument not allowed, it will be overridden.')
    if 'input' in kwargs and kwargs['input'] is None:
        # None means an empty input here, not the input of this process.
        is_text = any(kwargs.get(name) for name in ('text', 'universal_newlines', 'encoding', 'errors'))
        kwargs['input'] = '' if is_text else b''
    return run(*popenargs, stdout=PIPE, timeout=timeout, check=True, **kwargs).stdout


def getstatusoutput(cmd, *, encoding=None, errors=None):
    """(exit code, output) of a shell command: both its streams, as text, without the last newline."""
    done = run(cmd, shell=True, text=True, stdout=PIPE, stderr=STDOUT, encoding=encoding, errors=errors)
    return done.returncode, done.stdout.removesuffix('\n')


def getoutput(cmd, *, encoding=None, errors=None):
    """The output of a shell command: both its streams, as text, without the last newline."""
    return getstatusoutput(cmd, encoding=encoding, errors=errors)[1]


def list2cmdline(seq):
    """A command line that Microsoft's C runtime would take apart into the words of `seq`."""
    words = []
    for word in map(os.fsdecode, seq):
        if not word or ' ' in word or '\t' in word:
            quote = '"'
        else:
            quote = ''
        result, slashes = quote, 0
        for char in word:
            if char == '\\':
                slashes += 1
                continue
            # Backslashes mean themselves unless a quote follows.
            result += '\\' * (slashes * 2 + 1 if char == '"' else slashes) + char
            slashes = 0
        words.append(result + '\\' * (slashes * 2 if quote else slashes) + quote)
    return ' '.join(words)


def _args_from_interpreter_flags():
    """Options for another interpreter that shall behave as this one."""
    flags = sys.flags
    options = _optim_args_from_interpreter_flags()
    letters = {'debug': 'd', 'dont_write_bytecode': 'B', 'no_site': 'S', 'verbose': 'v', 'bytes_warning': 'b', 'quiet': 'q'}
    if flags.isolated:
        options.append('-I')
    else:
        letters.update(ignore_environment='E', no_user_site='s')
        if flags.safe_path:
            options.append('-P')
    options += ['-' + letter * getattr(flags, name) for name, letter in letters.items() if getattr(flags, name)]
    options += ['-W' + text for text in sys.warnoptions]
    options += ['-X' + (name if value is True else f'{name}={value}') for name, value in sys._xoptions.items()]
    return options


def _optim_args_from_interpreter_flags():
    """The part of those that is about optimising."""
    level = sys.flags.optimize
    return ['-' + 'O' * level] if level > 0 else []


def _cleanup():
    """Ask whether forgotten children have ended."""
    for child in _active[:]:
        if child._internal_poll(_deadstate=sys.maxsize) is not None:
            try:
                _active.remove(child)
            except ValueError:
                # Another thread was faster.
                pass


# --- users and groups --------------------------------------------------------------------------------------------------

def _group_number(value, message):
    """The number of a group given by number or name."""
    if isinstance(value, str):
        import grp
        return grp.getgrnam(value).gr_gid
    if not isinstance(value, int):
        raise TypeError(f'{message} must be a string or an integer, not {type(value)}' if message == 'Group'
                        else f'{message} must be a string or integer, not {type(value)}')
    if value < 0:
        raise ValueError(f'Group ID cannot be negative, got {value}')
    return value


def _user_number(value):
    """The number of a user given by number or name."""
    if isinstance(value, str):
        import pwd
        return pwd.getpwnam(value).pw_uid
    if not isinstance(value, int):
        raise TypeError('User must be a string or an integer')
    if value < 0:
        raise ValueError(f'User ID cannot be negative, got {value}')
    return value


# --- a child -----------------------------------------------------------------------------------------------------------

class Popen:
    """A program that runs in a child process.

    args: a list of words, or a string (with `shell` a command for the shell, else the program alone).
    bufsize: of the streams at this end of pipes: 0 none, 1 lines (text only), -1 the default.
    executable: the program, if not the first word.  env, cwd, umask: its environment, directory, mask of permissions.
    stdin, stdout, stderr: None to share ours, PIPE, DEVNULL, a descriptor or a file; stderr may be STDOUT.
    text, encoding, errors, universal_newlines: any of them makes the streams at this end text.
    close_fds, pass_fds: close all other descriptors; those to keep.  pipesize: of the pipes.
    restore_signals: give signals that Python ignores their default actions.
    start_new_session, process_group, user, group, extra_groups: what the child becomes.
    preexec_fn: called in the child; makes a fork necessary.
    """

    _child_created = False

    def __init__(self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None, preexec_fn=None, close_fds=True,
                 shell=False, cwd=None, env=None, universal_newlines=None, startupinfo=None, creationflags=0,
                 restore_signals=True, start_new_session=False, pass_fds=(), *, user=None, group=None, extra_groups=None,
                 encoding=None, errors=None, text=None, umask=-1, pipesize=-1, process_group=None):
        if _active:
            _cleanup()
        # Filled together with asking the system, after which the child's number may be another process's.
        self._exit_code = [None]
        self._input, self._communication_started = None, False
        if bufsize is None:
            bufsize = -1
        if not isinstance(bufsize, int):
            raise TypeError('bufsize must be an integer')
        if stdout == STDOUT and isinstance(stdout, int):
            raise ValueError('STDOUT can only be used for stderr')
        if pipesize is None:
            pipesize = -1
        if not isinstance(pipesize, int):
            raise TypeError('pipesize must be an integer')
        if pass_fds and not close_fds:
            import warnings
            warnings.warn('pass_fds overriding close_fds.', RuntimeWarning)
            close_fds = True
        if startupinfo is not None:
            raise ValueError('startupinfo is only supported on Windows platforms')
        if creationflags != 0:
            raise ValueError('creationflags is only supported on Windows platforms')
        self.args, self.pid, self.returncode = args, None, None
        self.stdin = self.stdout = self.stderr = None
        self.encoding, self.errors, self.pipesize = encoding, errors, pipesize
        if text is not None and universal_newlines is not None and bool(universal_newlines) != bool(text):
            raise SubprocessError('Cannot disambiguate when both text and universal_newlines are supplied but different. '
                                  'Pass one or the other.')
        self.text_mode = encoding or errors or text or universal_newlines
        # How long the first Ctrl-C waits for the child, which got it, too.
        self._sigint_wait_secs = 0.25
        by_line = False
        if bufsize == 1:
            if self.text_mode:
                by_line, bufsize = True, -1
            elif PIPE in (stdin, stdout, stderr):
                import warnings
                warnings.warn("line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be "
                              'used', RuntimeWarning, stacklevel=2)
                bufsize = -1
        if group is not None:
            group = _group_number(group, 'Group')
        if extra_groups is not None:
            if isinstance(extra_groups, str):
                raise ValueError('Groups must be a list, not a string')
            extra_groups = [_group_number(item, 'Items in extra_groups') for item in extra_groups]
        if user is not None:
            user = _user_number(user)
        words, program = _command(args, shell, executable)
        if pass_fds:
            pass_fds = [int(fd) for fd in pass_fds]

        # The ends of pipes for this process until streams have them, those for the child, and the child's number.
        mine, own, started = [], [], []
        try:
            try:
                (child_in, my_in), (my_out, child_out), (my_err, child_err) = _ends(stdin, stdout, stderr, pipesize, mine, own)
                if my_in != -1:
                    self.stdin = self._stream(my_in, 'wb', bufsize, mine, write_through=True, line_buffering=by_line)
                if my_out != -1:
                    self.stdout = self._stream(my_out, 'rb', bufsize, mine)
                if my_err != -1:
                    self.stderr = self._stream(my_err, 'rb', bufsize, mine)
                if not _start(started, program, words, cwd, env, close_fds, pass_fds, child_in, child_out, child_err,
                              restore_signals, start_new_session, -1 if process_group is None else process_group, group,
                              extra_groups, user, umask, preexec_fn):
                    raise SubprocessError('Exception occurred in preexec_fn.')
            finally:
                for fd in own:
                    os.close(fd)
            self.pid, self._child_created = started[0], True
        except:
            for stream in (self.stdin, self.stdout, self.stderr):
                if stream is not None:
                    stream.close()
            for fd in mine:
                os.close(fd)
            if started:
                # Only a signal's handler comes here; nobody else knows the child.
                self.pid, self._child_created = started[0], True
                self._abandon()
            raise

    def _stream(self, fd, mode, bufsize, mine, **options):
        """The stream of this end of a pipe, which takes the descriptor over."""
        stream = _open(fd, mode, bufsize)
        mine.remove(fd)
        if self.text_mode:
            try:
                return TextIOWrapper(stream, encoding=_text_encoding(self.encoding) if self.encoding is None else self.encoding,
                                     errors=self.errors, **options)
            except:
                stream.close()
                raise
        return stream

    @classmethod
    def __class_getitem__(cls, item):
        import types
        return types.GenericAlias(cls, item)

    def __repr__(self):
        text = f'<{type(self).__name__}: returncode: {self.returncode} args: {self.args!r}>'
        return text if len(text) <= 80 else text[:76] + '...>'

    @property
    def universal_newlines(self):
        """Whether the streams are text."""
        return self.text_mode

    @universal_newlines.setter
    def universal_newlines(self, value):
        self.text_mode = bool(value)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        if self.stdout:
            self.stdout.close()
        if self.stderr:
            self.stderr.close()
        try:
            if self.stdin:
                self.stdin.close()
        finally:
            if kind is KeyboardInterrupt:
                # The child got the Ctrl-C, too: a short grace, unless it had one already.
                self._grace(None)
                return
            self.wait()

    def __del__(self):
        if not self._child_created or self.returncode is not None:
            return
        import warnings
        warnings.warn(f'subprocess {self.pid} is still running', ResourceWarning, source=self)
        # It becomes a zombie unless somebody asks for it.
        if self._internal_poll(_deadstate=sys.maxsize) is None:
            _active.append(self)

    # --- its end

    def poll(self):
        """The exit code if the child has ended, None otherwise."""
        return self._internal_poll()

    def _internal_poll(self, _deadstate=None):
        """As `poll`; a child that somebody else has waited for gave `_deadstate`, or 0."""
        if self.returncode is None:
            try:
                self.returncode = _take_exit_code(self.pid, self._exit_code)
            except OSError as error:
                if _deadstate is not None:
                    self.returncode = _deadstate
                elif isinstance(error, ChildProcessError):
                    # Somebody else has waited for it, or SIGCHLD is ignored: its exit code is lost.
                    self.returncode = 0
        return self.returncode

    def wait(self, timeout=None):
        """Wait for the end of the child; its exit code. TimeoutExpired after `timeout` seconds."""
        if self.returncode is not None:
            return self.returncode
        end = None if timeout is None else _time() + timeout
        try:
            return self._wait(timeout)
        except KeyboardInterrupt:
            self._grace(end)
            raise

    def _wait(self, timeout):
        """As `wait`, without the grace at a Ctrl-C."""
        while self.returncode is None:
            if not _await_end(self.pid, self._exit_code, timeout):
                raise TimeoutExpired(self.args, timeout)
            self._internal_poll()
        return self.returncode

    def _grace(self, end):
        """After the first Ctrl-C: wait a little for the child to end by it."""
        seconds = self._sigint_wait_secs
        if end is not None:
            seconds = min(seconds, end - _time())
        self._sigint_wait_secs = 0
        if seconds > 0:
            try:
                self._wait(seconds)
            except TimeoutExpired:
                pass

    def _abandon(self):
        """Kill the child. It ends at once, so that waiting for it, which leaves no zombie, is short, even after a Ctrl-C."""
        self.kill()
        try:
            self._wait(0.25)
        except TimeoutExpired:
            pass

    def send_signal(self, sig):
        """Send a signal to the child, unless it has ended."""
        self.poll()
        if self.returncode is None:
            try:
                os.kill(self.pid, sig)
            except ProcessLookupError:
                # It ended, and somebody else waited for it.
                pass

    def terminate(self):
        """Ask the child to end, by SIGTERM."""
        self.send_signal(15)

    def kill(self):
        """End the child, by SIGKILL."""
        self.send_signal(9)

    # --- its streams

    def communicate(self, input=None, timeout=None):
        """Feed `input`, read both outputs to their ends, wait for the end of the child: (stdout, stderr), None for no pipe.

        After TimeoutExpired it may be called again; nothing is lost.
        """
        if self._communication_started and input:
            raise ValueError('Cannot send input after starting communication')
        if timeout is None and not self._communication_started:
            streams = [stream for stream in (self.stdin, self.stdout, self.stderr) if stream]
            if len(streams) < 2:
                stdout = stderr = None
                if self.stdin:
                    self._feed(input)
                elif streams:
                    text = streams[0].read()
                    streams[0].close()
                    stdout, stderr = (text, None) if self.stdout else (None, text)
                self.wait()
                return stdout, stderr
        end = None if timeout is None else _time() + timeout
        try:
            result = self._communicate(input, end, timeout)
        except KeyboardInterrupt:
            self._grace(end)
            raise
        finally:
            self._communication_started = True
        return result

    def _feed(self, input):
        """Write the whole input and close; a child that does not read it all is no error."""
        if input:
            try:
                self.stdin.write(input)
            except BrokenPipeError:
                pass
        try:
            self.stdin.close()
        except BrokenPipeError:
            pass

    def _communicate(self, input, end, timeout):
        """Move bytes in both directions until all pipes are done and the child has ended, or the time is over."""
        stdin = self.stdin
        if not self._communication_started:
            self._output = {stream: bytearray() for stream in (self.stdout, self.stderr) if stream}
            if stdin:
                try:
                    stdin.flush()
                    if not input:
                        stdin.close()
                except BrokenPipeError:
                    # The input goes nowhere.
                    pass
        if stdin and self._input is None:
            if input is None:
                input = b''
            elif self.text_mode:
                input = input.encode(stdin.encoding, stdin.errors)
            self._input, self._position = input if type(input) is bytes else bytes(memoryview(input)), [0]
            if len(self._input) > _PIPE_BUF and not stdin.closed:
                os.set_blocking(stdin.fileno(), False)
        streams = [stream for stream in self._output if not stream.closed]
        if stdin and self._input and not stdin.closed:
            streams.append(stdin)
        while streams:
            ends = [(stream.fileno(), self._output.get(stream)) for stream in streams]
            left = None if end is None else max(end - _time(), 0)
            done = _exchange(ends, self._input or b'', self._position if self._input else [0], left)
            if done is None:
                raise TimeoutExpired(self.args, timeout, bytes(self._output.get(self.stdout, b'')) or None,
                                     bytes(self._output.get(self.stderr, b'')) or None)
            try:
                streams.pop(done).close()
            except BrokenPipeError:
                pass
        try:
            self.wait(None if end is None else max(end - _time(), 0))
        except TimeoutExpired as expired:
            expired.timeout = timeout
            raise
        return self._result(self.stdout), self._result(self.stderr)

    def _result(self, stream):
        """What came from a stream, as bytes or text."""
        if not stream:
            return None
        data = bytes(self._output[stream])
        if not self.text_mode:
            return data
        return data.decode(stream.encoding, stream.errors).replace('\r\n', '\n').replace('\r', '\n')


def _command(args, shell, executable):
    """The words of a command, and the program to run."""
    if isinstance(args, (str, bytes)):
        words = [args]
    elif isinstance(args, os.PathLike):
        if shell:
            raise TypeError('path-like args is not allowed when shell is true')
        words = [args]
    else:
        words = list(args)
    if shell:
        words = ['/bin/sh', '-c'] + words
        if executable:
            words[0] = executable
    if executable is None:
        executable = words[0]
    return words, executable


def _ends(stdin, stdout, stderr, pipesize, mine, own):
    """Pairs of descriptors (reading, writing) of the three streams; -1 for none. Ends made for this process go to `mine`, those
    made for the child to `own`."""
    def pipe():
        ends = os.pipe()
        if pipesize > 0:
            import fcntl
            fcntl.fcntl(ends[0], fcntl.F_SETPIPE_SZ, pipesize)
        return ends

    def given(stream):
        """The descriptor of anything but PIPE and STDOUT."""
        if isinstance(stream, int):
            if stream == DEVNULL:
                if not nothing:
                    nothing.append(os.open(os.devnull, os.O_RDWR))
                    own.append(nothing[0])
                return nothing[0]
            if stream < 0:
                raise OSError(9, os.strerror(9))
            return stream
        return stream.fileno()

    nothing, ends = [], []
    for place, stream in enumerate((stdin, stdout, stderr)):
        if stream is None:
            ends.append((-1, -1))
        elif stream == PIPE and isinstance(stream, int):
            reading, writing = pipe()
            ends.append((reading, writing))
            own.append(writing if place else reading)
            mine.append(reading if place else writing)
        elif place == 2 and stream == STDOUT and isinstance(stream, int):
            writing = ends[1][1]
            ends.append((-1, writing if writing != -1 else sys.__stdout__.fileno()))
        else:
            fd = given(stream)
            ends.append((-1, fd) if place else (fd, -1))
    return ends
