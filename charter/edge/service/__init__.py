"""The edge's verbs: policies and bans."""
