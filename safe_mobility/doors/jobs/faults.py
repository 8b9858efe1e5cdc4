"""What may be said of a fault in a log."""


def where(error: BaseException) -> str:
    """The kind of fault and the line it rose from. Never the fault's own words and never a
    traceback: they may hold an address, a name or an answer."""
    trace, last = error.__traceback__, "nowhere"
    while trace is not None:
        last = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} at {last}"
