# Nobody ever sets the result.
from concurrent.futures import Future

answer = Future()
answer.result()
