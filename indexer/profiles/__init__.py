"""What is compared: the profile of a record and of a reference, in folded keys."""
