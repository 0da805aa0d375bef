"""Acts that change the register: drafted, previewed, approved by another person, applied whole or not at all."""
