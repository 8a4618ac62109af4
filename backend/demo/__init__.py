"""The demo province: invented people, firms and demands, composed without a database."""
