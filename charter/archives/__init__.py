"""Archives: a whole tenant in one file, taken out, brought in with new ids, or put back as it was."""
