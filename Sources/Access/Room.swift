// The room's code follows.
