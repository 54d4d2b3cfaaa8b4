"""What people decided: judgements about records, reviews, accounts and their logins. Outlives every rebuild."""
