# why: cpu
# says: in 5 processes already and uses
"""As many tasks as one likes, all of the same length."""
import multiprocessing


def squares(count):
    return sum(n * n for n in range(count))


if __name__ == "__main__":
    with multiprocessing.Pool(4) as pool:
        print(sum(pool.map(squares, [1_000_000] * 16)))
