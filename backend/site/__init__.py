"""The public site: contact, support, announcements (clause 7.1)."""
