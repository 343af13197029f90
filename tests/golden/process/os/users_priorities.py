# Users, groups, priorities and schedulers of the process.
import os

print(os.getresuid() == (os.getuid(), os.geteuid(), os.getuid()), os.getresgid()[0] == os.getgid())
os.setuid(os.getuid())
os.setgid(os.getgid())
os.setreuid(-1, os.geteuid())
os.setresgid(-1, -1, -1)
print(os.getgrouplist('root', 12345)[0] == 12345, 12345 in os.getgrouplist('root', 12345))
for call in (lambda: os.setuid(-2), lambda: os.setuid('a'), lambda: os.setgid(-2), lambda: os.setuid(1.0), lambda: os.setgroups(5),
             lambda: os.setgroups([-5]), lambda: os.setgroups(['a'])):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
base = os.getpriority(os.PRIO_PROCESS, 0)
# There is none above 19.
one_more, two_more = min(base + 1, 19), min(base + 2, 19)
print(os.nice(0) == base, os.nice(1) == one_more, os.getpriority(os.PRIO_PROCESS, os.getpid()) == one_more)
os.setpriority(os.PRIO_PROCESS, 0, two_more)
print(os.getpriority(os.PRIO_PROCESS, 0) == two_more)
parameter = os.sched_param(0)
print(parameter, parameter.sched_priority, tuple(parameter), os.sched_param(sched_priority=3))
print(os.sched_getparam(0) == parameter, os.sched_getscheduler(0) == os.SCHED_OTHER, os.sched_get_priority_max(os.SCHED_FIFO),
      os.sched_get_priority_min(os.SCHED_FIFO), os.sched_rr_get_interval(0) >= 0)
os.sched_setscheduler(0, os.SCHED_OTHER, parameter)
cpus = os.sched_getaffinity(0)
os.sched_setaffinity(0, {min(cpus)})
print(os.sched_getaffinity(0) == {min(cpus)})
os.sched_setaffinity(0, cpus)
print(os.sched_getaffinity(os.getpid()) == cpus, os.cpu_count() >= len(cpus))
for call in (lambda: os.sched_setaffinity(0, 5), lambda: os.sched_setaffinity(0, []), lambda: os.sched_setaffinity(0, [-1]),
             lambda: os.sched_setaffinity(0, ['a']), lambda: os.sched_setscheduler(0, 0, 0), lambda: os.getpriority(9, 9),
             lambda: os.setpriority(9, 9, 9)):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
