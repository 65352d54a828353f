"""Words and dates in the languages of the site: ``django.po`` holds the words, ``formats`` how a date is written."""
