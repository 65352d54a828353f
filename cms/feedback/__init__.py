"""“Was this page helpful?”: visitors' answers, anonymous, without a cookie, and what the office reads of them.

An answer adds one to the day's numbers of a page; words that a visitor adds are kept on their own, with the day.
Nothing says who answered, and nothing joins two answers of one person.
"""
