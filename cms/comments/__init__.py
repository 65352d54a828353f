"""What readers once wrote below pages: a read-only archive that came with an import.

It is off until a site switches it on, and no part of the site's search: visitors' words are not the service's advice.
"""
