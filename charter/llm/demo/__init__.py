"""The demo model: a very small language model in a child process, so that a fresh machine can answer at once.

It chats, answers from a given text and fills short JSON schemas. It cannot call tools and knows little: good for a
first look and for trying the wire format, not for work. Everything here names it the demo model.
"""
