"""Access: who may do what, behind one function, ``require``."""
