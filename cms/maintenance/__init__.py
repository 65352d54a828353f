"""What visitors see while the site cannot answer: switched off for maintenance, without a database, or broken."""
