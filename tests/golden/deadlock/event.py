# The thread that was to set the event fails before it does.
import threading

done = threading.Event()


def work():
    raise ValueError('before the event')
    done.set()


threading.Thread(target=work, name='worker').start()
done.wait()
