"""What ``make soak`` repeats for long, with a short form of each as a test."""
