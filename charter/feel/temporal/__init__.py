"""Dates, times and durations as FEEL defines them: any year up to nine digits, nanoseconds, offsets and named zones."""
