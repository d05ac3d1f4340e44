"""What a vehicle does when it is told how to fly, and what its spent parts do after."""
