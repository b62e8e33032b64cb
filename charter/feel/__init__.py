"""FEEL, the Friendly Enough Expression Language of DMN 1.5, with the functions of Camunda 8.9.

Pure: no database, no network, no clock. :mod:`charter.feel.expression` is the way in.
"""
