"""Starting points for tools written in Python. Each file is a tool as it stands; nothing imports them."""
