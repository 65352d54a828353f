"""What search engines and link previews are told: head elements, robots rules, sitemap."""
