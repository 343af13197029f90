# -X report: processes that nobody joined.
import multiprocessing
import sys


def main():
    lost = multiprocessing.Process(target=sys.exit, args=(3,), name='lost')
    lost.start()
    kept = multiprocessing.Process(target=print, args=('in the child',))
    kept.start()
    kept.join()
    with multiprocessing.Pool(1) as pool:
        print(pool.apply(abs, (-1,)))


if __name__ == '__main__':
    main()
