"""What each kind of flow node does when it is activated."""
