"""Typesets invented budget disclosures whose content is known exactly."""
