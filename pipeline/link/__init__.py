"""What needs two documents: made from the warehouse after loading."""
