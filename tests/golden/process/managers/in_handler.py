# A signal handler uses the proxy that the program waits with: the answers are not mixed up.
import multiprocessing
import signal

if __name__ == '__main__':
    manager = multiprocessing.get_context('fork').Manager()
    queue, log = manager.Queue(), manager.list()

    def on_alarm(number, frame):
        log.append('in the handler')
        queue.put('from the handler')

    signal.signal(signal.SIGALRM, on_alarm)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    print(queue.get(), log)

    class Enough(Exception):
        pass

    def give_up(number, frame):
        raise Enough

    signal.signal(signal.SIGALRM, give_up)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        queue.get()
    except Enough:
        print('given up')
    # The answer to the call that was given up is nobody's.
    print(log, len(log))
    manager.shutdown()
