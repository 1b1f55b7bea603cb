"""What a release is made of: the description that names its image, its notes, its tags."""
