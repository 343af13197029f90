"""One-way constraints with strengths, in the manner of DeltaBlue: a planner keeps a chain and a projection true.
Argument: length of the chain. Prints end values and the number of executed constraints."""
import sys

REQUIRED, STRONG, NORMAL, WEAK, WEAKEST = range(5)


class Variable:
    def __init__(self, name, value):
        self.name = name
        self.value = value
        self.constraints = []
        self.decided_by = None
        self.mark = 0
        self.strength = WEAKEST
        self.stays = True


class Constraint:
    def __init__(self, strength):
        self.strength = strength

    def satisfied(self):
        return self.output() is not None

    def attach(self, planner):
        for variable in self.variables():
            variable.constraints.append(self)
        planner.enforce(self)

    def detach(self, planner):
        if self.satisfied():
            planner.withdraw(self)
        for variable in self.variables():
            variable.constraints.remove(self)

    def inputs_known(self, mark):
        return all(v.mark == mark or v.stays or v.decided_by is None for v in self.inputs())

    def recalculate(self):
        out = self.output()
        out.strength = max([self.strength] + [v.strength for v in self.inputs()])
        out.stays = all(v.stays for v in self.inputs()) and not self.is_input()
        if out.stays:
            self.execute()

    def is_input(self):
        return False


class Unary(Constraint):
    def __init__(self, variable, strength, planner):
        super().__init__(strength)
        self.variable = variable
        self.active = False
        self.attach(planner)

    def variables(self):
        return (self.variable,)

    def inputs(self):
        return ()

    def output(self):
        return self.variable if self.active else None

    def choose(self, mark):
        self.active = self.variable.mark != mark and self.strength < self.variable.strength

    def release(self):
        self.active = False

    def execute(self):
        pass


class Stay(Unary):
    pass


class Edit(Unary):
    def is_input(self):
        return True


class Binary(Constraint):
    def __init__(self, source, target, strength, planner):
        super().__init__(strength)
        self.source = source
        self.target = target
        self.forward = None
        self.attach(planner)

    def variables(self):
        return (self.source, self.target)

    def inputs(self):
        if self.forward is None:
            return ()
        return (self.source,) if self.forward else (self.target,)

    def output(self):
        if self.forward is None:
            return None
        return self.target if self.forward else self.source

    def choose(self, mark):
        source, target = self.source, self.target
        if source.mark == mark:
            self.forward = True if target.mark != mark and self.strength < target.strength else None
        elif target.mark == mark:
            self.forward = False if self.strength < source.strength else None
        elif source.strength > target.strength:
            self.forward = False if self.strength < source.strength else None
        else:
            self.forward = True if self.strength < target.strength else None

    def release(self):
        self.forward = None

    def execute(self):
        if self.forward:
            self.target.value = self.source.value
        else:
            self.source.value = self.target.value


class Scale(Binary):
    def __init__(self, source, factor, offset, target, strength, planner):
        self.factor = factor
        self.offset = offset
        super().__init__(source, target, strength, planner)

    def variables(self):
        return (self.source, self.target, self.factor, self.offset)

    def execute(self):
        if self.forward:
            self.target.value = self.source.value * self.factor.value + self.offset.value
        else:
            self.source.value = (self.target.value - self.offset.value) // self.factor.value


class Planner:
    def __init__(self):
        self.mark = 0
        self.executed = 0

    def new_mark(self):
        self.mark += 1
        return self.mark

    def enforce(self, constraint):
        mark = self.new_mark()
        while constraint is not None:
            constraint = self.satisfy(constraint, mark)

    def satisfy(self, constraint, mark):
        constraint.choose(mark)
        if not constraint.satisfied():
            if constraint.strength == REQUIRED:
                raise RuntimeError("a required constraint cannot be met")
            return None
        for variable in constraint.inputs():
            variable.mark = mark
        out = constraint.output()
        overridden = out.decided_by
        if overridden is not None:
            overridden.release()
        out.decided_by = constraint
        self.spread(constraint, mark)
        out.mark = mark
        return overridden

    def spread(self, constraint, mark):
        todo = [constraint]
        while todo:
            current = todo.pop()
            if current.output().mark == mark and current is not constraint:
                raise RuntimeError("a cycle of constraints")
            current.recalculate()
            todo.extend(self.consumers(current.output()))

    def consumers(self, variable):
        return [c for c in variable.constraints if c is not variable.decided_by and c.satisfied() and c.output() is not variable]

    def withdraw(self, constraint):
        out = constraint.output()
        constraint.release()
        out.decided_by = None
        out.strength = WEAKEST
        out.stays = True
        unsatisfied = []
        todo = [out]
        while todo:
            variable = todo.pop()
            unsatisfied.extend(c for c in variable.constraints if not c.satisfied() and c is not constraint)
            for consumer in self.consumers(variable):
                consumer.recalculate()
                todo.append(consumer.output())
        unsatisfied.sort(key=lambda c: c.strength)
        for each in unsatisfied:
            self.enforce(each)

    def plan_from(self, edits):
        mark = self.new_mark()
        plan = []
        todo = [c for c in edits if c.satisfied()]
        while todo:
            constraint = todo.pop()
            out = constraint.output()
            if out.mark != mark and constraint.inputs_known(mark):
                plan.append(constraint)
                out.mark = mark
                todo.extend(self.consumers(out))
        return plan

    def run(self, plan):
        for constraint in plan:
            constraint.execute()
        self.executed += len(plan)


def chain(length):
    planner = Planner()
    variables = [Variable("v%d" % i, 0) for i in range(length + 1)]
    for left, right in zip(variables, variables[1:]):
        Binary(left, right, REQUIRED, planner)
    Stay(variables[-1], NORMAL, planner)
    edit = Edit(variables[0], STRONG, planner)
    plan = planner.plan_from([edit])
    for value in range(60):
        variables[0].value = value
        planner.run(plan)
        assert variables[-1].value == value
    edit.detach(planner)
    return planner.executed, variables[-1].value


def set_value(planner, variable, value, rounds):
    edit = Edit(variable, STRONG, planner)
    plan = planner.plan_from([edit])
    for _ in range(rounds):
        variable.value = value
        planner.run(plan)
    edit.detach(planner)


def projection(length):
    planner = Planner()
    factor, offset = Variable("factor", 10), Variable("offset", 1000)
    pairs = []
    for i in range(length):
        source, target = Variable("s%d" % i, i), Variable("t%d" % i, i)
        Stay(source, NORMAL, planner)
        Scale(source, factor, offset, target, REQUIRED, planner)
        pairs.append((source, target))
    for i, (source, target) in enumerate(pairs):
        set_value(planner, source, i + 17, 3)
        assert target.value == (i + 17) * 10 + 1000
    for source, target in pairs[:length // 2]:
        set_value(planner, target, 1050, 3)
        assert source.value == 5, source.value
    return planner.executed, sum(s.value + t.value for s, t in pairs)


def main(length):
    print(*chain(length), *projection(length))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 12000)
