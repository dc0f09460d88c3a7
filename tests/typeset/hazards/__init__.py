"""Documents that hurt readers of pages: one hazard each, with the truth of what a person sees."""
