# why: cpu
# says: in 3 processes already
# says: only one child computes
"""Two workers, and one task that is most of the work."""
import multiprocessing


def squares(count):
    return sum(n * n for n in range(count))


if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        print(pool.map(squares, [12_000_000] + [1_000] * 5, chunksize=1)[1])
