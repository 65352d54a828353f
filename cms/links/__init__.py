"""Where a link may lead: a page, a provider, a document, a web address, e-mail or phone; safe schemes only."""
