namespace Supercomputer.Guests;

/// <summary>Something in a guest that is outside the subset; the compiler adds method and line and goes on with the next method.</summary>
/// <param name="message">What, and what to write instead.</param>
internal sealed class GuestException(string message) : Exception(message);
