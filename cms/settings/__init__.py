"""Settings: ``base`` is safe for production; ``dev`` and ``test`` relax it by name."""
