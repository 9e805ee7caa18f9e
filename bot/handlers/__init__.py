"""What people can do. Each handler reads, calls one use case, and answers."""
