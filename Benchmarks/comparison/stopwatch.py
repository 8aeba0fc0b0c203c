import resource
import time


def elapsed(since=(0.0, 0.0)):
    """Seconds by the clock, and of all threads of this process; both since an earlier reading."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    now = time.perf_counter(), usage.ru_utime + usage.ru_stime
    return now[0] - since[0], now[1] - since[1]
