"""What all pages have in common: base fields, menus, breadcrumbs, lists of pages."""
