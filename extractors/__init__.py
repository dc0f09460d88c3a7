"""How a PDF is read: glyphs, rulings, grids and lines. Knows pages, not budgets."""
