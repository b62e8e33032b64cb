"""What runs inside the sandbox: it waits for one job, runs its code, answers, and is gone.

These files are put into the sandbox as they are, with the standard library alone. What the process is told and what it
answers are frames on one socket: four bytes of length, then JSON. Everything it says is looked at outside as if the
foreign code had said it.
"""
