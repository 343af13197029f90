# The child's signals: defaults where Python ignores, the mask of the parent, no handlers.
import signal
import subprocess


def ask(**kwargs):
    text = subprocess.check_output(['grep', '-E', 'Sig(Blk|Ign|Cgt)', '/proc/self/status'], text=True, **kwargs)
    result = {}
    for line in text.splitlines():
        name, mask = line.split(':')
        mask = int(mask, 16)
        result[name] = [number for number in (signal.SIGINT, signal.SIGPIPE, signal.SIGXFSZ, signal.SIGUSR1, signal.SIGTERM)
                        if mask >> number - 1 & 1]
    return result


print(ask())
print(ask(restore_signals=False))
signal.signal(signal.SIGUSR1, lambda *details: None)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(ask())
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
print(ask())
print(ask(preexec_fn=lambda: signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])))
print(signal.pthread_sigmask(signal.SIG_BLOCK, []))
