"""Lesson: a class of processes has its work in `run`; attributes set before the start arrive in the child, later ones do not."""
from multiprocessing import Process


class Greeter(Process):
    def __init__(self, whom):
        super().__init__(name=f"greeter of {whom}")
        self.whom = whom

    def run(self):
        self.result = f"hello, {self.whom}"
        print(self.name, "says:", self.result)


for whom in "Ada", "Grace":
    greeter = Greeter(whom)
    greeter.start()
    greeter.join()
    # run() set the attribute of the child's copy.
    print("a result here:", hasattr(greeter, "result"))
