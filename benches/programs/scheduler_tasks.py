"""An operating system in small, in the manner of Richards: tasks with states pass packets. Argument: rounds. Prints counters."""
import sys

IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(6)
KIND_DEVICE, KIND_WORK = 0, 1
ALPHABET = 26


class Packet:
    def __init__(self, link, owner, kind):
        self.link = link
        self.owner = owner
        self.kind = kind
        self.datum = 0
        self.data = [0] * 4

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class Task:
    def __init__(self, system, ident, priority, queue, running):
        self.system = system
        self.ident = ident
        self.priority = priority
        self.queue = queue
        self.held = False
        self.suspended = not running
        system.tasks[ident] = self
        system.order.append(self)

    def ready(self):
        return not self.held and (not self.suspended or self.queue is not None)

    def take_turn(self):
        packet = self.queue
        if self.suspended and packet is not None:
            self.suspended = False
        if packet is not None:
            self.queue = packet.link
        return self.run(packet)

    def receive(self, packet, sender):
        was_empty = self.queue is None
        self.queue = packet.append_to(self.queue)
        if was_empty and self.priority > sender.priority:
            return self
        return sender

    def run(self, packet):
        raise NotImplementedError


class IdleTask(Task):
    def __init__(self, system, count):
        super().__init__(system, IDLE, 0, None, True)
        self.seed = 1
        self.count = count

    def run(self, packet):
        self.count -= 1
        if self.count == 0:
            return self.system.hold(self)
        if self.seed & 1:
            self.seed = (self.seed >> 1) ^ 0xD008
            return self.system.release(DEVICE_B, self)
        self.seed >>= 1
        return self.system.release(DEVICE_A, self)


class WorkerTask(Task):
    def __init__(self, system, queue):
        super().__init__(system, WORKER, 1000, queue, False)
        self.target = HANDLER_A
        self.letter = 0

    def run(self, packet):
        if packet is None:
            return self.system.wait(self)
        self.target = HANDLER_B if self.target == HANDLER_A else HANDLER_A
        packet.owner = self.target
        packet.datum = 0
        for place in range(4):
            self.letter = self.letter % ALPHABET + 1
            packet.data[place] = self.letter
        return self.system.send(packet, self)


class HandlerTask(Task):
    def __init__(self, system, ident, priority, queue):
        super().__init__(system, ident, priority, queue, False)
        self.work = None
        self.devices = None

    def run(self, packet):
        if packet is not None:
            if packet.kind == KIND_WORK:
                self.work = packet.append_to(self.work)
            else:
                self.devices = packet.append_to(self.devices)
        work = self.work
        if work is not None:
            if work.datum >= 4:
                self.work = work.link
                return self.system.send(work, self)
            device = self.devices
            if device is not None:
                self.devices = device.link
                device.datum = work.data[work.datum]
                work.datum += 1
                return self.system.send(device, self)
        return self.system.wait(self)


class DeviceTask(Task):
    def __init__(self, system, ident, priority):
        super().__init__(system, ident, priority, None, False)
        self.pending = None

    def run(self, packet):
        if packet is None:
            packet = self.pending
            if packet is None:
                return self.system.wait(self)
            self.pending = None
            return self.system.send(packet, self)
        self.pending = packet
        return self.system.hold(self)


class System:
    def __init__(self, count):
        self.tasks = [None] * 6
        self.order = []
        self.sent = 0
        self.holds = 0
        IdleTask(self, count)
        WorkerTask(self, Packet(Packet(None, WORKER, KIND_WORK), WORKER, KIND_WORK))
        for handler, device, priority in ((HANDLER_A, DEVICE_A, 2000), (HANDLER_B, DEVICE_B, 3000)):
            queue = None
            for _ in range(3):
                queue = Packet(queue, device, KIND_DEVICE)
            HandlerTask(self, handler, priority, queue)
            DeviceTask(self, device, priority + 2000)
        self.order.sort(key=lambda task: -task.priority)

    def hold(self, task):
        self.holds += 1
        task.held = True
        return None

    def release(self, ident, task):
        other = self.tasks[ident]
        other.held = False
        return other if other.priority > task.priority else task

    def wait(self, task):
        task.suspended = True
        return None

    def send(self, packet, task):
        self.sent += 1
        target = self.tasks[packet.owner]
        packet.owner = task.ident
        return target.receive(packet, task)

    def schedule(self):
        current = None
        turns = 0
        while True:
            if current is None or not current.ready():
                for current in self.order:
                    if current.ready():
                        break
                else:
                    return turns
            turns += 1
            current = current.take_turn()


def main(count):
    system = System(count)
    turns = system.schedule()
    print(turns, system.sent, system.holds)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 150000)
