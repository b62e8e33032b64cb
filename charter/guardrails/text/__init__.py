"""Texts as detectors read them: folded, without tricks, unwrapped, and cut into windows. Pure."""
