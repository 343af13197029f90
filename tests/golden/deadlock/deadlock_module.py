"""Imported by imports.py."""
import threading


def late_import():
    try:
        from deadlock_module import name
    except ImportError:
        pass


thread = threading.Thread(target=late_import, name='importer')
thread.start()
thread.join()
name = 'never'
