# An excepthook that fails.
import sys
def hook(kind, value, tb):
    raise TypeError('hook broke')
sys.excepthook = hook
raise ValueError('original')
