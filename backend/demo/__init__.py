"""The demo province: invented people, firms, organisations and demands, composed without a database."""
